import { expect } from '@jest/globals';
import { expectServed } from '../../support/expectations.ts';
import { LOAD_PORT } from '../../support/manifests.ts';
import { scenario } from '../../support/scenario.ts';

scenario('manual-rollback', { health: 'healthy' }, async ({ stage, when, then }) => {
  await when('the Canary has a rollback gate, which is closed', () =>
    stage.applyCanary({
      analysis: {
        webhooks: [
          {
            name: 'rollback',
            type: 'rollback',
            url: `http://load.${stage.namespace}:${LOAD_PORT}/gate/check`,
          },
        ],
      },
    }),
  );
  await when('version 1.0.1 has a share of the traffic', async () => {
    await stage.release('1.0.1');
    await stage.until('weight 20', () => stage.status()['canaryWeight'] === 20);
  });
  await when('somebody opens the gate', () => stage.post('/gate/open'));

  await then('it is rolled back', () => stage.untilPhase('Failed', 60));
  await then('the reason is that somebody asked for it', () => {
    expect(stage.status()['run'].reason).toBe('RollbackRequested');
  });
  await then('all users are served the old version', () => expectServed(stage, '1.0.0'));
});
