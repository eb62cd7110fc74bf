import { CALENDAR } from './calendar.ts';
import type { PromqlFunction } from './function.ts';
import { HISTOGRAMS } from './histogram.ts';
import { LABEL_FUNCTIONS } from './label-functions.ts';
import { OVER_TIME } from './over-time.ts';
import { RATES } from './rates.ts';
import { SCALARS } from './scalars.ts';

const FUNCTIONS = new Map<string, PromqlFunction>(
  [CALENDAR, HISTOGRAMS, LABEL_FUNCTIONS, OVER_TIME, RATES, SCALARS].flatMap((some) => Object.entries(some)),
);

/** Undefined for those of Prometheus that this engine does not have. */
export const functionNamed = (name: string): PromqlFunction | undefined => FUNCTIONS.get(name);
