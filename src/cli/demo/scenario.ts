import { CANARY, DEPLOYMENT, METRIC_TEMPLATE } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { NAMESPACE as NAMESPACE_TYPE } from '../../sandbox/controllers/kinds.ts';
import { checkText } from '../../decide/checks.ts';
import { objectAt } from '../../domain/json.ts';
import { parseStatus } from '../../domain/status.ts';
import { TIMES } from '../../runtime/time.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { Followed } from './follow.ts';
import type { RolledBack } from './summary.ts';

export const NAMESPACE = 'test';
export const NAME = 'podinfo';
export const FIRST = '1.0.0';
export const GOOD = '1.0.1';
export const BAD = '1.0.2-bad';

const TYPES = [NAMESPACE_TYPE, DEPLOYMENT, METRIC_TEMPLATE, CANARY];

export interface Stagehands {
  readonly cluster: Cluster;
  readonly followed: Followed;
  readonly signal: AbortSignal;
  /** Tells the audience what is going on. */
  readonly announce: (step: string) => void;
}

export const apply = async (
  cluster: Cluster,
  objects: readonly KubeObject[],
  signal: AbortSignal,
): Promise<void> => {
  for (const object of objects) {
    const type = TYPES.find((candidate) => candidate.kind === object.kind);
    if (type === undefined) throw new Error(`the demo does not know how to apply a ${object.kind}`);
    await cluster.create(type, object, signal);
  }
};

/** What `kubectl set image` does. */
const setImage = async ({ cluster, signal }: Stagehands, version: string): Promise<void> => {
  const ref = { type: DEPLOYMENT, namespace: NAMESPACE, name: NAME };
  const before = await cluster.get(ref, signal);
  const template = objectAt(before, 'spec', 'template');
  const podSpec = objectAt(template, 'spec');
  const containers = (podSpec['containers'] as Readonly<Record<string, unknown>>[]).map((container) => ({
    ...container,
    image: `serinette/podinfo:${version}`,
  }));
  await cluster.patch(
    ref,
    {
      type: 'merge',
      body: { spec: { template: { spec: { containers } } } },
      resourceVersion: before.metadata.resourceVersion ?? '',
    },
    signal,
  );
};

export interface Outcome {
  readonly promoted: readonly string[];
  readonly rolledBack: readonly RolledBack[];
}

/** A good version, then a bad one. */
export const play = async (hands: Stagehands): Promise<Outcome> => {
  const { followed, signal, announce } = hands;
  const outcomes: { version: string; phase: unknown; reason: string }[] = [];
  for (const [version, kind] of [
    [GOOD, 'a good version'],
    [BAD, 'a version with 10% errors'],
  ] as const) {
    announce(`Rolling out ${version}, ${kind}`);
    await setImage(hands, version);
    await followed.until(({ phase }) => phase === 'Progressing', signal);
    await followed.until(({ phase }) => phase === 'Succeeded' || phase === 'Failed', signal);
    const status = followed.status();
    outcomes.push({ version, phase: status['phase'], reason: reasonOf(status) });
  }
  announce('Done');
  return {
    promoted: outcomes.filter(({ phase }) => phase === 'Succeeded').map(({ version }) => version),
    rolledBack: outcomes
      .filter(({ phase }) => phase === 'Failed')
      .map(({ version, reason }) => ({ revision: version, reason })),
  };
};

/** Why a run ended, with the check that ended it: metric, value, bound, window and weight. */
const reasonOf = (status: Readonly<Record<string, unknown>>): string => {
  const { run } = parseStatus(status, TIMES);
  const check = run?.lastCheck;
  return [run?.reason, check === undefined ? undefined : checkText(check)].filter(Boolean).join(': ');
};
