import { VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import { NAMESPACE } from './manifests.ts';
import { createCanary, failing, type Scenario, withDeployment } from './rollouts.ts';
import type { World } from './world.ts';

/** Instead of weights. */
export const iterations = (count: number) => ({
  stepWeight: undefined,
  maxWeight: undefined,
  iterations: count,
});

export const BETA = { headers: { 'x-beta': { exact: 'yes' } } };
const WITHOUT_WEIGHTS = { stepWeight: null, maxWeight: null };

/** Routes of a team that had its VirtualService before there was a Canary. */
export const THEIRS = [
  { name: 'legacy', match: [{ uri: { prefix: '/legacy' } }], route: [{ destination: { host: 'legacy' } }] },
  { route: [{ destination: { host: 'podinfo' } }], timeout: '3s' },
];

export const createTheirs = async (world: World): Promise<void> => {
  const routes = {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'VirtualService',
    metadata: { name: 'podinfo', namespace: NAMESPACE },
    spec: { hosts: ['podinfo'], http: THEIRS },
  };
  await world.user.create(VIRTUAL_SERVICE, routes, world.never);
};

const withTheirs = async (world: World): Promise<void> => {
  await withDeployment(world);
  await createTheirs(world);
};

export const KEEPING = { service: { port: 9898, targetPort: 'http', keepForeignRoutes: true } };

/** Rollouts of every strategy but plain weights. */
export const strategies: readonly Scenario[] = [
  {
    name: 'A/B testing that is promoted',
    phase: 'Succeeded',
    analysis: { ...iterations(2), match: [BETA] },
    begin: (world) => world.setImage('1.0.1'),
  },
  {
    name: 'A/B testing that is rolled back',
    phase: 'Failed',
    analysis: { ...iterations(3), match: [BETA] },
    begin: (world) => world.setImage('1.0.2-bad'),
    at: { iterations: 1, then: failing },
  },
  {
    name: 'Blue/Green with mirroring',
    phase: 'Succeeded',
    analysis: { ...iterations(2), mirror: true, mirrorWeight: 20 },
    begin: (world) => world.setImage('1.0.1'),
  },
  {
    name: 'Blue/Green that fails with all users on the canary',
    phase: 'Failed',
    analysis: iterations(1),
    begin: (world) => world.setImage('1.0.2-bad'),
    at: { weight: 100, then: failing },
  },
  {
    name: 'Blue/Green without routes, with a new revision in mid-run',
    phase: 'Succeeded',
    analysis: iterations(2),
    spec: { provider: 'kubernetes' },
    begin: (world) => world.setImage('1.0.1'),
    at: { iterations: 1, then: (world) => world.setImage('1.0.3') },
  },
  {
    name: 'mirrored weights with cookies',
    phase: 'Succeeded',
    analysis: {
      stepWeight: 50,
      stepWeightPromotion: 50,
      maxWeight: 100,
      mirror: true,
      sessionAffinity: { cookieName: 'who', primaryCookieName: 'other' },
    },
    begin: (world) => world.setImage('1.0.1'),
  },
  {
    name: 'weights with cookies that are rolled back',
    phase: 'Failed',
    analysis: { stepWeight: 25, sessionAffinity: { cookieName: 'who' } },
    begin: (world) => world.setImage('1.0.2-bad'),
    at: { weight: 25, then: failing },
  },
  {
    name: 'weights with cookies among routes of others, which change in mid-run',
    phase: 'Succeeded',
    analysis: { stepWeight: 50, sessionAffinity: { cookieName: 'who' } },
    spec: KEEPING,
    prepare: withTheirs,
    begin: (world) => world.setImage('1.0.1'),
    at: {
      weight: 50,
      then: (world) => world.editRoutes((routes) => [{ ...THEIRS[0], name: 'new' }, ...routes]),
    },
  },
  {
    name: 'the first set-up among routes of others',
    phase: 'Initialized',
    spec: KEEPING,
    prepare: withTheirs,
    begin: (world) => createCanary(world, { spec: KEEPING }),
  },
  {
    name: 'weights on TCP',
    phase: 'Succeeded',
    analysis: { stepWeight: 50 },
    spec: { service: { port: 9898, targetPort: 'http', appProtocol: 'tcp' } },
    begin: (world) => world.setImage('1.0.1'),
  },
  {
    name: 'weights that become A/B testing in mid-run',
    phase: 'Succeeded',
    analysis: { stepWeight: 25 },
    begin: (world) => world.setImage('1.0.1'),
    at: {
      weight: 25,
      then: (world) => world.editAnalysis({ ...WITHOUT_WEIGHTS, iterations: 1, match: [BETA] }),
    },
  },
];
