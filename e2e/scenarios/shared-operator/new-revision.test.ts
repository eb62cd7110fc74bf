import { expect } from '@jest/globals';
import { expectPrimaryAt, expectServed } from '../../support/expectations.ts';
import { scenario } from '../../support/scenario.ts';

scenario('new-revision', { health: 'healthy' }, async ({ stage, when, then }) => {
  await when('version 1.0.1 has a share of the traffic', async () => {
    await stage.release('1.0.1');
    await stage.until('weight 40', () => stage.status()['canaryWeight'] === 40);
  });
  await when('version 1.0.2 is applied', () => stage.release('1.0.2'));

  await then('the analysis begins anew', async () => {
    await stage.until('weight 0', () => stage.status()['canaryWeight'] === 0, 30);
    await stage.until('an Event says so', () =>
      stage.events().some(({ reason }) => reason === 'AnalysisRestarted' || reason === 'NewRevision'),
    );
  });
  await then('the second version is promoted', async () => {
    await stage.untilPhase('Succeeded', 180);
    expectPrimaryAt(stage, '1.0.2');
  });
  await then('it rose from 0 by steps', () => {
    const weights = stage.moments().map(({ weight }) => weight);
    expect(weights.slice(weights.lastIndexOf(40, weights.lastIndexOf(40) - 1) + 1)).toEqual(
      expect.arrayContaining([0, 20, 40, 60]),
    );
  });
  await then('all users are served the second version', () => expectServed(stage, '1.0.2'));
});
