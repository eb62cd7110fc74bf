import { converge, type Action } from '../../src/decide/converge.ts';
import { decide } from '../../src/decide/decide.ts';
import type { Decision } from '../../src/decide/decision.ts';
import { haltOf } from '../../src/decide/halts.ts';
import { probesFor } from '../../src/decide/probes.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { Answer, Question, Verdict } from '../../src/domain/question.ts';
import { canonicalJson, promotionPin } from '../../src/domain/revision.ts';
import type { Form, Obstacle, Refused, ScalerSeen, Snapshot } from '../../src/domain/snapshot.ts';
import { floorAt, type Status, trafficOf } from '../../src/domain/status.ts';
import { NO_COOKIES, type Traffic } from '../../src/domain/traffic.ts';
import { afterRoutesMs, dueness } from '../../src/observe/due.ts';
import { Memory } from '../../src/observe/memory.ts';
import { httpRoutes } from '../../src/routing/http-routes.ts';
import { reachesCanary } from '../../src/routing/read-back.ts';
import { aCanary, aPlan, UID } from '../builders/plan.ts';
import { LABEL } from '../builders/snapshot.ts';
import { NOW, rev } from '../builders/status.ts';
import { deployment } from '../support/manifests.ts';

export const DRAIN_MS = 5_000;
const REPLICAS = 2;
/** What the primary's autoscaler allows. */
const MIN = 1;
const MAX = 8;
/** A template whose pods never become ready. */
export const NEVER_READY = 'X';

interface Pods {
  letter: string;
  replicas: number;
  /** Ready and up to date from then on. */
  readyAt: number;
  /** Ready endpoints of what ran before, while the new ones start. */
  lingering: number;
  broken: boolean;
}

export interface Seen {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** Of the record; a commit on an older one is refused. */
  readonly version: number;
  readonly worldVersion: number;
}

/** One reconcile as it happened, for the properties to judge. */
export interface Taken {
  readonly plan: Plan;
  readonly seen: Snapshot;
  readonly verdicts: readonly Verdict[];
  readonly decision: Decision;
  readonly at: number;
  /** Writes before it. */
  readonly writes: number;
}

/** One write of the operator, with what was true just before it. */
export interface Written {
  readonly action: Action;
  readonly plan: Plan;
  readonly record: Status;
  readonly at: number;
  /** Requests, or copies of them, could come to the canary. */
  readonly reachedCanary: boolean;
  readonly zeroSince: number | undefined;
  readonly primaryEndpoints: number;
  readonly targetEndpoints: number;
}

/** A cluster small enough to be looked through, with the operator's loop over it: all that it rests on is pure. */
export class Model {
  now = NOW;
  plan: Plan;
  lagMs = 3_000;
  metrics: Answer = { outcome: 'pass', value: 100 };
  closedGates = new Set<string>();
  openRollback = false;
  obstacle: Obstacle | undefined;
  config = 'v1';
  copied: string | undefined;
  services: Form = 'asWanted';
  target: Pods & { generation: number } = { ...pods('A', REPLICAS), generation: 1 };
  primary: (Pods & { id: string }) | undefined;
  routes: { http: readonly Json[]; traffic: Traffic; seq: number; at: number } | undefined;
  zeroSince: number | undefined;
  /** The minimum that the primary's autoscaler has; undefined where there is none. */
  scalerMin: number | undefined;
  /** No pod is added to the primary. */
  quota = false;
  record: Status = EMPTY;
  readonly taken: Taken[] = [];
  readonly written: Written[] = [];
  #version = 0;
  #worldVersion = 0;
  #generation = 1;
  #memory = new Memory();
  #lookAt = NOW;

  readonly #spec: Record<string, unknown>;

  constructor(analysis: Record<string, unknown> = {}, spec: Record<string, unknown> = {}) {
    this.#spec = spec;
    this.plan = aPlan(analysis, spec);
  }

  edit(analysis: Record<string, unknown>): void {
    this.#generation += 1;
    this.plan = { ...aPlan(analysis, this.#spec), generation: this.#generation };
  }

  get isReached(): boolean {
    const { routes, plan } = this;
    return routes !== undefined && reachesCanary(plan, virtualService(routes.http));
  }

  /** Anything but the record has changed. */
  touch(change: () => void): void {
    change();
    this.#worldVersion += 1;
  }

  setTemplate(letter: string): void {
    this.touch(() => {
      if (letter === this.target.letter) return;
      const lingering = this.endpointsOf(this.target);
      this.target = {
        ...this.target,
        letter,
        lingering,
        generation: this.target.generation + 1,
        readyAt: this.now + this.lagMs,
      };
    });
  }

  /** The autoscaler finds that the primary needs no more than its minimum. */
  shrink(): void {
    this.touch(() => {
      const { primary, scalerMin } = this;
      if (primary !== undefined && scalerMin !== undefined && scalerMin < primary.replicas)
        this.primary = { ...primary, replicas: scalerMin, lingering: Math.min(primary.lingering, scalerMin) };
    });
  }

  /** The canary's autoscaler finds that it needs more pods. */
  grow(): void {
    this.touch(() => {
      if (this.scalerMin !== undefined && this.target.replicas > 0) this.#scale(this.target.replicas + 2);
    });
  }

  /** Pods may be added again, and those that were refused come. */
  lift(): void {
    this.quota = false;
    if (this.primary?.readyAt === NEVER) this.primary.readyAt = this.now + this.lagMs;
  }

  /** Ends the process: what only it knew is gone. */
  restart(): void {
    this.#memory = new Memory();
    this.#lookAt = this.now;
  }

  endpointsOf(side: Pods | undefined): number {
    if (side === undefined || side.broken || side.replicas === 0) return 0;
    return this.now >= side.readyAt && side.letter !== NEVER_READY ? side.replicas : side.lingering;
  }

  look(): Seen {
    return {
      plan: this.plan,
      snapshot: this.#snapshot(),
      version: this.#version,
      worldVersion: this.#worldVersion,
    };
  }

  /** One run on a picture that may be old; `actsAtMost` is where the process ends between two writes. */
  reconcile(look: Seen = this.look(), actsAtMost = Number.POSITIVE_INFINITY): boolean {
    const { plan, snapshot } = look;
    const verdicts = this.#ask(probesFor(plan, snapshot));
    const decision = decide(plan, snapshot, verdicts);
    const actions = converge(plan, snapshot, decision.status);
    const changed = JSON.stringify(decision.status) !== JSON.stringify(snapshot.status);
    if ((changed || actions.length > 0) && look.version !== this.#version) return true;
    this.taken.push({ plan, seen: snapshot, verdicts, decision, at: this.now, writes: this.written.length });
    if (changed) this.#commit(decision.status);
    const refused =
      look.worldVersion === this.#worldVersion ? this.#act(snapshot, actions, actsAtMost) : undefined;
    this.#remember(snapshot, decision, refused);
    return changed || actions.length > 0;
  }

  /** Runs until nothing more is to be done at this instant; false when that never comes. */
  quiesce(limit = 60): boolean {
    for (let run = 0; run < limit; run += 1) {
      const busy = this.reconcile();
      if (!busy && this.#lookAt > this.now) return true;
    }
    return false;
  }

  /** Lets time pass, running whenever something is due or has become ready. */
  pass(byMs: number): boolean {
    const end = this.now + byMs;
    for (let steps = 0; steps < 500; steps += 1) {
      if (!this.quiesce()) return false;
      const next = Math.min(this.#lookAt, ...this.#events(), end);
      if (next >= end) break;
      this.now = next;
    }
    this.now = end;
    return this.quiesce();
  }

  #events(): readonly number[] {
    return [this.target.readyAt, this.primary?.readyAt ?? 0].filter((at) => at > this.now);
  }

  #commit(status: Status): void {
    this.record = status;
    this.#version += 1;
  }

  #ask(questions: readonly Question[]): readonly Verdict[] {
    const verdicts: Verdict[] = [];
    for (const question of questions) {
      const verdict = { question, answer: this.#answer(question) };
      verdicts.push(verdict);
      if (haltOf(verdict) !== undefined) break;
    }
    return verdicts;
  }

  #answer(question: Question): Answer {
    const no: Answer = { outcome: 'fail', message: 'no' };
    switch (question.kind) {
      case 'config':
        return { outcome: 'pass' };
      case 'metric':
        return this.metrics;
      case 'endpoints': {
        const side = question.side === 'primary' ? this.primary : this.target;
        return this.endpointsOf(side) >= question.atLeast ? { outcome: 'pass' } : no;
      }
      case 'hook': {
        if (question.hook.type === 'rollback') return this.openRollback ? { outcome: 'pass' } : no;
        return this.closedGates.has(question.hook.type) ? no : { outcome: 'pass' };
      }
    }
  }

  #act(seen: Snapshot, actions: readonly Action[], atMost: number): Refused | undefined {
    for (const action of actions.slice(0, atMost)) {
      const refused = this.#perform(seen, action);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  #perform(seen: Snapshot, action: Action): Refused | undefined {
    this.written.push({
      action,
      plan: this.plan,
      record: this.record,
      at: this.now,
      reachedCanary: this.isReached,
      zeroSince: this.zeroSince,
      primaryEndpoints: this.endpointsOf(this.primary),
      targetEndpoints: this.endpointsOf(this.target),
    });
    switch (action.kind) {
      case 'copyConfig':
        this.copied = action.checksum;
        return undefined;
      case 'writePrimary':
        this.#writePrimary(seen);
        return undefined;
      case 'writeService':
        this.services = 'asWanted';
        return undefined;
      case 'writeRoutes':
        this.setRoutes(action.traffic, action.seq);
        return undefined;
      case 'scaleTarget':
        return this.#scale(action.replicas);
      case 'writeAutoscaler':
        this.#writeAutoscaler(action.floor);
        return undefined;
      case 'writeRule':
      case 'pauseAutoscaler':
      case 'returnService':
      case 'returnRoutes':
      case 'setFinalizer':
        return undefined;
    }
  }

  setRoutes(traffic: Traffic, seq = this.routes?.seq ?? 0): void {
    if (this.plan.provider === 'kubernetes') return;
    this.routes = { http: httpRoutes(this.plan, traffic), traffic, seq, at: this.now };
    this.zeroSince = this.isReached ? undefined : (this.zeroSince ?? this.now);
  }

  #writePrimary(seen: Snapshot): void {
    const letter = this.target.letter;
    const sums = Object.fromEntries((seen.configs ?? []).map(({ key, checksum }) => [key, checksum ?? '']));
    this.primary = {
      ...pods(letter, this.primary?.replicas ?? REPLICAS),
      broken: this.primary?.broken ?? false,
      lingering: this.endpointsOf(this.primary),
      readyAt: this.now + this.lagMs,
      id: promotionPin(rev(letter), sums),
    };
  }

  #writeAutoscaler(floor: number): void {
    const { primary } = this;
    const min = minimumFor(floor);
    this.scalerMin = min;
    if (primary === undefined || primary.replicas >= min) return;
    this.primary = {
      ...primary,
      replicas: min,
      lingering: this.endpointsOf(primary),
      readyAt: this.quota ? NEVER : this.now + this.lagMs,
    };
  }

  #scalerSeen(): ScalerSeen | undefined {
    if (this.scalerMin === undefined) return undefined;
    const wanted = minimumFor(floorAt(this.record.run, this.now));
    return { form: this.scalerMin === wanted ? 'asWanted' : 'drifted', primaryMax: MAX, target: 'inert' };
  }

  #scale(replicas: number): Refused | undefined {
    const isUsed = this.isReached || this.endpointsOf(this.primary) === 0;
    if (replicas === 0 && isUsed)
      return { reason: 'NoEndpoints', what: 'scaling', message: 'in use', retryAt: this.now + 2_000 };
    const grows = replicas > this.target.replicas;
    this.target = {
      ...this.target,
      replicas,
      lingering: this.endpointsOf(this.target),
      readyAt: grows ? this.now + this.lagMs : this.target.readyAt,
    };
    return undefined;
  }

  #remember(seen: Snapshot, { next }: Decision, refused: Refused | undefined): void {
    if (next.kind === 'at' && next.asksAgain) this.#memory.askAgainAt(UID, next.at);
    else if (seen.askable) this.#memory.askAgainAt(UID, undefined);
    this.#memory.noteRefused(UID, refused ?? stillRefused(seen));
    this.#lookAt = Math.min(
      next.kind === 'at' ? next.at : NEVER,
      (refused ?? seen.refused)?.retryAt ?? NEVER,
    );
  }

  #snapshot(): Snapshot {
    const { now, record: status } = this;
    const routes = this.#routesSeen();
    const { stamp } = routes;
    const time = { now, monotonic: now - NOW };
    const sinceStepMs =
      status.run === undefined ? 0 : this.#memory.sinceStep(UID, status.run.steppedAt, time);
    const askableAt = this.#memory.askableAt(UID);
    const form: Form = this.primary === undefined ? 'missing' : 'asWanted';
    return {
      now,
      ...dueness(status.run, stamp, {
        now,
        sinceStepMs,
        afterRoutesMs: afterRoutesMs(this.plan.analysis, status.phase),
      }),
      askable: now >= askableAt,
      askableAt,
      command: undefined,
      canary: aCanary({}, {}, { generation: this.#generation }),
      deletedAt: undefined,
      status,
      label: LABEL,
      target: this.#targetSeen(),
      primary: this.#primarySeen(),
      configs: [
        {
          kind: 'ConfigMap',
          name: 'settings',
          key: 'configmap/settings',
          version: this.config,
          checksum: this.config,
          copied: this.copied !== undefined,
        },
      ],
      routes,
      services: {
        apex: this.services,
        primary: this.services,
        canary: this.services,
        apexSelectsPrimary: form === 'asWanted' && this.services === 'asWanted',
        canaryIsRelease: false,
      },
      handOver: { outlives: true, service: 'asWanted', routes: 'asWanted', isReached: true },
      rules: { primary: 'asWanted', canary: 'asWanted' },
      scaler: this.#scalerSeen(),
      obstacle: this.obstacle,
      refused: this.#memory.refused(UID),
      announced: false,
      drainMs: DRAIN_MS,
      catchUpUntil: 0,
    };
  }

  #routesSeen(): Snapshot['routes'] {
    const { routes, plan, record } = this;
    const nothing = { object: undefined, traffic: undefined, stamp: undefined };
    if (plan.provider === 'kubernetes') return { ...nothing, form: 'unneeded' };
    if (routes === undefined) return { ...nothing, form: 'missing' };
    const wanted = canonicalJson(httpRoutes(plan, trafficOf(record)));
    return {
      object: undefined,
      form: canonicalJson(routes.http) === wanted ? 'asWanted' : 'drifted',
      traffic: routes.traffic,
      stamp: { uid: UID, seq: routes.seq, at: routes.at },
    };
  }

  #targetSeen(): Snapshot['target'] {
    const { target } = this;
    return {
      object: deployment(target.letter),
      isObserved: true,
      revision: rev(target.letter),
      trackedRevision: `t-1/${target.generation}`,
      replicas: target.replicas,
      readiness: this.#readinessOf(target),
      endpoints: this.endpointsOf(target),
      startReplicas: REPLICAS,
      replicasToServe: undefined,
    };
  }

  #primarySeen(): Snapshot['primary'] {
    const { primary } = this;
    if (primary === undefined) return undefined;
    return {
      object: deployment(primary.letter),
      flaggerId: primary.id,
      replicas: primary.replicas,
      readiness: this.#readinessOf(primary),
      endpoints: this.endpointsOf(primary),
      runsTarget: primary.letter === this.target.letter,
    };
  }

  #readinessOf(side: Pods) {
    const isReady =
      side.replicas > 0 && !side.broken && this.now >= side.readyAt && side.letter !== NEVER_READY;
    return isReady ? ({ kind: 'ready' } as const) : ({ kind: 'progressing', message: 'not yet' } as const);
  }
}

const virtualService = (http: readonly Json[]) => ({
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  metadata: { name: 'podinfo', namespace: 'test' },
  spec: { http },
});

const NEVER = Number.POSITIVE_INFINITY;

const minimumFor = (floor: number): number => Math.max(MIN, Math.min(floor, MAX));

const stillRefused = ({ refused, now }: Snapshot): Refused | undefined =>
  refused !== undefined && now < refused.retryAt ? refused : undefined;

const pods = (letter: string, replicas: number): Pods => ({
  letter,
  replicas,
  readyAt: NOW,
  lingering: 0,
  broken: false,
});

const EMPTY: Status = {
  phase: undefined,
  canaryWeight: 0,
  failedChecks: 0,
  iterations: 0,
  cookies: NO_COOKIES,
  lastAppliedSpec: '',
  lastPromotedSpec: '',
  lastTrackedRevision: '',
  trackedConfigs: undefined,
  observedGeneration: 0,
  lastTransitionTime: undefined,
  promoted: undefined,
  accepted: undefined,
  holding: undefined,
  command: undefined,
  run: undefined,
};
