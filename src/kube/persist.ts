import { isOperatorError } from '../errors.ts';

/** Whoever else writes gets through once with each of our tries, so this many are one after the other. */
const TRIES = 20;

/**
 * Carries out an attempt that reads, decides and writes; and once more when somebody else has written in between. What
 * is lost then is the attempt, never their write. Any other failure is thrown as it is.
 */
export const persist = async <T>(attempt: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!isOperatorError(thrown, 'CONFLICT', 'ALREADY_EXISTS') || tries === TRIES) throw thrown;
    }
  }
};
