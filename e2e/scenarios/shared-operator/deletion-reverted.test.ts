import { expect } from '@jest/globals';
import { untilServed } from '../../support/expectations.ts';
import { scenario } from '../../support/scenario.ts';

const GENERATED = 'deployments,services,virtualservices,destinationrules';

scenario(
  'deletion-reverted',
  {
    health: 'healthy',
    canary: { spec: { revertOnDeletion: true } },
    // The namespace would wait for an operator, and that goes before it does.
    cleanUp: async (stage) => {
      await stage.kubectl('delete', 'canary', 'app', '--ignore-not-found', '--timeout=180s');
    },
  },
  async ({ stage, when, then }) => {
    await when('version 1.0.1 has a share of the traffic', async () => {
      await stage.release('1.0.1');
      await stage.until('weight 20', () => stage.status()['canaryWeight'] === 20);
    });
    await when('the Canary is deleted', () => stage.kubectl('delete', 'canary', 'app', '--timeout=120s'));
    await then('it has told that its users were given back', () =>
      stage.until('Event Terminated', () => stage.events().some(({ reason }) => reason === 'Terminated'), 30),
    );
    await then('what leads users stays, and the rest goes', async () => {
      await stage.kubectl('wait', 'deployment/app-primary', '--for=delete', '--timeout=60s');
      const left = (await stage.kubectl('get', GENERATED, '-o', 'name'))
        .split('\n')
        .filter((name) => name !== '');
      expect(left.toSorted()).toEqual([
        'deployment.apps/app',
        'deployment.apps/load',
        'service/app',
        'service/load',
        'virtualservice.networking.istio.io/app',
      ]);
      expect(stage.deployment('app')['spec'].replicas).toBe(1);
    });
    await then('all users are served what the target holds', () => untilServed(stage, '1.0.1'));
    await when('it is applied again', () => stage.applyCanary());
    await then('it is set up again, and takes its users back', async () => {
      await stage.untilPhase('Initialized', 120);
      await untilServed(stage, '1.0.1');
    });
  },
);
