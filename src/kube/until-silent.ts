import { OperatorError } from '../errors.ts';
import type { Cancel, Clock } from '../runtime/clock.ts';

interface Silence<T> {
  readonly follow: (signal: AbortSignal) => AsyncIterable<T>;
  readonly limitMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly doing: string;
}

/** What a stream yields; TIMEOUT when it yields nothing for too long, as a dead connection does. */
export async function* untilSilent<T>({
  follow,
  limitMs,
  clock,
  signal,
  doing,
}: Silence<T>): AsyncGenerator<T> {
  const whole = new AbortController();
  const silent = new OperatorError('TIMEOUT', `${doing}: nothing heard for ${Math.round(limitMs / 1000)} s`);
  const stop = (): void => whole.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const arm = (): Cancel => clock.after(limitMs, () => whole.abort(silent));
  let cancel = arm();
  try {
    for await (const value of follow(whole.signal)) {
      cancel();
      yield value;
      cancel = arm();
    }
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
}
