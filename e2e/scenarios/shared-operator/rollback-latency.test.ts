import { expect } from '@jest/globals';
import { isError, tally } from '../../support/answers.ts';
import { DURATION } from '../../support/manifests.ts';
import { scenario } from '../../support/scenario.ts';

scenario(
  'rollback-latency',
  {
    health: 'broken',
    canary: { analysis: { threshold: 3, metrics: [{ ...DURATION, thresholdRange: { max: 500 } }] } },
  },
  async ({ stage, when, then }) => {
    await when('a version is applied that takes 800 ms for each answer', () =>
      stage.release('1.0.3', { LATENCY: '800ms' }),
    );

    await then('it is rolled back', () => stage.untilPhase('Failed', 150));
    await then('the status says that the duration was too long', () => {
      const { reason, lastCheck } = stage.status()['run'];
      expect(reason).toBe('FailedChecks');
      expect(lastCheck.metric).toBe('request-duration');
      expect(Number(lastCheck.value)).toBeGreaterThan(500);
    });
    await then('no request failed, and the slow version is gone', async () => {
      const answers = await stage.answers();
      expect(tally(answers.filter(isError))).toBe('');
      expect(new Set(answers.slice(-100).map(({ version }) => version))).toEqual(new Set(['1.0.0']));
    });
  },
);
