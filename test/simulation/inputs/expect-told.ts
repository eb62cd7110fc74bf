import { expect } from '@jest/globals';
import type { Told } from './input.ts';
import type { Stage } from './stage.ts';

/** Asserts that whoever made the input was told as the list says: by whom, for what reason, in which words. */
export const expectTold = async (stage: Stage, told: Told, refusal: string | undefined): Promise<void> => {
  if (told.by === 'API server') return expect(refusal).toContain(told.says);
  expect(refusal).toBeUndefined();
  if (told.by === 'Accepted' || told.by === 'Holding') {
    expect(await stage.condition(told.by)).toMatchObject({
      status: told.by === 'Holding' ? 'True' : 'False',
      reason: told.reason,
      message: expect.stringContaining(told.says) as unknown,
    });
  } else expect(await stage.condition('Accepted')).toMatchObject({ status: 'True' });
  if (told.by !== 'nobody')
    expect(await stage.eventsOf('podinfo')).toContainEqual(expect.stringContaining(told.says));
};
