import { expect } from '@jest/globals';
import { type Answer, isError, SETTLE_MS } from '../../support/answers.ts';
import { expectServed } from '../../support/expectations.ts';
import { scenario } from '../../support/scenario.ts';

const versionsIn = (answers: readonly Answer[], from: number, to: number): string[] =>
  [...new Set(answers.filter(({ at }) => at >= from && at < to).map(({ version }) => version))].toSorted();

scenario(
  'ab-testing',
  {
    health: 'healthy',
    canary: {
      analysis: {
        stepWeight: undefined,
        maxWeight: undefined,
        iterations: 4,
        match: [{ headers: { 'x-beta': { exact: 'yes' } } }],
      },
    },
  },
  async ({ stage, when, then, note }) => {
    const beta = await stage.startOthers('beta', 30, 'x-beta=yes');
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));

    await then('it is promoted after four rounds', async () => {
      await stage.untilPhase('Succeeded', 180);
      const rounds = stage.events().filter(({ message }) => message.includes('canary iteration'));
      expect(rounds.map(({ message }) => message.split(' ').at(-1))).toEqual(['1/4', '2/4', '3/4', '4/4']);
    });
    const began = stage.routes().find(({ canaryWeight }) => canaryWeight === 100)?.at ?? NaN;
    const ended = stage.moments().find(({ phase }) => phase === 'Promoting')?.at ?? NaN;
    await then('users who match met it, and nobody else did', async () => {
      expect(versionsIn(await stage.answers(), 0, ended)).toEqual(['1.0.0']);
      const answers = await beta.leave();
      expect(versionsIn(answers, 0, began - 500)).toEqual(['1.0.0']);
      expect(versionsIn(answers, began + SETTLE_MS, ended)).toEqual(['1.0.1']);
      expect(answers.filter(isError)).toEqual([]);
      note(`${answers.filter(({ at }) => at >= began && at < ended).length} requests of users who match`);
    });
    await then('in the end everyone is served the new version', () => expectServed(stage, '1.0.1'));
  },
);
