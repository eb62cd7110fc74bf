import type { Alert } from '../../decide/alerts.ts';
import { checkText } from '../../decide/checks.ts';
import { listAt, textAt, isObject } from '../../domain/json.ts';
import { dotted } from '../../domain/names.ts';
import { isRunning } from '../../domain/phase.ts';
import type { Severity } from '../../domain/plan-alerts.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { LastCheck, Status } from '../../domain/status.ts';
import { topRung } from '../../domain/traffic.ts';

export interface Field {
  readonly title: string;
  readonly value: string;
}

/** An alert with all that a receiver may show, before it takes a receiver's form. */
export interface Message {
  /** The same for the same alert, also when it is sent again. */
  readonly id: string;
  readonly severity: Severity;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly phase: string;
  readonly run: string;
  readonly reason: string | undefined;
  /** The gate that is waited for. */
  readonly gate: string | undefined;
  readonly revision: string;
  /** By container; empty where nothing runs the revision any more. */
  readonly images: Readonly<Record<string, string>>;
  /** The greatest weight that is known to have been reached. */
  readonly weight: number;
  readonly check: LastCheck | undefined;
  readonly link: string | undefined;
  /** Name of the cluster, where the operator knows it. */
  readonly cluster: string | undefined;
  readonly fields: readonly Field[];
}

export interface Scene {
  readonly plan: Plan;
  readonly seen: Snapshot;
  /** As decided. */
  readonly status: Status;
}

export interface Wording {
  readonly clusterName: string | undefined;
  readonly alertLink: string | undefined;
}

export const messageOf = (
  { moment, severity, text, gate }: Alert,
  scene: Scene,
  wording: Wording,
): Message => {
  const { plan, seen, status } = scene;
  const message: Omit<Message, 'fields'> = {
    id: `${plan.uid}/${status.run?.id ?? ''}/${moment}`,
    severity,
    text: text.slice(0, LONGEST_TEXT),
    at: seen.now,
    name: plan.name,
    namespace: plan.namespace,
    uid: plan.uid,
    phase: status.phase ?? '',
    gate,
    ...aboutRun(scene),
    images: imagesOf(scene),
    link: linkTo(plan, wording.alertLink),
    cluster: wording.clusterName,
  };
  return { ...message, fields: fieldsOf(message, scene) };
};

const aboutRun = ({
  seen,
  status,
}: Scene): Pick<Message, 'run' | 'reason' | 'revision' | 'weight' | 'check'> => {
  const { run } = status;
  return {
    run: run?.id ?? '',
    reason: run?.reason,
    revision: (run?.revision ?? status.lastAppliedSpec).replace(/^v2:/, '').slice(0, 12),
    weight: Math.max(seen.status.canaryWeight, status.canaryWeight, run?.lastCheck?.weight ?? 0),
    check: run?.lastCheck,
  };
};

/** Of what the run analyses: the target's, or the primary's when the target went on to something else. */
const imagesOf = ({ seen, status }: Scene): Message['images'] => {
  const { target, primary } = seen;
  const revision = status.run?.revision;
  if (target !== undefined && (revision === undefined || target.revision === revision))
    return containerImages(target.object);
  return status.phase === 'Succeeded' && primary !== undefined ? containerImages(primary.object) : {};
};

const containerImages = (workload: unknown): Message['images'] =>
  Object.fromEntries(
    listAt(workload, 'spec', 'template', 'spec', 'containers').flatMap((container) =>
      isObject(container) ? [[textAt(container, 'name'), textAt(container, 'image')]] : [],
    ),
  );

const linkTo = ({ namespace, name }: Plan, base: string | undefined): string | undefined => {
  if (base === undefined) return undefined;
  const filled = base.replaceAll('{namespace}', namespace).replaceAll('{name}', name);
  return filled === base ? `${base.replace(/\/+$/, '')}/${namespace}/${name}` : filled;
};

/** Flagger's fields first, where it has them; then what tells why and how far. */
const fieldsOf = (message: Omit<Message, 'fields'>, scene: Scene): readonly Field[] => [
  ...field('Cluster', message.cluster),
  ...(message.severity === 'info' ? planFields(scene.plan) : []),
  ...field('Gate', message.gate),
  ...field('Reason', message.reason),
  ...field(message.check?.verdict === 'pass' ? 'Last check' : 'Failed check', checkOf(message.check)),
  ...field('Canary', troubleOf(scene)),
  ...field('Progress', isRollout(scene) ? progressOf(message, scene) : undefined),
  ...field('Images', Object.values(message.images).join(', ')),
  ...field('Revision', message.revision),
];

const field = (title: string, value: string | undefined): readonly Field[] =>
  value === undefined || value === '' ? [] : [{ title, value: value.slice(0, LONGEST_VALUE) }];

/** Well below what the strictest receiver takes of a whole message. */
const LONGEST_VALUE = 500;
const LONGEST_TEXT = 1_000;

const checkOf = (check: LastCheck | undefined): string | undefined =>
  check === undefined ? undefined : checkText(check);

const planFields = ({ target, namespace, analysis, progressDeadlineMs }: Plan): readonly Field[] => [
  { title: 'Target', value: `${target.kind}/${dotted(target.name, namespace)}` },
  { title: 'Failed checks threshold', value: String(analysis.threshold) },
  { title: 'Progress deadline', value: `${progressDeadlineMs / 1000}s` },
  { title: 'Traffic routing', value: routingOf(analysis) },
];

/** As Flagger names the strategies. */
const routingOf = ({ strategy, ladder }: Plan['analysis']): string => {
  switch (strategy) {
    case 'canary':
      return `Weight steps: ${ladder.join(',')}`;
    case 'ab-testing':
      return 'A/B Testing';
    case 'blue-green':
      return 'Blue/Green';
  }
};

/** Why a canary missed its deadline, while its pods still tell. */
const troubleOf = ({ seen: { target }, status }: Scene): string | undefined =>
  status.run?.reason === 'ProgressDeadlineExceeded' &&
  target !== undefined &&
  target.readiness.kind !== 'ready'
    ? target.readiness.message
    : undefined;

/** More than a beginning: there is something to tell of how far it came. */
const isRollout = ({ status }: Scene): boolean =>
  status.run !== undefined &&
  (isRunning(status.phase) || status.phase === 'Succeeded' || status.phase === 'Failed') &&
  (status.run.tick > 0 || status.run.reason !== undefined);

/** How far, in what the strategy counts; rounds are counted until they are over. */
const cameTo = ({ analysis }: Plan, { iterations }: Status, weight: number): string => {
  if (analysis.strategy === 'canary') return `weight ${weight} of ${topRung(analysis.ladder)}`;
  const { iterations: total } = analysis;
  return iterations === 0
    ? `weight ${weight}`
    : `iteration ${Math.min(iterations, total)} of ${total}, weight ${weight}`;
};

const progressOf = ({ weight, at }: Omit<Message, 'fields'>, { plan, status }: Scene): string => {
  const { run, failedChecks } = status;
  const { threshold } = plan.analysis;
  const seconds = Math.max(0, Math.round((at - (run?.startedAt ?? at)) / 1000));
  return `${cameTo(plan, status, weight)}, ${run?.tick ?? 0} checks, ${failedChecks} of ${threshold} failed, in ${seconds}s`;
};
