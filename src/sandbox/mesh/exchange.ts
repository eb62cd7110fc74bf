import type { Agent, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Clock, Random } from '../../runtime/clock.ts';
import { deadline, sleep } from '../../runtime/clock.ts';
import { changed, endToEnd } from './headers.ts';
import { serviceOfHost } from './hosts.ts';
import { isRetriable } from './retries.ts';
import type { Forward, Target } from './route.ts';
import { send } from './send.ts';
import type { Address, Call, Sent } from './send.ts';
import { UNKNOWN } from './telemetry.ts';
import type { Telemetry, Workload } from './telemetry.ts';
import type { Endpoint, Upstream, World } from './world.ts';

/** What all exchanges of one proxy share. */
export interface Sidecar {
  readonly world: World;
  readonly pick: (target: Target, upstream: Upstream) => Endpoint | undefined;
  readonly addressOf: (ip: string, port: number) => Address | undefined;
  readonly agent: Agent;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  readonly source: Workload;
}

/** How an exchange ended, as the caller's side counts it. */
interface Outcome {
  readonly code: number;
  readonly flags: string;
  readonly workload: Workload;
}

const BACKOFF_BASE_MS = 25;

/** What Envoy answers when no upstream did. */
const LOCAL = {
  missing: { code: 503, flags: 'NC', body: '' },
  unhealthy: { code: 503, flags: 'UH', body: 'no healthy upstream' },
  refused: {
    code: 503,
    flags: 'UF',
    body: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
  },
  reset: {
    code: 503,
    flags: 'UC',
    body: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
  },
  'timed-out': { code: 504, flags: 'UT', body: 'upstream request timeout' },
} as const;

export type LocalAnswer = keyof typeof LOCAL;

type Tried =
  | { readonly kind: 'none'; readonly local: LocalAnswer }
  | { readonly kind: 'sent'; readonly sent: Sent; readonly endpoint: Endpoint };

/** Counts at the destination's sidecar, when the answer has been read to its end. */
const countAtDestination = (
  { telemetry, clock, source }: Sidecar,
  target: Target,
  { sent, endpoint }: { readonly sent: Sent; readonly endpoint: Endpoint },
  beganMs: number,
): void => {
  if (sent.kind === 'refused') return;
  const record = (code: number, flags: string): void =>
    telemetry.record({
      reporter: 'destination',
      source,
      destination: endpoint.workload,
      host: target.host,
      service: serviceOfHost(target.host),
      code,
      flags,
      elapsedMs: clock.monotonic() - beganMs,
    });
  if (sent.kind !== 'answered') return record(0, 'DC');
  const { response, status } = sent;
  response.once('close', () => (response.complete ? record(status, '-') : record(status, 'DC')));
};

const tryOnce = async (
  sidecar: Sidecar,
  target: Target,
  call: Call,
  limits: { readonly timeoutMs: number | undefined; readonly signal: AbortSignal },
): Promise<Tried> => {
  const { world, pick, addressOf, agent, clock } = sidecar;
  const upstream = world.upstream(target);
  if (upstream === undefined) return { kind: 'none', local: 'missing' };
  const endpoint = pick(target, upstream);
  if (endpoint === undefined) return { kind: 'none', local: 'unhealthy' };
  const address = addressOf(endpoint.ip, endpoint.port);
  if (address === undefined) return { kind: 'sent', sent: { kind: 'refused' }, endpoint };
  const beganMs = clock.monotonic();
  const sent = await send(call, address, { agent, clock, ...limits });
  countAtDestination(sidecar, target, { sent, endpoint }, beganMs);
  return { kind: 'sent', sent, endpoint };
};

const discard = (tried: Tried): void => {
  if (tried.kind === 'sent' && tried.sent.kind === 'answered') tried.sent.response.resume();
};

interface Answered {
  readonly tried: Tried;
  /** Every allowed try was made, and the last was worth another. */
  readonly exhausted: boolean;
}

const tryUntilDone = async (
  sidecar: Sidecar,
  decision: Forward,
  call: Call,
  signal: AbortSignal,
): Promise<Answered> => {
  const { retries, target } = decision;
  const limits = { timeoutMs: retries.perTryTimeoutMs, signal };
  for (let retry = 0; ; retry += 1) {
    const tried = await tryOnce(sidecar, target, call, limits);
    const again = tried.kind === 'sent' && isRetriable(retries, tried.sent) && !signal.aborted;
    if (!again || retry >= retries.attempts) return { tried, exhausted: again && retries.attempts > 0 };
    discard(tried);
    await sleep(sidecar.clock, sidecar.random() * BACKOFF_BASE_MS * 2 ** retry);
  }
};

const hostHeader = (decision: Forward, headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  decision.authority === undefined ? headers : { ...headers, host: decision.authority };

const callOf = (decision: Forward, incoming: IncomingMessage, body: Buffer | undefined): Call => {
  const headers = changed(endToEnd(incoming.headers), decision.requestHeaders);
  const length = body === undefined ? {} : { 'content-length': body.length };
  return {
    method: incoming.method ?? 'GET',
    path: decision.path,
    headers: { ...hostHeader(decision, headers), ...length },
    body,
  };
};

/** Fire and forget: nobody waits for the answer, and no failure is reported to the caller. */
const mirror = async (sidecar: Sidecar, target: Target, call: Call): Promise<void> => {
  const headers = { ...call.headers, host: `${String(call.headers['host'])}-shadow` };
  const { signal } = new AbortController();
  discard(await tryOnce(sidecar, target, { ...call, headers }, { timeoutMs: undefined, signal }));
};

export const answerLocally = (
  response: ServerResponse,
  { code, body }: { readonly code: number; readonly body: string },
): void => {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(code, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) });
  response.end(body);
};

const localOutcome = (
  response: ServerResponse,
  local: LocalAnswer,
  more: string,
  workload: Workload,
): Outcome => {
  const { code, flags } = LOCAL[local];
  answerLocally(response, LOCAL[local]);
  return { code, flags: `${more}${flags}`, workload };
};

const passOn = async (
  decision: Forward,
  answer: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> => {
  response.writeHead(answer.statusCode ?? 502, changed(endToEnd(answer.headers), decision.responseHeaders));
  answer.pipe(response);
  await new Promise((resolve) => {
    answer.once('close', resolve);
    response.once('close', resolve);
  });
  return answer.complete;
};

const finish = async (
  decision: Forward,
  { tried, exhausted }: Answered,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<Outcome> => {
  if (tried.kind === 'none') return localOutcome(response, tried.local, '', UNKNOWN);
  const { sent, endpoint } = tried;
  const more = exhausted ? 'URX' : '';
  const { workload } = endpoint;
  if (sent.kind !== 'answered') {
    const isLate = signal.aborted && sent.kind === 'reset';
    return localOutcome(response, isLate ? 'timed-out' : sent.kind, more === '' ? '' : `${more},`, workload);
  }
  const whole = await passOn(decision, sent.response, response);
  return { code: sent.status, flags: whole ? more || '-' : signal.aborted ? 'UT' : 'UC', workload };
};

/** Aborts when the client goes away; `signal` of the deadline tells the two ends apart. */
const watchClient = (response: ServerResponse, gone: AbortController): void => {
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
};

/** Carries one request along its route, and counts it on both sides. */
export const forward = async (
  sidecar: Sidecar,
  decision: Forward,
  incoming: { readonly request: IncomingMessage; readonly body: Buffer | undefined },
  response: ServerResponse,
): Promise<void> => {
  const { clock, telemetry, source } = sidecar;
  const { target, timeoutMs } = decision;
  const beganMs = clock.monotonic();
  const call = callOf(decision, incoming.request, incoming.body);
  for (const shadow of decision.mirrors) void mirror(sidecar, shadow, call);
  const client = new AbortController();
  watchClient(response, client);
  const limit = timeoutMs === undefined ? undefined : deadline(clock, timeoutMs, client.signal);
  const signal = limit?.signal ?? client.signal;
  const answered = await tryUntilDone(sidecar, decision, call, signal);
  const outcome = await finish(decision, answered, response, signal);
  limit?.done();
  const isGone = client.signal.aborted;
  telemetry.record({
    reporter: 'source',
    source,
    destination: outcome.workload,
    host: target.host,
    service: serviceOfHost(target.host),
    code: isGone ? 0 : outcome.code,
    flags: isGone ? 'DC' : outcome.flags,
    elapsedMs: clock.monotonic() - beganMs,
  });
  // An answer that broke off must look broken to the client too.
  if (!response.writableEnded) response.destroy();
};
