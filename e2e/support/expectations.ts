import { expect } from '@jest/globals';
import type { Stage } from './stage.ts';

/** The last answers that users got are all of this version. */
export const expectServed = async (stage: Stage, version: string, count = 100): Promise<void> => {
  const last = (await stage.answers()).slice(-count);
  expect(new Set(last.map((answer) => answer.version))).toEqual(new Set([version]));
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
