import { expect } from '@jest/globals';
import { isError, tally } from '../../support/answers.ts';
import { expectPrimaryAt, untilServed } from '../../support/expectations.ts';
import { scenario } from '../../support/scenario.ts';

const GENERATED = 'deployments,services,virtualservices,destinationrules';

scenario('deletion', { health: 'broken' }, async ({ stage, when, then }) => {
  await when('version 1.0.1 has a share of the traffic', async () => {
    await stage.release('1.0.1');
    await stage.until('weight 20', () => stage.status()['canaryWeight'] === 20);
  });
  await then('nobody has noticed anything so far', async () => {
    expect(tally((await stage.answers()).filter(isError))).toBe('');
  });
  await when('the Canary is deleted', () => stage.kubectl('delete', 'canary', 'app', '--timeout=30s'));

  await then('everything that was generated for it goes, and the target stays', async () => {
    await stage.kubectl('wait', 'deployment/app-primary', '--for=delete', '--timeout=60s');
    await stage.kubectl('wait', 'virtualservice/app', '--for=delete', '--timeout=60s');
    const left = (await stage.kubectl('get', GENERATED, '-o', 'name'))
      .split('\n')
      .filter((name) => name !== '');
    expect(left.toSorted()).toEqual(['deployment.apps/app', 'deployment.apps/load', 'service/load']);
    expect(stage.deployment('app')['spec'].replicas).toBe(1);
  });
  await when('it is applied again', () => stage.applyCanary());

  await then('it is initialised with the version that the target has', async () => {
    await stage.untilPhase('Initialized', 120);
    expectPrimaryAt(stage, '1.0.1');
  });
  await then('users are served again', async () => {
    await stage.post('/rate?rps=50');
    await untilServed(stage, '1.0.1');
  });
});
