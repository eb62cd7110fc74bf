import { isAbort } from '../errors.ts';
import type { VirtualClock } from '../runtime/virtual-clock.ts';

/** Lets time pass until the work has ended, so that nothing of one run reaches into the next. */
export const ended = async (clock: VirtualClock, work: Promise<unknown>): Promise<void> => {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  const settled = work.then(over, (thrown: unknown) => {
    over();
    if (!isAbort(thrown)) throw thrown;
  });
  if (!(await clock.advanceUntil(() => isOver, 60_000)))
    throw new Error('did not end within a minute of its signal');
  await settled;
};
