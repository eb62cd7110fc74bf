import { expect } from '@jest/globals';
import { expectPrimaryAt, expectServed, expectWeights } from '../../support/expectations.ts';
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
      stage.events().some(({ reason }) => reason === 'AnalysisRestarted'),
    );
    const reasons = stage.events().map(({ reason }) => reason);
    expect(reasons.indexOf('NewRevision')).toBeLessThan(reasons.indexOf('AnalysisRestarted'));
  });
  await then('the second version is promoted', async () => {
    await stage.untilPhase('Succeeded', 180);
    expectPrimaryAt(stage, '1.0.2');
  });
  await then('both rose from 0 by steps, and only the second one to the end', () =>
    expectWeights(stage, [0, 20, 40, 0, 20, 40, 60]),
  );
  await then('all users are served the second version', () => expectServed(stage, '1.0.2'));
});
