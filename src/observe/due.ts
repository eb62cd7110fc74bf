import type { Phase } from '../domain/phase.ts';
import { type AnalysisPlan, judgedAfterMs } from '../domain/plan-analysis.ts';
import type { Run } from '../domain/status.ts';
import type { RoutesSeen } from '../domain/snapshot.ts';

/**
 * Whether a tick may count now, and when it will. Spacing is held three times over: by the recorded due time,
 * by the time that the routes were written, and inside a process by a clock that never jumps.
 */
export const dueness = (
  run: Run | undefined,
  stamp: RoutesSeen['stamp'],
  time: { readonly now: number; readonly sinceStepMs: number; readonly afterRoutesMs: number },
): { readonly due: boolean; readonly dueAt: number } => {
  if (run === undefined) return { due: false, dueAt: time.now };
  const byRecord = run.dueAt - run.steppedAt - time.sinceStepMs;
  const sinceWriteMs = stamp === undefined ? Number.POSITIVE_INFINITY : time.now - stamp.at;
  const byRoutes = sinceWriteMs < 0 || run.tick === 0 ? 0 : time.afterRoutesMs - sinceWriteMs;
  const leftMs = Math.max(byRecord, byRoutes, 0);
  return { due: leftMs <= 0, dueAt: time.now + leftMs };
};

/** From a write of the routes to the next tick; nothing is judged any more while the traffic goes back. */
export const afterRoutesMs = (analysis: AnalysisPlan, phase: Phase | undefined): number =>
  phase === 'Promoting' ? analysis.intervalMs : judgedAfterMs(analysis);
