import { COMMAND } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { type Parsed, type Plan, parsePlan } from '../domain/plan.ts';
import { LONGEST_COMMAND } from '../domain/command.ts';
import type { Settings } from '../domain/settings.ts';
import type {
  Form,
  HandOverSeen,
  Label,
  Refusal,
  ScalerSeen,
  ServicesSeen,
  Snapshot,
} from '../domain/snapshot.ts';
import { floorAt, parseStatus, type Status, type Times, trafficOf } from '../domain/status.ts';
import { readyAddresses } from '../domain/endpoints.ts';
import { objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import { formOf } from '../manifests/ownership.ts';
import { returnedService } from '../manifests/hand-over.ts';
import { scalerKindOf } from '../manifests/scalers/scalers.ts';
import type { ServiceRole } from '../manifests/services.ts';
import type { ServiceParts } from '../manifests/targets/target-kind.ts';
import { targetKindOf } from '../manifests/targets/targets.ts';
import { returnedRoutes } from '../routing/hand-over.ts';
import { destinationRule, routesSeen } from '../routing/istio.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Caches, scalersOf, targetsOf, virtualServiceOf } from './caches.ts';
import { claimedBy, makerOf } from './claims.ts';
import { configsSeen } from './configs.ts';
import { afterRoutesMs, dueness } from './due.ts';
import { leftBehind } from './left-behind.ts';
import type { Memory } from './memory.ts';
import { obstacleOf } from './obstacles.ts';
import { hasPort, primarySeen, selectorLabel, targetSeen } from './workloads.ts';

export interface Observation {
  readonly plan: Plan | Refusal;
  readonly seen: Snapshot;
}

export interface ObserveOptions {
  readonly caches: Caches;
  readonly memory: Memory;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly times: Times;
  /** Since the API server was last found away: 0 while it is, Infinity if never. */
  readonly lastAwayMs: () => number;
}

/** Makes one immutable picture of a Canary and all that belongs to it, from the caches alone. */
export const makeObserve = (options: ObserveOptions) => {
  const parse = rememberingParse(options.settings);
  return (namespace: string, name: string): Observation | undefined => {
    const canary = options.caches.canaries.get(namespace, name);
    if (canary === undefined) return undefined;
    options.memory.follow({ now: options.clock.now(), monotonic: options.clock.monotonic() });
    const parsed = parse(canary);
    if ('issues' in parsed)
      return { plan: { reason: 'InvalidSpec', issues: parsed.issues }, seen: blank(canary, options) };
    const refusal = refusalOf(parsed.plan, canary, options);
    if (refusal !== undefined) return { plan: refusal, seen: blank(canary, options) };
    return { plan: parsed.plan, seen: snapshot(parsed.plan, canary, options) };
  };
};

/** Each version of a Canary is parsed once, however often the objects around it change. */
const rememberingParse = (settings: Settings) => {
  const known = new WeakMap<KubeObject, Parsed>();
  return (canary: KubeObject): Parsed => {
    const before = known.get(canary);
    if (before !== undefined) return before;
    const parsed = parsePlan(canary, settings);
    known.set(canary, parsed);
    return parsed;
  };
};

const refusalOf = (
  plan: Plan,
  canary: KubeObject,
  { caches, memory, clock }: ObserveOptions,
): Refusal | undefined => {
  if (clock.now() < memory.crdOutdatedUntil) {
    const problem = "is dropped by the cluster's Canary CRD; apply the CRDs of this version";
    return { reason: 'CRDOutdated', issues: [{ path: 'status.run', problem }] };
  }
  const left = leftBehind(plan, caches);
  if (left !== undefined) return left;
  const maker = makerOf(targetsOf(plan, caches).get(plan.namespace, plan.target.name), plan.uid);
  if (maker !== undefined) {
    const problem = `must not be ${plan.target.name}, which the Canary ${maker} made for itself`;
    return { reason: 'TargetClaimed', issues: [{ path: 'spec.targetRef.name', problem }] };
  }
  const claim = claimedBy(plan, canary, caches.canaries.list(plan.namespace));
  if (claim === undefined) return undefined;
  const problem = `names ${claim.what}, which the older Canary ${claim.by} already has`;
  return {
    reason: 'TargetClaimed',
    issues: [{ path: claim.what.startsWith('Service') ? 'spec.service.name' : 'spec.targetRef', problem }],
  };
};

/** A picture of the Canary alone, for one that cannot be acted on. */
const blank = (
  canary: KubeObject,
  { clock, memory, times, settings, lastAwayMs }: ObserveOptions,
): Snapshot => ({
  now: clock.now(),
  due: false,
  dueAt: clock.now(),
  askable: false,
  askableAt: clock.now(),
  canary,
  deletedAt: deletedAt(canary, times),
  status: parseStatus(canary['status'], times),
  command:
    canary.metadata.annotations?.[COMMAND]?.trim().slice(0, LONGEST_COMMAND).toWellFormed() || undefined,
  label: undefined,
  target: undefined,
  primary: undefined,
  configs: undefined,
  routes: { object: undefined, form: 'missing', traffic: undefined, stamp: undefined },
  services: {
    apex: 'missing',
    primary: 'missing',
    canary: 'missing',
    apexSelectsPrimary: false,
    canaryIsRelease: false,
  },
  handOver: { outlives: false, service: 'asWanted', routes: 'asWanted', isReached: true },
  rules: { primary: 'missing', canary: 'missing' },
  scaler: undefined,
  obstacle: undefined,
  refused: undefined,
  announced: false,
  drainMs: settings.drainMs,
  // A drain that a wall clock set ahead would cut short is waited for anew.
  catchUpUntil: catchUpUntil(
    clock.now(),
    Math.max(settings.catchUpMs - lastAwayMs(), settings.drainMs - memory.sinceSetAheadMs(clock.monotonic())),
  ),
});

/** A time that cannot be read is as good as any: it is being deleted. */
const deletedAt = ({ metadata: { deletionTimestamp } }: KubeObject, times: Times): number | undefined =>
  deletionTimestamp === undefined ? undefined : (times.parse(deletionTimestamp) ?? 0);

const catchUpUntil = (now: number, leftMs: number): number => (leftMs > 0 ? now + leftMs : 0);

const snapshot = (plan: Plan, canary: KubeObject, options: ObserveOptions): Snapshot => {
  const { caches, memory, settings, clock } = options;
  const target = targetsOf(plan, caches).get(plan.namespace, plan.target.name);
  const primary = targetsOf(plan, caches).get(plan.namespace, plan.target.primaryName);
  const label = targetKindOf(plan).hasPods ? selectorLabel(target, primary, settings) : undefined;
  const configs = configsSeen(plan, target, options);
  const base = blank(canary, options);
  const routes = routesOf(plan, base.status, options);
  const trackedConfigs = new Set((configs.configs ?? []).map((config) => config.key));
  const askableAt = memory.askableAt(plan.uid);
  return {
    ...base,
    ...timing(plan, base.status, options, routes.stamp),
    askable: clock.now() >= askableAt,
    askableAt,
    label,
    target: targetSeen(plan, caches, label),
    primary: primarySeen(plan, caches, {
      target,
      label,
      trackedConfigs,
      includeLabelPrefixes: settings.includeLabelPrefixes,
    }),
    configs: configs.configs,
    routes,
    services: servicesSeen(plan, caches, { target, label }),
    handOver: handOverSeen(plan, caches, label),
    rules: rulesSeen(plan, caches),
    scaler: scalerSeen(plan, caches, floorAt(base.status.run, base.now)),
    obstacle: obstacleOf(plan, options, { target, label, configs }),
    refused: memory.refused(plan.uid),
    announced: base.status.run !== undefined && memory.isAnnounced(plan.uid, base.status.run.id),
  };
};

/** Without Istio the selector of the Service that users call is all there is. */
const routesOf = (plan: Plan, status: Status, { caches, times }: ObserveOptions): Snapshot['routes'] =>
  plan.provider === 'kubernetes'
    ? { object: undefined, form: 'unneeded', traffic: undefined, stamp: undefined }
    : routesSeen(plan, trafficOf(status), virtualServiceOf(plan, caches), times.parse);

const timing = (
  plan: Plan,
  { run, phase }: Status,
  { memory, clock }: ObserveOptions,
  stamp: Snapshot['routes']['stamp'],
): Pick<Snapshot, 'now' | 'due' | 'dueAt'> => {
  const now = clock.now();
  const sinceStepMs =
    run === undefined ? 0 : memory.sinceStep(plan.uid, run.steppedAt, { now, monotonic: clock.monotonic() });
  const time = { now, sinceStepMs, afterRoutesMs: afterRoutesMs(plan.analysis, phase) };
  return { now, ...dueness(run, stamp, time) };
};

const servicesSeen = (plan: Plan, caches: Caches, parts: ServiceParts): ServicesSeen => {
  const kind = targetKindOf(plan);
  const primary = targetsOf(plan, caches).get(plan.namespace, plan.target.primaryName);
  const form = (role: ServiceRole, name: string): Form => {
    const existing = caches.services.get(plan.namespace, name);
    const pods = role === 'canary' ? parts.target : (primary ?? parts.target);
    if (existing !== undefined && kind.hasPods && !offersPort(plan, pods)) return 'asWanted';
    const wanted = kind.service(plan, role, parts, existing);
    return wanted === undefined ? 'asWanted' : formOf(existing, wanted);
  };
  return {
    apex: form('apex', plan.apexName),
    primary: form('primary', plan.primaryService),
    canary: form('canary', plan.canaryService),
    apexSelectsPrimary: !kind.hasPods || apexSelectsPrimary(plan, caches, parts.label),
    canaryIsRelease: !kind.hasPods,
  };
};

/** A Service that is led to a port that its pods have not loses all of its endpoints: it stays as it is until they do. */
const offersPort = ({ service }: Plan, pods: KubeObject | undefined): boolean =>
  pods === undefined || hasPort(pods, service.targetPort);

const apexSelectsPrimary = (plan: Plan, caches: Caches, label: Label | undefined): boolean => {
  const apex = caches.services.get(plan.namespace, plan.apexName);
  return label !== undefined && objectAt(apex, 'spec', 'selector')[label.key] === primaryName(label.value);
};

const handOverSeen = (plan: Plan, caches: Caches, label: Label | undefined): HandOverSeen => {
  const { namespace, apexName } = plan;
  const target = targetsOf(plan, caches).get(namespace, plan.target.name);
  const service = caches.services.get(namespace, apexName);
  const routes = virtualServiceOf(plan, caches);
  const outlives = target !== undefined && target.metadata.deletionTimestamp === undefined;
  return {
    outlives,
    service:
      service === undefined || !targetKindOf(plan).hasPods
        ? 'asWanted'
        : formOf(service, returnedService(plan, service, { label, outlives })),
    routes: routes === undefined ? 'asWanted' : formOf(routes, returnedRoutes(plan, routes, outlives)),
    isReached: service === undefined || !outlives || isReached(plan, caches),
  };
};

/** Every endpoint of the target is behind the Service that users call; one that is still on its way is not. */
const isReached = (plan: Plan, { endpointSlices }: Caches): boolean => {
  if (!targetKindOf(plan).hasPods) return true;
  const slices = endpointSlices.list(plan.namespace);
  const apex = readyAddresses(slices, plan.apexName);
  return apex.size > 0 && [...readyAddresses(slices, plan.canaryService)].every((one) => apex.has(one));
};

const rulesSeen = (plan: Plan, caches: Caches): Snapshot['rules'] => {
  if (plan.provider === 'kubernetes') return { primary: 'asWanted', canary: 'asWanted' };
  const form = (side: 'primary' | 'canary', name: string) => {
    const existing = caches.destinationRules?.get(plan.namespace, name);
    return formOf(existing, destinationRule(plan, side, existing));
  };
  return { primary: form('primary', plan.primaryService), canary: form('canary', plan.canaryService) };
};

const scalerSeen = (plan: Plan, caches: Caches, floor: number): ScalerSeen | undefined => {
  const { autoscaler: scaler, namespace } = plan;
  if (scaler === undefined) return undefined;
  const kind = scalerKindOf(scaler);
  const cache = scalersOf(scaler, caches);
  const source = cache.get(namespace, scaler.name);
  const existing = cache.get(namespace, scaler.primaryName);
  if (source === undefined) return { form: 'asWanted', primaryMax: 0, target: 'inert' };
  const wanted = kind.primary(plan, { scaler, source, floor }, existing);
  return { form: formOf(existing, wanted), primaryMax: kind.max(wanted), target: kind.atZero(source) };
};
