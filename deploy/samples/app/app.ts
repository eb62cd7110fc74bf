/**
 * The sample application: answers with its version, as badly and as slowly as its environment says.
 *
 * VERSION, ERROR_SHARE (0 to 1, of the answers to `/`), LATENCY_MS (of the answers to `/`), READY=false (never
 * becomes ready), CRASH_AFTER_MS (exits with 1 between once and twice that time after each start), PORT,
 * DRAIN_MS (goes on answering after SIGTERM, while the endpoint is being taken out of the callers' proxies).
 */
import { createServer, type ServerResponse } from 'node:http';

const { env } = process;
const version = env['VERSION'] ?? 'unknown';
const errorShare = Number(env['ERROR_SHARE'] ?? 0);
const latencyMs = Number(env['LATENCY_MS'] ?? 0);
const ready = env['READY'] !== 'false';
const drainMs = Number(env['DRAIN_MS'] ?? 5_000);

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-version': version });
  response.end(`${JSON.stringify(body)}\n`);
};

const work = (response: ServerResponse): void => {
  const fails = Math.random() < errorShare;
  const reply = () => answer(response, fails ? 500 : 200, { version, hostname: env['HOSTNAME'] });
  if (latencyMs > 0) setTimeout(reply, latencyMs);
  else reply();
};

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  switch (request.url?.split('?')[0]) {
    case '/':
      return work(response);
    case '/version':
      return answer(response, 200, { version });
    case '/healthz':
      return answer(response, 200, { status: 'OK' });
    case '/readyz':
      return answer(response, ready ? 200 : 503, { ready });
    default:
      return answer(response, 404, { message: 'not found' });
  }
});

server.listen(Number(env['PORT'] ?? 9898), () => process.stdout.write(`version ${version} listens\n`));

if (env['CRASH_AFTER_MS'] !== undefined)
  setTimeout(() => process.exit(1), Number(env['CRASH_AFTER_MS']) * (1 + Math.random()));

process.once('SIGTERM', () => {
  setTimeout(() => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  }, drainMs);
});
