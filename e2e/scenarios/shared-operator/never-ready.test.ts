import { expect } from '@jest/globals';
import { scenario } from '../../support/scenario.ts';

scenario(
  'never-ready',
  { health: 'healthy', canary: { spec: { progressDeadlineSeconds: 20 } } },
  async ({ stage, when, then }) => {
    await when('a version is applied whose pods never become ready', () =>
      stage.release('1.0.4', { NEVER_READY: 'true' }),
    );

    await then('it is rolled back after its deadline', () => stage.untilPhase('Failed', 90));
    await then('condition and Event say so', async () => {
      expect(stage.status()['run'].reason).toBe('ProgressDeadlineExceeded');
      expect(stage.condition('Promoted')?.['message']).toMatch(/deadline/i);
      await stage.until('an Event tells of the rollback', () =>
        stage.events().some(({ reason, message }) => reason === 'RollingBack' && /deadline/i.test(message)),
      );
    });
    await then('no client was sent to it', async () => {
      const answers = await stage.answers();
      expect(new Set(answers.map(({ version }) => version))).toEqual(new Set(['1.0.0']));
    });
    await then('the target is at zero', () => expect(stage.deployment('app')['spec'].replicas).toBe(0));
  },
);
