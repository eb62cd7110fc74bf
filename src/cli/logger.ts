import { destination, pino, stdSerializers } from 'pino';
import { isOperatorError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import { toRfc3339Millis } from '../runtime/time.ts';

/** Where lines go, each with its line feed. */
export interface Sink {
  write(line: string): void;
}

/** JSON lines on standard error. The sink is synchronous: what was logged before a crash is there. */
export const makeLogger = (level: string, clock: Clock, sink: Sink = destination({ dest: 2, sync: true })) =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${toRfc3339Millis(clock.now())}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    sink,
  );

/** An error with a code is the environment's, and its stack says nothing; all others are ours and keep it. */
const describeError = (thrown: unknown): unknown =>
  isOperatorError(thrown) && thrown.code !== 'BUG'
    ? { code: thrown.code, message: thrown.message }
    : stdSerializers.err(thrown as Error);
