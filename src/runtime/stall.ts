import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from './clock.ts';

const BEAT_MS = 500;

export interface StallWatch {
  /** How long nothing of this process has run, as far as the last beats tell; asked before anything that must not be late. */
  silentMs(): number;
  stop(): void;
}

/**
 * Beats twice a second. Whoever asks `silentMs` first after a stall sees it, also when that is an answer from
 * the network that comes before all timers. `onStall` is told once for each silence longer than `limitMs`.
 */
export const watchStalls = (
  clock: Clock,
  limitMs: number,
  onStall: (silentMs: number) => void,
): StallWatch => {
  let lastBeat = clock.monotonic();
  const silentMs = (): number => clock.monotonic() - lastBeat;
  const beat = (): void => {
    const silence = silentMs();
    lastBeat = clock.monotonic();
    cancel = clock.after(BEAT_MS, beat);
    if (silence > limitMs) onStall(silence);
  };
  let cancel = clock.after(BEAT_MS, beat);
  return { silentMs, stop: () => cancel() };
};

const RESOLUTION_MS = 100;

/**
 * The longest stand-still of the event loop since the last call, in milliseconds; for metrics only, since its
 * timer may come after code that must not run any more.
 */
export const longestLoopDelayMs = (): (() => number) => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return () => {
    const longestMs = Math.max(0, histogram.max / 1e6 - RESOLUTION_MS);
    histogram.reset();
    return longestMs;
  };
};
