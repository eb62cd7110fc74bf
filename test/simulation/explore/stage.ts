import {
  CANARY,
  CONFIG_MAP,
  DEPLOYMENT,
  DESTINATION_RULE,
  SERVICE,
  VIRTUAL_SERVICE,
} from '../../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/api/objects.ts';
import { isOperatorError, OperatorError } from '../../../src/errors.ts';
import { POD } from '../../../src/sandbox/controllers/kinds.ts';
import { canary, NAMESPACE } from '../../support/manifests.ts';
import { outage } from '../../support/outage.ts';
import { INTERVAL_MS, withDeployment } from '../../support/rollouts.ts';
import { makeWorld, type World } from '../../support/world.ts';
import { History, type Json } from './history.ts';
import type { Violation } from './checker.ts';
import { watchOver } from './invariants.ts';
import { type Process, startProcess } from './process.ts';
import { isRecord, stateOf } from './facts.ts';
import type { HookType, State } from './story.ts';
import type { Workload } from './workloads.ts';

const hookUrl = (type: HookType | 'rollback'): string => `http://gate.test/${type}`;
const HOOKS = ['confirm-rollout', 'pre-rollout', 'rollout', 'confirm-promotion', 'rollback'] as const;
/** The operator's default. */
const DRAIN_MS = 5_000;
const THRESHOLD = 3;

/** A cluster, processes of the operator on it, and whoever else acts there. */
export class Stage {
  readonly world: World;
  readonly history: History;
  readonly violations: readonly Violation[];
  /** Of the template with this fingerprint, if the target ever had it. */
  readonly imageOf: (revision: string) => string | undefined;
  readonly network = outage();
  readonly type: ResourceType;
  readonly processes: Process[] = [];
  isCommanded = false;
  readonly delays: { readonly until: number; readonly byMs: number }[] = [];
  readonly jumps: { readonly at: number; readonly byMs: number }[] = [];
  suspendedSince: number | undefined;
  readonly #goodFor = new Map<string, boolean>();
  readonly #passed = new Set<string>();
  #started = 0;
  #lastWriter = '';
  readonly #waiting: { readonly state: State; readonly act: () => void }[] = [];

  static async open(workload: Workload, seed: number): Promise<Stage> {
    const world = await makeWorld({ seed });
    for (const type of HOOKS) world.outside.hooks.set(hookUrl(type), type === 'rollback' ? 403 : 200);
    const stage = new Stage(world, workload);
    await world.user.create(CONFIG_MAP, settings('blue'), world.never);
    await (workload.prepare ?? withDeployment)(world);
    const webhooks = HOOKS.map((type) => ({ name: type, type, url: hookUrl(type), timeout: '5s' }));
    const told = (workload.analysis?.['webhooks'] ?? []) as readonly object[];
    const analysis = { threshold: THRESHOLD, ...workload.analysis, webhooks: [...webhooks, ...told] };
    await world.user.create(CANARY, canary(analysis, workload.spec), world.never);
    return stage;
  }

  private constructor(world: World, workload: Workload) {
    this.world = world;
    this.type = workload.type ?? DEPLOYMENT;
    this.history = new History(world.api, world.clock);
    // Before the predicates look: whose answers they are about.
    this.history.onWrite(({ user }) => {
      this.#lastWriter = user;
    });
    const { violations, memory } = watchOver(this.history, {
      intervalMs: INTERVAL_MS,
      drainMs: DRAIN_MS,
      maxWeight: workload.maxWeight,
      isEvidenceGood: () => this.#goodFor.get(this.#lastWriter) ?? true,
      suspendedSince: () => this.suspendedSince,
      isCommanded: () => this.isCommanded,
      lateSince: (at) =>
        Math.max(0, ...this.delays.filter(({ until }) => until >= at).map(({ byMs }) => byMs)),
      aheadSince: (at) =>
        this.jumps.filter((jump) => jump.at >= at).reduce((sum, { byMs }) => sum + Math.max(0, byMs), 0),
      isPreRolloutPassed: () => this.#passed.has(this.run),
    });
    this.violations = violations;
    this.history.onWrite((write) => {
      if (isRecord(write)) this.#enter(stateOf(write.object));
    });
    this.imageOf = (revision) => memory.images.get(revision);
  }

  get now(): number {
    return this.world.clock.monotonic();
  }

  get status(): Json {
    return this.history.canary?.['status'] ?? {};
  }

  get state(): string {
    return stateOf(this.history.canary);
  }

  /** Acts once the record says that the Canary is in this state, right after it was written. */
  whenIn(state: State, act: () => void): void {
    this.#waiting.push({ state, act });
  }

  waitForNothing(): void {
    this.#waiting.length = 0;
  }

  #enter(state: string): void {
    const met = this.#waiting.filter((one) => one.state === state);
    for (const one of met) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      this.world.clock.after(0, one.act);
    }
  }

  get run(): string {
    return String(this.status['run']?.id ?? '');
  }

  /** The process that a story means: the one that was started last. */
  get current(): Process | undefined {
    return this.processes.findLast((process) => !process.isDead());
  }

  start(): Process {
    this.#started += 1;
    const process = startProcess(this.world, `operator-${this.#started}`, this.network, {
      onMetric: (user, isGood) => this.#goodFor.set(user, isGood),
      onHook: (body, url, status) => {
        const run = (body['serinette'] as Json | undefined)?.['run'] as string | undefined;
        if (url === hookUrl('pre-rollout') && status === 200 && run !== undefined) this.#passed.add(run);
      },
    });
    this.processes.push(process);
    return process;
  }

  setHook(type: HookType | 'rollback', isOpen: boolean): void {
    this.world.outside.hooks.set(hookUrl(type), isOpen ? 200 : 403);
  }

  silence(type: HookType, isSilent: boolean): void {
    const { silent } = this.world.outside;
    if (isSilent) silent.add(hookUrl(type));
    else silent.delete(hookUrl(type));
  }

  /** Refuses what the operator writes of a resource, until the returned function is called. */
  refuse(plural: string, code: 'REJECTED' | 'FORBIDDEN'): () => void {
    return this.world.api.admit(({ object, user }) => {
      if (user.startsWith('operator') && KIND_OF[plural] === object.kind)
        throw new OperatorError(code, 'refused by the story');
    });
  }

  /** As a person edits: what is not there is left alone, and an edit that comes too late is made again. */
  async edit(type: ResourceType, name: string, change: (object: Json) => unknown): Promise<void> {
    for (let tries = 0; tries < 5; tries += 1) {
      try {
        const object = await this.world.get(type, name);
        const { resourceVersion = '' } = object.metadata;
        const ref = { type, namespace: NAMESPACE, name };
        await this.world.user.patch(
          ref,
          { type: 'merge', body: change(object), resourceVersion },
          this.world.never,
        );
        return;
      } catch (thrown) {
        if (isOperatorError(thrown, 'NOT_FOUND')) return;
        if (!isOperatorError(thrown, 'CONFLICT')) throw thrown;
      }
    }
  }

  async setImage(version: string): Promise<void> {
    await this.edit(this.type, 'podinfo', (object) => {
      const template = structuredClone(object['spec'].template) as Json;
      template['spec'].containers[0].image = `serinette/podinfo:${version}`;
      return { spec: { template } };
    });
  }

  annotate(type: ResourceType, name: string, key: string, value: string | null): Promise<void> {
    return this.edit(type, name, () => ({ metadata: { annotations: { [key]: value } } }));
  }

  /** A Canary of something that is not there, with a fraction where a whole number belongs; one is enough. */
  async addNeighbour(): Promise<void> {
    if (this.history.get(CANARY.kind, 'neighbour') !== undefined) return;
    const targetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'neighbour' };
    const object = canary({ threshold: 1.5 }, { targetRef });
    await this.world.user.create(
      CANARY,
      { ...object, metadata: { ...object.metadata, name: 'neighbour' } },
      this.world.never,
    );
  }

  async remove(what: 'VirtualService' | 'Service' | 'primary' | 'DestinationRule'): Promise<void> {
    const [type, name] = REMOVED[what] ?? [this.type, 'podinfo-primary'];
    await this.#delete(type, name);
  }

  async killPods(side: 'target' | 'primary'): Promise<void> {
    const app = side === 'target' ? 'podinfo' : 'podinfo-primary';
    const { items } = await this.world.user.list(POD, { namespace: NAMESPACE }, this.world.never);
    for (const { metadata } of items)
      if (metadata.labels?.['app'] === app) await this.#delete(POD, metadata.name);
  }

  async close(): Promise<void> {
    for (const process of this.processes) {
      process.process.resume();
      if (!process.isDead()) await process.stop();
    }
    await this.world.close();
  }

  async #delete(type: ResourceType, name: string): Promise<void> {
    try {
      await this.world.user.delete({ type, namespace: NAMESPACE, name }, this.world.never);
    } catch (thrown) {
      if (!isOperatorError(thrown, 'NOT_FOUND')) throw thrown;
    }
  }
}

const REMOVED: Readonly<Record<string, readonly [ResourceType, string]>> = {
  VirtualService: [VIRTUAL_SERVICE, 'podinfo'],
  Service: [SERVICE, 'podinfo-canary'],
  DestinationRule: [DESTINATION_RULE, 'podinfo-canary'],
};

const KIND_OF: Readonly<Record<string, string>> = {
  virtualservices: 'VirtualService',
  deployments: 'Deployment',
  services: 'Service',
  destinationrules: 'DestinationRule',
};

const settings = (colour: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: NAMESPACE },
  data: { colour },
});
