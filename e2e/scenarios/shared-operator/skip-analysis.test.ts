import { expect } from '@jest/globals';
import { expectServed } from '../../support/expectations.ts';
import { scenario } from '../../support/scenario.ts';

scenario(
  'skip-analysis',
  { health: 'healthy', canary: { spec: { skipAnalysis: true } } },
  async ({ stage, when, then }) => {
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));

    await then('it is promoted at once', () => stage.untilPhase('Succeeded', 90));
    await then('no analysis was made', () => {
      expect(stage.events().some(({ reason }) => reason === 'Advanced')).toBe(false);
    });
    await then('all users are served the new version', () => expectServed(stage, '1.0.1'));
  },
);
