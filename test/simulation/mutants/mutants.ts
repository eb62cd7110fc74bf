import type { Mutant } from './mutant.ts';
import { mutantsOfAnswers } from './mutants-of-answers.ts';
import { mutantsOfRecord } from './mutants-of-record.ts';
import { mutantsOfTraffic } from './mutants-of-traffic.ts';

/** The eighteen hazards, by their numbers; some have several forms. */
export const MUTANTS: readonly Mutant[] = [
  ...mutantsOfRecord,
  ...mutantsOfTraffic,
  ...mutantsOfAnswers,
].toSorted((one, other) => (one.id < other.id ? -1 : 1));

export const mutantNamed = (id: string): Mutant => {
  const found = MUTANTS.find((mutant) => mutant.id === id);
  if (found === undefined) throw new Error(`no mutant is called ${id === '' ? 'by no name' : id}`);
  return found;
};
