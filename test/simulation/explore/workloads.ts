import { DAEMON_SET } from '../../../src/api/kinds.ts';
import { TOLD, type Scenario, provider, withDeployment } from '../../support/rollouts.ts';
import { BETA, iterations } from '../../support/strategies.ts';
import { targetScenarios } from '../../support/target-rollouts.ts';
import { ALERT_PROVIDER } from '../../../src/api/kinds.ts';

/** What is rolled out in a story: the events come from the story. */
export interface Workload extends Pick<Scenario, 'analysis' | 'spec' | 'type' | 'prepare'> {
  readonly name: string;
  /** The most that the canary may get before promotion. */
  readonly maxWeight: number;
}

const ofTarget = (name: string, maxWeight: number): Workload => {
  const found = targetScenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario is called ${name}`);
  const { analysis, spec, type, prepare } = found;
  return {
    name: name.replace('a promotion ', ''),
    maxWeight,
    ...(analysis === undefined ? {} : { analysis }),
    ...(spec === undefined ? {} : { spec }),
    ...(type === undefined ? {} : { type }),
    ...(prepare === undefined ? {} : { prepare }),
  };
};

/** Passes, and has nothing more to say. */
const BRIEF = { name: 'brief', type: 'rollout', url: 'http://brief.test/' } as const;

export const WORKLOADS: readonly Workload[] = [
  { name: 'weights', maxWeight: 50, analysis: { stepWeight: 25 } },
  {
    name: 'weights by a list',
    maxWeight: 60,
    analysis: { stepWeight: undefined, maxWeight: undefined, stepWeights: [10, 60], webhooks: [BRIEF] },
    prepare: async (world) => {
      world.outside.hooks.set(BRIEF.url, 204);
      await withDeployment(world);
    },
  },
  { name: 'weights and steps back', maxWeight: 50, analysis: { stepWeight: 50, stepWeightPromotion: 25 } },
  { name: 'A/B testing', maxWeight: 100, analysis: { ...iterations(2), match: [BETA] } },
  { name: 'Blue/Green', maxWeight: 100, analysis: iterations(2) },
  {
    name: 'Blue/Green with copies',
    maxWeight: 100,
    analysis: { ...iterations(2), mirror: true, mirrorWeight: 50 },
  },
  {
    name: 'Blue/Green by Services',
    maxWeight: 100,
    analysis: iterations(2),
    spec: { provider: 'kubernetes' },
  },
  { name: 'cookies', maxWeight: 50, analysis: { stepWeight: 25, sessionAffinity: { cookieName: 'who' } } },
  {
    name: 'weights that people are told of',
    maxWeight: 50,
    analysis: { stepWeight: 25, ...TOLD },
    prepare: async (world) => {
      await withDeployment(world);
      await world.user.create(ALERT_PROVIDER, provider(), world.never);
    },
  },
  { ...ofTarget('a promotion of a DaemonSet', 50), type: DAEMON_SET },
  ofTarget('a promotion under a HorizontalPodAutoscaler', 50),
];
