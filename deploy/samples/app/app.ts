/**
 * The sample application: answers with its version, as badly and as slowly as it is told to. The variables and
 * the suffixes of versions are those of the embedded cluster's pods (docs/sandbox.md).
 *
 *     VERSION      the suffix -bad answers 10 % of `/` with 500, -slow after 800 ms; -unready never becomes ready,
 *                  -crash exits with 1 after 300 ms; variables win over suffixes
 *     ERROR_RATE   0 to 1, of the answers to `/`
 *     LATENCY      of the answers to `/`, such as 800ms
 *     NEVER_READY  true: /readyz answers 503
 *     READY_AFTER  so long after the start /readyz answers 200
 *     CRASH_AFTER  exits with 1 between once and twice that time after each start
 *     PORT         default 9898
 *     DRAIN        goes on answering so long after SIGTERM, while callers' proxies take its endpoint out; default 5s
 */
import { createServer, type ServerResponse } from 'node:http';

const { env } = process;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

const durationMs = (name: string): number | undefined => {
  const text = env[name] ?? '';
  if (text === '') return undefined;
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`${name} must be a duration such as 800ms or 5s, got "${text}"`);
  return Number(count) * (UNITS[unit] ?? NaN);
};

const share = (name: string, otherwise: number): number => {
  const text = env[name] ?? '';
  const value = text === '' ? otherwise : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new Error(`${name} must be a number from 0 to 1, got "${text}"`);
};

const version = env['VERSION'] ?? 'unknown';
const is = (suffix: string): boolean => version.endsWith(`-${suffix}`);

const errorRate = share('ERROR_RATE', is('bad') ? 0.1 : 0);
const latencyMs = durationMs('LATENCY') ?? (is('slow') ? 800 : 0);
const neverReady = env['NEVER_READY'] === 'true' || is('unready') || is('crash');
const readyAfterMs = durationMs('READY_AFTER') ?? 0;
const crashAfterMs = durationMs('CRASH_AFTER') ?? (is('crash') ? 300 : undefined);
const drainMs = durationMs('DRAIN') ?? 5_000;
const startedAt = performance.now();

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-version': version });
  response.end(`${JSON.stringify(body)}\n`);
};

const work = (response: ServerResponse): void => {
  const status = Math.random() < errorRate ? 500 : 200;
  const reply = (): void => answer(response, status, { version, hostname: env['HOSTNAME'] });
  if (latencyMs > 0) setTimeout(reply, latencyMs);
  else reply();
};

const isReady = (): boolean => !neverReady && performance.now() - startedAt >= readyAfterMs;

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  switch (request.url?.split('?')[0]) {
    case '/':
      return work(response);
    case '/version':
      return answer(response, 200, { version });
    case '/healthz':
      return answer(response, 200, { status: 'OK' });
    case '/readyz':
      return answer(response, isReady() ? 200 : 503, { ready: isReady() });
    default:
      return answer(response, 404, { message: 'not found' });
  }
});

server.listen(Number(env['PORT'] ?? 9898), () => process.stdout.write(`version ${version} listens\n`));

if (crashAfterMs !== undefined) setTimeout(() => process.exit(1), crashAfterMs * (1 + Math.random()));

process.once('SIGTERM', () => {
  setTimeout(() => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  }, drainMs);
});
