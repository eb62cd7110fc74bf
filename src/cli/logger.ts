import { destination, pino } from 'pino';
import type { Clock } from '../runtime/clock.ts';
import { toRfc3339Millis } from '../runtime/time.ts';

/** JSON lines on standard error. The sink is synchronous: what was logged before a crash is there. */
export const makeLogger = (level: string, clock: Clock) =>
  pino(
    { level, base: null, timestamp: () => `,"time":"${toRfc3339Millis(clock.now())}"` },
    destination({ dest: 2, sync: true }),
  );
