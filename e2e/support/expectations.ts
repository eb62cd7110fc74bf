import { expect } from '@jest/globals';
import { tally } from './answers.ts';
import type { Stage } from './stage.ts';

/** The last answers that users got are all good, and of this version. */
export const expectServed = async (stage: Stage, version: string, count = 100): Promise<void> => {
  const last = (await stage.answers()).slice(-count);
  expect(last).toHaveLength(count);
  expect(new Set(last.map((answer) => `${answer.status} ${answer.version}`))).toEqual(
    new Set([`200 ${version}`]),
  );
};

/** From now on, and within a while, users get so many good answers in a row. */
export const untilServed = async (stage: Stage, version: string, count = 100): Promise<void> => {
  const before = (await stage.answers()).length;
  const began = Date.now();
  for (;;) {
    const last = (await stage.answers()).slice(before).slice(-count);
    if (last.length === count && last.every((answer) => answer.status === 200 && answer.version === version))
      return;
    if (Date.now() - began > 60_000)
      throw new Error(`no ${count} good answers of ${version} in a row within a minute: ${tally(last)}`);
  }
};

export const expectPrimaryAt = (stage: Stage, version: string): void => {
  const [container] = stage.deployment('app-primary')['spec'].template.spec.containers;
  expect(container.env).toContainEqual({ name: 'VERSION', value: version });
};

/** The recorded weights of the analysis, each once, in order. */
export const expectWeights = (stage: Stage, weights: readonly number[]): void => {
  const analysed = stage.moments().filter(({ phase }) => phase === 'Progressing');
  expect(analysed.map(({ weight }) => weight)).toEqual(weights);
};
