import { COMMAND } from '../../../src/api/identifiers.ts';
import { CANARY, CONFIG_MAP, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import type { Json } from './history.ts';
import { UNRENDERABLE } from './more-invariants.ts';
import type { Stage } from './stage.ts';
import type { Happening, Mistake, Side } from './story.ts';

/** Ends what a fault began; called once, at its time or when all faults end. */
type End = () => void | Promise<void>;

/** Lets one thing happen; what lasts ends by itself, or with `endAll`. */
export class Happenings {
  readonly #stage: Stage;
  readonly #open = new Set<End>();
  readonly #work: Promise<void>[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async endAll(): Promise<void> {
    for (const end of [...this.#open]) await this.#close(end);
    await Promise.all(this.#work.splice(0));
  }

  #lasting(forMs: number, end: End): void {
    this.#open.add(end);
    this.#stage.world.clock.after(forMs, () => this.#work.push(this.#close(end)));
  }

  async #close(end: End): Promise<void> {
    if (this.#open.delete(end)) await end();
  }

  /** Again and again, until the end. */
  #repeated(forMs: number, everyMs: number, act: () => Promise<void>): void {
    const { clock } = this.#stage.world;
    let isOver = false;
    const again = (): void => {
      if (isOver) return;
      this.#work.push(act());
      clock.after(everyMs, again);
    };
    again();
    this.#lasting(forMs, () => {
      isOver = true;
    });
  }

  async happen(happening: Happening): Promise<void> {
    if (await this.#toProcesses(happening)) return;
    if (this.#toCalls(happening)) return;
    if (this.#toAnswers(happening)) return;
    await this.#byPeople(happening);
  }

  async #toProcesses(it: Happening): Promise<boolean> {
    const stage = this.#stage;
    const { current, world } = stage;
    switch (it.kind) {
      case 'kill':
        current?.kill();
        this.#startLater(it.downMs);
        return true;
      case 'kill at write':
        current?.killAtWrite(it.nth, it.position, () => this.#startLater(it.downMs));
        return true;
      case 'restart':
        await current?.stop();
        stage.start();
        return true;
      case 'pause':
        if (current === undefined) return true;
        current.process.pause();
        this.#lasting(it.forMs, () => current.process.resume());
        if (it.takeOver) stage.start();
        return true;
      case 'second leader': {
        const second = stage.start();
        second.process.lag(it.lagMs);
        this.#lasting(it.forMs, () => second.kill());
        return true;
      }
      case 'lag':
        current?.process.lag(it.byMs, it.only);
        this.#lasting(it.forMs, () => current?.process.lag(0));
        return true;
      case 'clock jumps':
        world.clock.jumpWall(it.byMs);
        stage.jumps.push({ at: stage.now, byMs: it.byMs });
        return true;
      default:
        return false;
    }
  }

  #startLater(downMs: number): void {
    const start: End = () => {
      if (this.#stage.current === undefined) this.#stage.start();
    };
    this.#lasting(downMs, start);
  }

  #toCalls(it: Happening): boolean {
    const stage = this.#stage;
    const { current, world, network } = stage;
    switch (it.kind) {
      case 'watches cut':
        world.api.dropWatches();
        return true;
      case 'history gone':
        world.api.compact();
        world.api.dropWatches();
        return true;
      case 'API away':
        network.begin();
        this.#lasting(it.forMs, () => network.end());
        return true;
      case 'call fails':
        current?.failCall(it.nth, it.code, it.when);
        return true;
      case 'calls slow':
        current?.slow(it.byMs);
        stage.delays.push({ until: stage.now + it.forMs + it.byMs, byMs: it.byMs });
        this.#lasting(it.forMs, () => current?.slow(0));
        return true;
      case 'refused':
        this.#lasting(it.forMs, stage.refuse(it.plural, it.code));
        return true;
      default:
        return false;
    }
  }

  #toAnswers(it: Happening): boolean {
    const stage = this.#stage;
    const { outside } = stage.world;
    const answering = (how: typeof outside.successRate, forMs: number): true => {
      outside.successRate = how;
      this.#lasting(forMs, () => {
        outside.successRate = 100;
      });
      return true;
    };
    switch (it.kind) {
      case 'bad metrics':
        return answering(50, it.forMs);
      case 'no metrics':
      case 'nonsense metrics':
        return answering(it.how, it.forMs);
      case 'hook closed':
        stage.setHook(it.hook, false);
        this.#lasting(it.forMs, () => stage.setHook(it.hook, true));
        return true;
      case 'hook silent':
        stage.silence(it.hook, true);
        this.#lasting(it.forMs, () => stage.silence(it.hook, false));
        return true;
      case 'rollback asked':
        stage.setHook('rollback', true);
        this.#lasting(it.forMs, () => stage.setHook('rollback', false));
        return true;
      default:
        return false;
    }
  }

  async #byPeople(it: Happening): Promise<void> {
    const stage = this.#stage;
    switch (it.kind) {
      case 'new revision':
        return stage.setImage(it.version);
      case 'old revision':
        return stage.setImage('1.0.0');
      case 'config changed':
        return stage.edit(CONFIG_MAP, 'settings', () => ({ data: { colour: it.value } }));
      case 'spec edited':
        return this.#editSpec(it.stepWeight, it.interval);
      case 'spec mistaken':
        return this.#mistake(it.how, it.forMs);
      case 'bad neighbour':
        return stage.addNeighbour();
      case 'suspended':
        return this.#suspend(it.forMs);
      case 'command':
        stage.isCommanded ||= it.verb === 'promote' || it.verb === 'approve' || it.verb === 'retry';
        return stage.annotate(CANARY, 'podinfo', COMMAND, commandFor(it.verb, stage.run));
      case 'routes edited':
        return this.#editRoutes(it.canary);
      case 'foreign annotation':
        for (const [type, name] of [
          [VIRTUAL_SERVICE, 'podinfo'],
          [SERVICE, 'podinfo-primary'],
          [stage.type, 'podinfo-primary'],
        ] as const)
          await stage.annotate(type, name, 'team.example/owner', `seen at ${stage.now}`);
        return;
      case 'scaled by hand':
        return this.#scale(it.side, it.replicas);
      case 'pods killed':
        return stage.killPods(it.side);
      case 'deleted':
        return stage.remove(it.what);
      case 'GitOps reverts':
        return this.#repeated(it.forMs, 5_000, () => this.#scale('target', 2));
      case 'fighting writer':
        return this.#repeated(it.forMs, 200, async () => {
          await stage.annotate(CANARY, 'podinfo', 'team.example/beat', String(stage.now));
          await stage.annotate(VIRTUAL_SERVICE, 'podinfo', 'team.example/beat', String(stage.now));
        });
      default:
        throw new Error(`nobody lets ${it.kind} happen`);
    }
  }

  async #scale(side: Side, replicas: number): Promise<void> {
    if (this.#stage.type !== DEPLOYMENT) return;
    const name = side === 'target' ? 'podinfo' : 'podinfo-primary';
    await this.#stage.edit(DEPLOYMENT, name, () => ({ spec: { replicas } }));
  }

  /** Only weights have steps: elsewhere the edit would be a mistake, which is another test. */
  async #editSpec(stepWeight: number, interval: string): Promise<void> {
    await this.#stage.edit(CANARY, 'podinfo', ({ spec }) => ({
      spec: { analysis: { interval, ...(spec.analysis.stepWeight > 0 ? { stepWeight } : {}) } },
    }));
  }

  /** Mended by whoever made it, with all else as it is by then. */
  async #mistake(how: Mistake, forMs: number): Promise<void> {
    const edit = (change: (analysis: Json) => Json): Promise<void> =>
      this.#stage.edit(CANARY, 'podinfo', ({ spec }) => ({
        spec: { analysis: change(spec.analysis as Json) },
      }));
    await edit(MISTAKES[how]);
    this.#lasting(forMs, () => edit(mended));
  }

  async #suspend(forMs: number): Promise<void> {
    const stage = this.#stage;
    const suspend = async (isSuspended: boolean): Promise<void> => {
      await stage.edit(CANARY, 'podinfo', () => ({ spec: { suspend: isSuspended } }));
      stage.suspendedSince = isSuspended ? stage.now : undefined;
    };
    await suspend(true);
    this.#lasting(forMs, () => suspend(false));
  }

  async #editRoutes(weight: number): Promise<void> {
    await this.#stage.edit(VIRTUAL_SERVICE, 'podinfo', ({ spec }) => {
      const http = structuredClone(spec.http ?? []) as Json[];
      const route = http.findLast((rule) => rule['route']?.length === 2)?.['route'] as Json[] | undefined;
      if (route?.[0] !== undefined && route[1] !== undefined) {
        route[0]['weight'] = 100 - weight;
        route[1]['weight'] = weight;
      }
      return { spec: { http } };
    });
  }
}

/** One that is refused, and one that shows only when the query is made; the merge patch of each. */
const MISTAKES: Readonly<Record<Mistake, (analysis: Json) => Json>> = {
  // Where rounds are counted, nobody asks for the weight.
  'too much weight': ({ stepWeight }) => (Number(stepWeight ?? 0) > 0 ? { maxWeight: 1000 } : {}),
  'unrenderable query': ({ metrics }) => ({
    metrics: [...withoutOwn(metrics), { name: OWN, query: UNRENDERABLE, thresholdRange: { max: 500 } }],
  }),
};

const OWN = 'own';

const withoutOwn = (metrics: unknown): readonly Json[] =>
  (metrics as readonly Json[]).filter(({ name }) => name !== OWN);

const mended = ({ maxWeight, metrics }: Json): Json => ({
  metrics: withoutOwn(metrics),
  ...(maxWeight === 1000 ? { maxWeight: 50 } : {}),
});

const commandFor = (verb: string, run: string): string =>
  verb === 'approve' ? `approve@${run}.start` : `${verb}@${run || '1'}`;
