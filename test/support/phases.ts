import { CANARY } from '../../src/api/kinds.ts';
import type { Phase } from '../../src/domain/phase.ts';
import { type Given, openScene, type Scene } from './scene.ts';

/** The way of one Canary to each phase, and what ends its stay there. */
export interface Way {
  readonly phase: Phase;
  readonly reach: (scene: Scene) => Promise<void>;
  /** Lets it go on to the end that it was going to. */
  readonly leave: (scene: Scene) => void;
  /** That end. */
  readonly end: Phase | 'gone';
}

const REVISION = '1.0.1';

const phaseIs = (phase: Phase) => (scene: Scene) => scene.stage.phaseIs(phase, 300_000);

const atRest = async (scene: Scene): Promise<void> => {
  await phaseIs('Initialized')(scene);
  await scene.world.clock.advance(30_000);
};

const running = async (scene: Scene): Promise<void> => {
  await atRest(scene);
  await scene.release(REVISION);
};

const nothing = (): void => undefined;

const WAYS: readonly Way[] = [
  { phase: 'Initializing', reach: phaseIs('Initializing'), leave: nothing, end: 'Initialized' },
  { phase: 'Initialized', reach: atRest, leave: nothing, end: 'Initialized' },
  {
    phase: 'Waiting',
    reach: async (scene) => {
      scene.answer('start', 403);
      await running(scene);
      await phaseIs('Waiting')(scene);
    },
    leave: (scene) => scene.answer('start', 200),
    end: 'Succeeded',
  },
  {
    phase: 'Progressing',
    reach: async (scene) => {
      await running(scene);
      await scene.stage.weightIs(25);
    },
    leave: nothing,
    end: 'Succeeded',
  },
  {
    phase: 'WaitingPromotion',
    reach: async (scene) => {
      scene.answer('promotion', 403);
      await running(scene);
      await phaseIs('WaitingPromotion')(scene);
    },
    leave: (scene) => scene.answer('promotion', 200),
    end: 'Succeeded',
  },
  {
    // With half of the way back behind it.
    phase: 'Promoting',
    reach: async (scene) => {
      await running(scene);
      await phaseIs('Promoting')(scene);
      await scene.stage.weightIs(25);
    },
    leave: nothing,
    end: 'Succeeded',
  },
  {
    phase: 'Finalising',
    reach: async (scene) => {
      await running(scene);
      await phaseIs('Finalising')(scene);
    },
    leave: nothing,
    end: 'Succeeded',
  },
  {
    phase: 'Succeeded',
    reach: async (scene) => {
      await running(scene);
      await phaseIs('Succeeded')(scene);
      await scene.world.clock.advance(30_000);
    },
    leave: nothing,
    end: 'Succeeded',
  },
  {
    phase: 'Failed',
    reach: async (scene) => {
      await running(scene);
      await scene.stage.weightIs(25);
      scene.world.outside.successRate = 90;
      await phaseIs('Failed')(scene);
      scene.world.outside.successRate = 100;
      await scene.world.clock.advance(30_000);
    },
    leave: nothing,
    end: 'Failed',
  },
  {
    phase: 'Terminating',
    reach: async (scene) => {
      await atRest(scene);
      await scene.deleteCanary();
      await phaseIs('Terminating')(scene);
    },
    leave: nothing,
    end: 'gone',
  },
];

export const wayTo = (phase: Phase): Way => {
  const way = WAYS.find((known) => known.phase === phase);
  if (way === undefined) throw new Error(`no way to ${phase}`);
  return way;
};

/** A scene whose Canary is in this phase; what it was told on its way there is forgotten. */
export const sceneIn = async (phase: Phase, given: Given = {}): Promise<Scene> => {
  const spec = phase === 'Terminating' ? { revertOnDeletion: true, ...given.spec } : given.spec;
  const scene = await openScene(spec === undefined ? given : { ...given, spec });
  await wayTo(phase).reach(scene);
  await scene.forget();
  return scene;
};

/** Waits for a phase, or for the Canary to be gone. */
export const ends = async (scene: Scene, end: Phase | 'gone', limitMs = 400_000): Promise<void> =>
  scene.world.until(async () => {
    const canary = await scene.world.get(CANARY, 'podinfo').catch(() => undefined);
    return end === 'gone'
      ? canary === undefined
      : (canary?.['status'] as Record<string, unknown> | undefined)?.['phase'] === end;
  }, limitMs);
