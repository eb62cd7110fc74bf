import { isPhase, type Phase } from './phase.ts';
import { STRATEGIES, type Strategy } from './plan-strategy.ts';
import { type Audience, type Cookies, type Traffic, trafficAt } from './traffic.ts';

/** Which way a run is going; `advance` until something ends it. */
export type Intent =
  | 'advance'
  | 'rollBack' // ends Failed
  | 'finish' // the primary has the traffic, the target goes to zero; ends Succeeded
  | 'revert' // the target is back at the promoted revision; ends Succeeded
  | 'restart' // the target goes to zero, then a new run starts with its new configs
  | 'handOver'; // the Canary is being deleted, and the target serves everyone again

export type CheckVerdict = 'pass' | 'fail' | 'inconclusive' | 'skip' | 'hold';

/** The last check that was evaluated, in the same write as what it allowed or prevented. */
export interface LastCheck {
  readonly verdict: CheckVerdict;
  readonly metric: string;
  /** As measured; absent when there was nothing to measure. */
  readonly value?: number;
  /** Such as `>= 99`. */
  readonly bound?: string;
  readonly window?: string;
  /** Why there is no value, or why the check failed otherwise. */
  readonly reason?: string;
  readonly weight: number;
  readonly at: number;
}

/** Below this the primary's autoscaler may not go, so that pods are there before the traffic is. */
export interface Floor {
  readonly replicas: number;
  /** The replicas that were ready when more were asked for: what it can do without them. */
  readonly readyWith: number;
  /** When it ends; absent while the traffic has not returned yet. */
  readonly until?: number;
}

/** One rollout, from the new revision to its end. Times are milliseconds since 1970. */
export interface Run {
  /** Counts up by one per Canary. */
  readonly id: string;
  /** Fingerprint of the pod template that this run analyses and promotes. */
  readonly revision: string;
  readonly trackedConfigs: Readonly<Record<string, string>>;
  /** How it is analysed; with another one it would have to begin anew. */
  readonly strategy: Strategy;
  readonly startedAt: number;
  /** Deadlines count from here. */
  readonly stageSince: number;
  /** When the last counted tick was committed. */
  readonly steppedAt: number;
  /** Before this, no check counts and no weight rises. */
  readonly dueAt: number;
  readonly intent: Intent;
  /** Why the intent is not `advance`. */
  readonly reason?: string;
  /** Counts traffic decisions; each route write carries it. */
  readonly trafficSeq: number;
  /** Whom the recorded weight is meant for. */
  readonly audience: Audience;
  readonly mirrored: boolean;
  /** It ended Failed, and its revision is to be analysed once more although nothing is new. */
  readonly retry: boolean;
  /** A promotion before this run failed and left a primary whose rollout never ended; it is not waited for. */
  readonly heals: boolean;
  /** Counts ticks; zero until the first one. */
  readonly tick: number;
  /** Failed checks that had no evidence. */
  readonly inconclusive: number;
  readonly passedHooks: readonly string[];
  /** From this time on nothing is on its way to the target any more. */
  readonly drainUntil?: number;
  /** False while the end's alert or post-rollout hooks are owed; absent where nothing ever was. */
  readonly announced?: boolean;
  /** Only where an autoscaler has the primary. */
  readonly primaryFloor?: Floor;
  readonly lastCheck?: LastCheck;
}

export interface Condition {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: number;
  readonly lastUpdateTime: number;
  readonly observedGeneration?: number;
}

/** The record: what has been decided. The cluster is made to follow it, never the reverse. */
/** What became of the last command. */
export interface CommandRecord {
  /** As it stands in the annotation. */
  readonly text: string;
  readonly accepted: boolean;
  /** Why it was refused; else empty. */
  readonly message: string;
  readonly at: number;
}

export interface Status {
  readonly phase: Phase | undefined;
  /** The recorded weight. */
  readonly canaryWeight: number;
  readonly failedChecks: number;
  /** Rounds that have passed; one more than asked for once Blue/Green has given all users to the canary. */
  readonly iterations: number;
  readonly cookies: Cookies;
  readonly lastAppliedSpec: string;
  readonly lastPromotedSpec: string;
  /** `<uid>/<generation>` of the target whose fingerprint was recorded last. */
  readonly lastTrackedRevision: string;
  /** Undefined where nothing was tracked when the record was made. */
  readonly trackedConfigs: Readonly<Record<string, string>> | undefined;
  readonly observedGeneration: number;
  readonly lastTransitionTime: number | undefined;
  readonly promoted: Condition | undefined;
  readonly accepted: Condition | undefined;
  readonly holding: Condition | undefined;
  /** Undefined while there is none in the annotation. */
  readonly command: CommandRecord | undefined;
  readonly run: Run | undefined;
}

/** The number of the run that comes after this one. */
export const nextRunId = (run: Run | undefined): string => {
  const last = Number(run?.id ?? '0');
  return String(Number.isSafeInteger(last) ? last + 1 : 1);
};

/** What the record asks of the routes. */
export const trafficOf = ({ canaryWeight, cookies, run }: Status): Traffic =>
  trafficAt(canaryWeight, {
    mirrored: run?.mirrored ?? false,
    audience: run?.audience ?? 'everyone',
    cookies,
  });

type Raw = Readonly<Record<string, unknown>>;

const record = (value: unknown): Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
const texts = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(record(value)).flatMap(([key, item]) => (typeof item === 'string' ? [[key, item]] : [])),
  );

/** Milliseconds since 1970 of an RFC 3339 time; undefined when it is none. */
export type ParseTime = (rfc3339: string) => number | undefined;
/** RFC 3339 in UTC, with milliseconds. */
export type FormatTime = (ms: number) => string;
export interface Times {
  readonly parse: ParseTime;
  readonly format: FormatTime;
}

/** Reads a status that may come from Flagger, from an older version of ours, or from a hand edit. */
export const parseStatus = (value: unknown, times: Times): Status => {
  const raw = record(value);
  const weight = count(raw['canaryWeight']);
  const conditions = Array.isArray(raw['conditions']) ? raw['conditions'].map(record) : [];
  const condition = (type: string): Condition | undefined => {
    const found = conditions.find((item) => item['type'] === type);
    return found === undefined ? undefined : parseCondition(found, times);
  };
  return {
    phase: isPhase(raw['phase']) ? raw['phase'] : undefined,
    canaryWeight: Math.min(weight, 100),
    failedChecks: count(raw['failedChecks']),
    iterations: count(raw['iterations']),
    cookies: {
      canary: text(raw['sessionAffinityCookie']),
      primary: text(raw['primarySessionAffinityCookie']),
      previous: text(raw['previousSessionAffinityCookie']),
    },
    lastAppliedSpec: text(raw['lastAppliedSpec']),
    lastPromotedSpec: text(raw['lastPromotedSpec']),
    lastTrackedRevision: text(raw['lastTrackedRevision']),
    trackedConfigs: raw['trackedConfigs'] === undefined ? undefined : texts(raw['trackedConfigs']),
    observedGeneration: count(raw['observedGeneration']),
    lastTransitionTime: times.parse(text(raw['lastTransitionTime'])),
    promoted: condition('Promoted'),
    accepted: condition('Accepted'),
    holding: condition('Holding'),
    command: parseCommandRecord(record(raw['command']), times),
    run: raw['run'] === undefined ? undefined : parseRun(record(raw['run']), times),
  };
};

const parseCondition = (raw: Raw, times: Times): Condition => ({
  status: raw['status'] === 'True' || raw['status'] === 'False' ? raw['status'] : 'Unknown',
  reason: text(raw['reason']),
  message: text(raw['message']),
  lastTransitionTime: times.parse(text(raw['lastTransitionTime'])) ?? 0,
  lastUpdateTime: times.parse(text(raw['lastUpdateTime'])) ?? 0,
  ...(typeof raw['observedGeneration'] === 'number' ? { observedGeneration: raw['observedGeneration'] } : {}),
});

const INTENTS: readonly string[] = [
  'advance',
  'rollBack',
  'finish',
  'revert',
  'restart',
  'handOver',
] satisfies Intent[];
const isIntent = (value: unknown): value is Intent => typeof value === 'string' && INTENTS.includes(value);

const parseRun = (raw: Raw, times: Times): Run => {
  const time = (key: string): number => times.parse(text(raw[key])) ?? 0;
  const reason = text(raw['reason']);
  const drainUntil = times.parse(text(raw['drainUntil']));
  return {
    id: text(raw['id']),
    revision: text(raw['revision']),
    trackedConfigs: texts(raw['trackedConfigs']),
    strategy: STRATEGIES.find((name) => name === raw['strategy']) ?? 'canary',
    startedAt: time('startedAt'),
    stageSince: time('stageSince'),
    steppedAt: time('steppedAt'),
    dueAt: time('dueAt'),
    intent: isIntent(raw['intent']) ? raw['intent'] : 'advance',
    ...(reason === '' ? {} : { reason }),
    trafficSeq: count(raw['trafficSeq']),
    audience: raw['audience'] === 'matched' ? 'matched' : 'everyone',
    mirrored: raw['mirrored'] === true,
    retry: raw['retry'] === true,
    heals: raw['heals'] === true,
    tick: count(raw['tick']),
    inconclusive: count(raw['inconclusive']),
    passedHooks: Array.isArray(raw['passedHooks']) ? raw['passedHooks'].map(text) : [],
    ...(drainUntil === undefined ? {} : { drainUntil }),
    ...(typeof raw['announced'] === 'boolean' ? { announced: raw['announced'] } : {}),
    ...(raw['primaryFloor'] === undefined
      ? {}
      : { primaryFloor: parseFloor(record(raw['primaryFloor']), times) }),
    ...(raw['lastCheck'] === undefined ? {} : { lastCheck: parseCheck(record(raw['lastCheck']), times) }),
  };
};

const parseFloor = (raw: Raw, times: Times): Floor => {
  const until = times.parse(text(raw['until']));
  return {
    replicas: count(raw['replicas']),
    readyWith: count(raw['readyWith']),
    ...(until === undefined ? {} : { until }),
  };
};

const VERDICTS: readonly string[] = ['pass', 'fail', 'inconclusive', 'skip', 'hold'] satisfies CheckVerdict[];
const isVerdict = (value: unknown): value is CheckVerdict =>
  typeof value === 'string' && VERDICTS.includes(value);

const parseCommandRecord = (raw: Raw, times: Times): CommandRecord | undefined => {
  const command = text(raw['text']);
  if (command === '') return undefined;
  return {
    text: command,
    accepted: raw['accepted'] === true,
    message: text(raw['message']),
    at: times.parse(text(raw['at'])) ?? 0,
  };
};

const parseCheck = (raw: Raw, times: Times): LastCheck => ({
  verdict: isVerdict(raw['verdict']) ? raw['verdict'] : 'inconclusive',
  metric: text(raw['metric']),
  ...(typeof raw['value'] === 'number' ? { value: raw['value'] } : {}),
  ...(raw['bound'] === undefined ? {} : { bound: text(raw['bound']) }),
  ...(raw['window'] === undefined ? {} : { window: text(raw['window']) }),
  ...(raw['reason'] === undefined ? {} : { reason: text(raw['reason']) }),
  weight: count(raw['weight']),
  at: times.parse(text(raw['at'])) ?? 0,
});

/** The wire form; what this version does not know stays as it was in `before`. */
export const toWire = (status: Status, before: unknown, times: Times): Raw => {
  const { promoted, accepted, holding, ...unconditional } = status;
  const { run, trackedConfigs, lastTransitionTime, phase, cookies, command, ...plain } = unconditional;
  const others = Array.isArray(record(before)['conditions'])
    ? (record(before)['conditions'] as unknown[]).filter((item) => !OURS.has(text(record(item)['type'])))
    : [];
  const ours = [
    wireCondition('Promoted', promoted, times),
    wireCondition('Accepted', accepted, times),
    wireCondition('Holding', holding, times),
  ];
  const kept = Object.fromEntries(Object.entries(record(before)).filter(([key]) => !OPTIONAL.has(key)));
  return {
    ...kept,
    ...plain,
    ...wireCookies(cookies),
    ...(command === undefined ? {} : { command: { ...command, at: times.format(command.at) } }),
    ...(phase === undefined ? {} : { phase }),
    ...(trackedConfigs === undefined ? {} : { trackedConfigs }),
    ...(lastTransitionTime === undefined ? {} : { lastTransitionTime: times.format(lastTransitionTime) }),
    conditions: [...ours.flat(), ...others],
    ...(run === undefined ? {} : { run: wireRun(run, times) }),
  };
};

const wireCookies = ({ canary, primary, previous }: Cookies): Raw => ({
  ...(canary === '' ? {} : { sessionAffinityCookie: canary }),
  ...(primary === '' ? {} : { primarySessionAffinityCookie: primary }),
  ...(previous === '' ? {} : { previousSessionAffinityCookie: previous }),
});

/** Fields that are left out where there is nothing to say, so that an old value must not stay. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'trackedConfigs',
  'command',
  'sessionAffinityCookie',
  'primarySessionAffinityCookie',
  'previousSessionAffinityCookie',
]);

const OURS: ReadonlySet<string> = new Set(['Promoted', 'Accepted', 'Holding']);

const wireCondition = (type: string, condition: Condition | undefined, times: Times): Raw[] =>
  condition === undefined
    ? []
    : [
        {
          type,
          ...condition,
          lastTransitionTime: times.format(condition.lastTransitionTime),
          lastUpdateTime: times.format(condition.lastUpdateTime),
        },
      ];

const wireRun = (run: Run, times: Times): Raw => {
  const { lastCheck, drainUntil, primaryFloor, startedAt, stageSince, steppedAt, dueAt, ...plain } = run;
  return {
    ...plain,
    startedAt: times.format(startedAt),
    stageSince: times.format(stageSince),
    steppedAt: times.format(steppedAt),
    dueAt: times.format(dueAt),
    ...(drainUntil === undefined ? {} : { drainUntil: times.format(drainUntil) }),
    ...(primaryFloor === undefined ? {} : { primaryFloor: wireFloor(primaryFloor, times) }),
    ...(lastCheck === undefined ? {} : { lastCheck: { ...lastCheck, at: times.format(lastCheck.at) } }),
  };
};

const wireFloor = ({ until, ...plain }: Floor, times: Times): Raw => ({
  ...plain,
  ...(until === undefined ? {} : { until: times.format(until) }),
});

/** The replicas below which the primary may not be scaled now; 0 means that nothing is asked for. */
export const floorAt = (run: Run | undefined, now: number): number => {
  const floor = run?.primaryFloor;
  return floor === undefined || (floor.until !== undefined && floor.until <= now) ? 0 : floor.replicas;
};

/**
 * Of a primary's replicas those that it cannot do without: what a floor has added is a precaution. More than the floor
 * were added by load, and are needed.
 */
export const replicasNeeded = (replicas: number, run: Run | undefined, now: number): number => {
  const floor = floorAt(run, now);
  return replicas > floor ? replicas : Math.min(replicas, run?.primaryFloor?.readyWith ?? replicas);
};
