import { expect } from '@jest/globals';
import { expectServed } from '../../support/expectations.ts';
import { scenario } from '../../support/scenario.ts';

scenario(
  'blue-green',
  {
    health: 'healthy',
    canary: { analysis: { stepWeight: undefined, maxWeight: undefined, iterations: 4, mirror: true } },
  },
  async ({ stage, when, then }) => {
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));

    await then('it is promoted', () => stage.untilPhase('Succeeded', 180));
    await then('all users went to it at once, after four rounds', () => {
      const weights = stage.routes().map(({ canaryWeight }) => canaryWeight);
      expect(weights).toEqual([0, 100, 0]);
      const rounds = stage.events().filter(({ message }) => message.includes('canary iteration'));
      expect(rounds).toHaveLength(4);
    });
    await then('until then it had nothing but copies of their requests', async () => {
      const switched = stage.routes().find(({ canaryWeight }) => canaryWeight === 100)?.at ?? NaN;
      const before = (await stage.answers()).filter(({ at }) => at < switched - 500);
      expect(new Set(before.map(({ version }) => version))).toEqual(new Set(['1.0.0']));
      // Without copies there would have been nothing to measure, and the run would stand still.
      expect(stage.status()['run'].lastCheck).toMatchObject({ verdict: 'pass' });
    });
    await then('in the end everyone is served the new version', () => expectServed(stage, '1.0.1'));
  },
);
