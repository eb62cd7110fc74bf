import { expect } from '@jest/globals';
import { isError, tally } from '../../support/answers.ts';
import { expectSplit, scenario } from '../../support/scenario.ts';

scenario(
  'rollback-errors',
  // Windows of half a minute: more failed checks than that would only be the same errors again.
  { health: 'broken', canary: { analysis: { interval: '10s', threshold: 3 } } },
  async (scene) => {
    const { stage, when, then, note } = scene;
    await when('a version is applied that answers a tenth of its requests with 500', () =>
      stage.release('1.0.2', { ERROR_RATE: '0.1' }),
    );

    await then('it is rolled back', () => stage.untilPhase('Failed', 150));
    await then('the status says which check failed, and by how much', () => {
      expect(stage.status()['run'].reason).toBe('FailedChecks');
      const check = stage.status()['run'].lastCheck;
      expect(check.metric).toBe('request-success-rate');
      expect(Number(check.value)).toBeGreaterThan(80);
      expect(Number(check.value)).toBeLessThan(99);
      expect(stage.condition('Promoted')?.['status']).toBe('False');
    });
    await then('Events say so, too', async () => {
      const warnings = () => stage.events().filter(({ type }) => type === 'Warning');
      await stage.until('an Event of the end', () =>
        warnings().some(({ reason }) => reason === 'RolledBack'),
      );
      expect(warnings().map(({ reason }) => reason)).toEqual(
        expect.arrayContaining(['CheckFailed', 'RollingBack', 'RolledBack']),
      );
      expect(warnings().find(({ reason }) => reason === 'CheckFailed')?.message).toMatch(/success rate/);
    });
    await then('the target is at zero, and the routes lead to the primary alone', () => {
      expect(stage.deployment('app')['spec'].replicas).toBe(0);
      expect(stage.routes().at(-1)?.canaryWeight).toBe(0);
    });
    await then('clients saw the recorded weights', () => expectSplit(scene, '1.0.2'));
    await then('all errors were the bad version’s own, and ended with it', async () => {
      const answers = await stage.answers();
      const errors = answers.filter(isError);
      note(`${((100 * errors.length) / answers.length).toFixed(2)} % failed`);
      expect(tally(errors)).toMatch(/^\d+ × 500 1\.0\.2$/);
      const last = answers.slice(-100);
      expect(new Set(last.map(({ version, status }) => `${version} ${status}`))).toEqual(
        new Set(['1.0.0 200']),
      );
    });
  },
);
