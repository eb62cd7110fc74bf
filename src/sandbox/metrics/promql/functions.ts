import type { PromqlFunction } from './function.ts';
import { HISTOGRAMS } from './histogram.ts';
import { RATES } from './rates.ts';
import { SCALARS } from './scalars.ts';

const FUNCTIONS = new Map<string, PromqlFunction>(
  [HISTOGRAMS, RATES, SCALARS].flatMap((some) => Object.entries(some)),
);

export const functionNamed = (name: string): PromqlFunction | undefined => FUNCTIONS.get(name);
