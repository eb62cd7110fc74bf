import type { KubeObject } from '../../api/objects.ts';
import { isObject, objectAt, textAt } from '../../domain/json.ts';
import { isPhase, type Phase } from '../../domain/phase.ts';
import type { VirtualClock } from '../../runtime/virtual-clock.ts';
import type { ApiServer } from '../../sandbox/apiserver/api-server.ts';

/** What users are told in Events. */
export interface Moment {
  readonly atMs: number;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export interface WeightPoint {
  readonly atMs: number;
  /** Percent of the traffic that is recorded for the canary. */
  readonly weight: number;
}

/** Sees every accepted write, as an audit log does; times are milliseconds of the cluster's clock. */
export class Witness {
  readonly moments: Moment[] = [];
  readonly weights: WeightPoint[] = [];
  phase: Phase | undefined;
  run = '';
  tick = 0;
  weight = 0;
  failedChecks = 0;
  /** Why it stands still, if it does. */
  holding = '';
  firstFailureAt: number | undefined;
  backAtZeroAt: number | undefined;
  readonly #clock: VirtualClock;
  readonly #canary: KubeObject;

  constructor(api: ApiServer, clock: VirtualClock, canary: KubeObject) {
    this.#clock = clock;
    this.#canary = canary;
    api.admit(({ verb, object }) => {
      if (verb === 'delete' || object.metadata.namespace !== canary.metadata.namespace) return;
      if (object.kind === 'Event') this.#heard(object);
      else if (object.kind === 'Canary' && object.metadata.name === canary.metadata.name) this.#saw(object);
    });
  }

  #heard(event: KubeObject): void {
    if (objectAt(event, 'involvedObject')['name'] !== this.#canary.metadata.name) return;
    this.moments.push({
      atMs: this.#clock.monotonic(),
      type: event['type'] === 'Warning' ? 'Warning' : 'Normal',
      reason: textAt(event, 'reason'),
      message: textAt(event, 'message'),
    });
  }

  #saw(canary: KubeObject): void {
    const status = objectAt(canary, 'status');
    const run = objectAt(status, 'run');
    const now = this.#clock.monotonic();
    const weight = numberIn(status['canaryWeight']);
    const failedChecks = numberIn(status['failedChecks']);
    if (weight !== this.weight) this.weights.push({ atMs: now, weight });
    if (weight === 0 && this.weight > 0) this.backAtZeroAt = now;
    if (failedChecks > this.failedChecks) this.firstFailureAt ??= now;
    this.phase = isPhase(status['phase']) ? status['phase'] : undefined;
    this.run = textAt(run, 'id');
    this.tick = numberIn(run['tick']);
    this.weight = weight;
    this.failedChecks = failedChecks;
    this.holding = messageOf(status, 'Holding', 'True') || messageOf(status, 'Accepted', 'False');
  }
}

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);

const messageOf = (status: Readonly<Record<string, unknown>>, type: string, when: string): string => {
  const { conditions } = status;
  const found = Array.isArray(conditions)
    ? conditions.filter(isObject).find((one) => one['type'] === type && one['status'] === when)
    : undefined;
  return found === undefined ? '' : textAt(found, 'message');
};
