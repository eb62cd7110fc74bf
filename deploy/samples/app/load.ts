/**
 * The load generator: constant load on one URL, and a record of every answer, so that what users noticed can be
 * counted from their side.
 *
 *     node load.ts [--rps=50] [--port=8081] [--header=name=value] URL
 *
 * GET  /records?from=N   one line an answer, from the N-th: `<ms since the epoch at the start> <ms taken> <status>
 *                        <version>`; status 0 is an answer that never came, with the error's code for a version
 * GET  /state            `{now, startedAt, sent, inFlight}`: times in ms since the epoch; what is not in flight is recorded
 * POST /rate?rps=N       another rate from now on; 0 pauses
 * POST /gate/open        a gate for Canaries' webhooks: `POST /gate/check` then answers 200,
 * POST /gate/close       and 403 after this one (its state at the start)
 * POST /heard            a receiver of alerts; GET /heard: what it was sent, a line each
 */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';

const TIME_LIMIT_MS = 10_000;
const TICK_MS = 10;
const LONGEST_OWED_MS = 50;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rps: { type: 'string', default: '50' },
    port: { type: 'string', default: '8081' },
    header: { type: 'string', multiple: true, default: [] },
  },
});
const [target] = positionals;
if (target === undefined)
  throw new Error('usage: load.ts [--rps=50] [--port=8081] [--header=name=value] URL');

const headers = Object.fromEntries(values.header.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const agent = new Agent({ keepAlive: true });
const records: string[] = [];
const startedAt = Date.now();
let sent = 0;
let rps = Number(values.rps);
let gateOpen = false;
const heard: string[] = [];

const send = (): void => {
  const at = Date.now();
  const began = performance.now();
  let noted = false;
  sent += 1;
  const note = (status: number, version: string): void => {
    if (noted) return;
    noted = true;
    records.push(`${at} ${Math.round(performance.now() - began)} ${status} ${version}`);
  };
  const call = request(target, { agent, headers, timeout: TIME_LIMIT_MS }, (response) => {
    response.resume();
    response.once('end', () => note(response.statusCode ?? 0, String(response.headers['x-version'] ?? '-')));
    response.once('error', (error: NodeJS.ErrnoException) => note(0, error.code ?? error.name));
  });
  call.once('timeout', () => call.destroy(Object.assign(new Error('timeout'), { code: 'TIMEOUT' })));
  call.once('error', (error: NodeJS.ErrnoException) => note(0, error.code ?? error.name));
  call.end();
};

// Open loop: slow answers do not lower the rate. What a late timer missed is made up for only as far as users would
// not come in a crowd: hundreds of new connections at once say more about this machine than about what it calls.
let owed = 0;
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  owed = Math.min(owed + ((now - last) / 1_000) * rps, Math.max(1, (LONGEST_OWED_MS / 1_000) * rps));
  last = now;
  for (; owed >= 1; owed -= 1) send();
}, TICK_MS);

const reply = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(body);
};

const hear = (incoming: IncomingMessage, response: ServerResponse): void => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.once('end', () => {
    heard.push(Buffer.concat(chunks).toString().replaceAll('\n', ' '));
    reply(response, 200, 'heard\n');
  });
};

createServer((incoming, response) => {
  const url = new URL(incoming.url ?? '/', 'http://load');
  switch (`${incoming.method ?? ''} ${url.pathname}`) {
    case 'GET /records':
      return reply(response, 200, records.slice(Number(url.searchParams.get('from') ?? 0)).join('\n'));
    case 'GET /state': {
      const state = { now: Date.now(), startedAt, sent, inFlight: sent - records.length };
      return reply(response, 200, JSON.stringify(state));
    }
    case 'POST /rate':
      rps = Number(url.searchParams.get('rps') ?? rps);
      return reply(response, 200, `${rps}\n`);
    case 'POST /gate/open':
    case 'POST /gate/close':
      gateOpen = url.pathname === '/gate/open';
      return reply(response, 200, `${gateOpen ? 'open' : 'closed'}\n`);
    case 'POST /gate/check':
      return reply(response, gateOpen ? 200 : 403, gateOpen ? 'open\n' : 'closed\n');
    case 'POST /heard':
      return hear(incoming, response);
    case 'GET /heard':
      return reply(response, 200, heard.join('\n'));
    case 'GET /healthz':
      return reply(response, 200, 'OK\n');
    default:
      return reply(response, 404, 'not found\n');
  }
}).listen(Number(values.port));

process.once('SIGTERM', () => process.exit(0));
