import { expect } from '@jest/globals';
import { isError, SETTLE_MS, tally } from '../../support/answers.ts';
import { expectServed } from '../../support/expectations.ts';
import { chance, scenario } from '../../support/scenario.ts';

scenario(
  'crash-loop',
  {
    health: 'broken',
    replicas: 2,
    canary: { spec: { progressDeadlineSeconds: 45 }, analysis: { maxWeight: 50, stepWeight: 2 } },
  },
  async ({ stage, when, then, note }) => {
    await when(
      'a version is applied whose pods crash again and again, ten to twenty seconds after each start',
      () => stage.release('1.0.5', { CRASH_AFTER: '10s' }),
    );

    await then('it gets traffic at first', () =>
      stage.until('a weight above 0', () => Number(stage.status()['canaryWeight']) > 0, 60),
    );
    await then('it is rolled back', () => stage.untilPhase('Failed', 240));
    await then('the reason is the pods, not the metrics', () => {
      expect(['CanaryLost', 'ProgressDeadlineExceeded']).toContain(stage.status()['run'].reason);
      note(String(stage.status()['run'].reason));
    });
    await then('only those noticed who were sent to it before its traffic was taken away', async () => {
      const answers = await stage.answers();
      const errors = answers.filter(isError);
      const backAt = stage.routes().findLast(({ canaryWeight }) => canaryWeight === 0)?.at ?? 0;
      const first = errors[0]?.at ?? backAt;
      note(
        `${tally(errors) || 'no errors'} in the ${((backAt - first) / 1_000).toFixed(1)} s before the way back`,
      );
      expect(tally(errors.filter(({ at }) => at > backAt + SETTLE_MS))).toBe('');
      // A proxy chooses the side before it tries: with one pod of two left it tries that one, with none it cannot.
      const weight = Math.max(...stage.routes().map(({ canaryWeight }) => canaryWeight));
      const meanwhile = answers.filter(({ at }) => at >= first && at <= backAt + SETTLE_MS);
      const share = (100 * errors.length) / Math.max(1, meanwhile.length);
      expect(share).toBeLessThanOrEqual(weight + chance(weight, meanwhile.length));
      expect(errors.length).toBeLessThan(answers.length / 100);
      await expectServed(stage, '1.0.0');
    });
  },
);
