import { CANARY, DEPLOYMENT } from '../../../src/api/kinds.ts';
import { deployment } from '../../support/manifests.ts';
import { type Gate, makeStage, type Stage, type StageOptions, withImage } from './stage.ts';

/** How the Canary podinfo comes to stand still in a phase, and where it goes when nothing keeps it any more. */
export interface Standing {
  readonly phase: string;
  readonly options?: StageOptions;
  /** Of the image of the first set-up, unless that is well. */
  readonly first?: string;
  readonly lead: (stage: Stage) => Promise<void>;
  readonly release?: (stage: Stage) => Promise<void>;
  readonly end: string;
  /** Where the neighbour has come to meanwhile, unless to its end. */
  readonly neighbour?: string;
  /** No longer needs anything from its target. */
  readonly isPast?: boolean;
  /** The canary has some. */
  readonly hasUsers?: boolean;
}

const setImage = (version: string) => (stage: Stage) => stage.edit(DEPLOYMENT, 'podinfo', withImage(version));

const letGo = (stage: Stage): Promise<void> => {
  stage.open();
  return Promise.resolve();
};

const behind =
  (gate: Gate, reached: (stage: Stage) => Promise<void>): Standing['lead'] =>
  async (stage) => {
    await setImage('1.0.1')(stage);
    if (gate === 'confirm-traffic-increase') await stage.weightIs(20);
    stage.close(gate);
    await reached(stage);
  };

export const STANDINGS: readonly Standing[] = [
  {
    phase: 'Initializing',
    first: '1.0.0-unready',
    lead: (stage) => stage.phaseIs('Initializing'),
    release: setImage('1.0.0'),
    end: 'Initialized',
  },
  { phase: 'Initialized', lead: () => Promise.resolve(), end: 'Initialized' },
  {
    phase: 'Waiting',
    lead: async (stage) => {
      stage.close('confirm-rollout');
      await setImage('1.0.1')(stage);
      await stage.phaseIs('Waiting');
    },
    release: letGo,
    end: 'Succeeded',
  },
  {
    phase: 'Progressing',
    hasUsers: true,
    lead: behind('confirm-traffic-increase', (stage) => stage.world.clock.advance(15_000)),
    release: letGo,
    end: 'Succeeded',
  },
  {
    phase: 'WaitingPromotion',
    hasUsers: true,
    lead: behind('confirm-promotion', (stage) => stage.phaseIs('WaitingPromotion')),
    release: letGo,
    end: 'Succeeded',
  },
  {
    phase: 'Promoting',
    // Each step back takes an interval, so that there is time for everything on the way.
    options: { analysis: { interval: '3600s', stepWeight: 50, stepWeightPromotion: 25 } },
    isPast: true,
    hasUsers: true,
    lead: async (stage) => {
      await setImage('1.0.1')(stage);
      await stage.phaseIs('Promoting', 20_000_000);
      await stage.world.until(
        async () => (await stage.statusOf('podinfo'))['canaryWeight'] === 25,
        20_000_000,
      );
    },
    end: 'Succeeded',
  },
  {
    phase: 'Finalising',
    options: { args: ['--drain-time=1h'] },
    isPast: true,
    neighbour: 'Finalising',
    lead: async (stage) => {
      await setImage('1.0.1')(stage);
      await stage.phaseIs('Finalising', 20_000_000);
    },
    end: 'Succeeded',
  },
  {
    phase: 'Succeeded',
    lead: async (stage) => {
      await setImage('1.0.1')(stage);
      await stage.phaseIs('Succeeded');
    },
    end: 'Succeeded',
  },
  {
    phase: 'Failed',
    lead: async (stage) => {
      await setImage('1.0.1')(stage);
      await stage.weightIs(20);
      stage.world.outside.successRate = 1;
      await stage.phaseIs('Failed');
      stage.world.outside.successRate = 100;
    },
    end: 'Failed',
  },
];

/** A stage on which podinfo stands in the phase, beside a neighbour at rest. */
export const standIn = async ({ options = {}, first = '1.0.0', lead }: Standing): Promise<Stage> => {
  const stage = await makeStage(options);
  await stage.create(DEPLOYMENT, deployment(first));
  await stage.create(CANARY, stage.good);
  if (first === '1.0.0') {
    await stage.phaseIs('Initialized', 20_000_000);
    await stage.world.clock.advance(10_000);
  }
  await stage.neighbour.begin(20_000_000);
  await lead(stage);
  return stage;
};
