import type { Random } from '../../runtime/clock.ts';
import type { Behaviour } from './behaviour.ts';

/** The sample program, modelled on podinfo's paths; both drivers answer through it. */
export interface AppRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface AppState {
  readonly behaviour: Behaviour;
  readonly hostname: string;
  readonly ready: boolean;
}

export interface AppAnswer {
  readonly status: number;
  readonly delayMs: number;
  /** Sent as JSON. */
  readonly body: unknown;
}

const LONGEST_DELAY_S = 600;

const answer = (status: number, body: unknown, delayMs = 0): AppAnswer => ({ status, delayMs, body });

const statusPath = (code: number): AppAnswer =>
  Number.isInteger(code) && code >= 200 && code <= 599
    ? answer(code, { status: code })
    : answer(400, { message: 'a status is a number from 200 to 599' });

const delayPath = (seconds: number): AppAnswer =>
  seconds >= 0 && seconds <= LONGEST_DELAY_S
    ? answer(200, { delay: seconds }, seconds * 1000)
    : answer(400, { message: `a delay is a number of seconds from 0 to ${LONGEST_DELAY_S}` });

const pageBody = (state: AppState, request: AppRequest, page: string): unknown => {
  if (page === '/headers') return request.headers;
  if (page === '/version') return { version: state.behaviour.version };
  return { hostname: state.hostname, version: state.behaviour.version, path: request.path };
};

const PAGES: ReadonlySet<string> = new Set(['/', '/version', '/headers', '/api/info']);

const pagePath = (state: AppState, request: AppRequest, page: string, random: Random): AppAnswer => {
  const { latencyMs, errorRate } = state.behaviour;
  if (errorRate > 0 && random() < errorRate) return answer(500, { message: 'internal error' }, latencyMs);
  if (!PAGES.has(page)) return answer(404, { message: 'not found' }, latencyMs);
  return answer(200, pageBody(state, request, page), latencyMs);
};

/** Probes and the two test paths `/status/CODE` and `/delay/SECONDS` know neither errors nor latency. */
export const answerTo = (state: AppState, request: AppRequest, random: Random): AppAnswer => {
  const page = request.path.split('?')[0] ?? '/';
  if (page === '/healthz') return answer(200, { status: 'OK' });
  if (page === '/readyz')
    return answer(state.ready ? 200 : 503, { status: state.ready ? 'OK' : 'not ready' });
  if (page.startsWith('/status/')) return statusPath(Number(page.slice('/status/'.length)));
  if (page.startsWith('/delay/')) return delayPath(Number(page.slice('/delay/'.length)));
  return pagePath(state, request, page, random);
};
