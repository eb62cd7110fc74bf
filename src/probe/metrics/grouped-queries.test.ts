import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../runtime/virtual-clock.ts';
import { groupQueries } from './grouped-queries.ts';
import type { MetricsServer, Query } from './prometheus.ts';
import { builtInQuery } from './queries.ts';
import { shareQueries } from './shared-queries.ts';

const server: MetricsServer = { address: 'http://p', origin: 'flag', headers: {}, skipTlsVerify: false };
const never = new AbortController().signal;

/** Stands for a server that knows these rates, by workload. */
const prometheus = (
  rates: Readonly<Record<string, string>>,
  refuses: (query: string) => boolean = () => false,
) => {
  const sent: string[] = [];
  const query: Query = (_, text) => {
    sent.push(text);
    const error = JSON.stringify({ status: 'error', errorType: 'execution', error: 'too many samples' });
    if (refuses(text)) return Promise.resolve({ status: 422, body: error });
    const names = /destination_workload=~"([^"]*)"/.exec(text)?.[1]?.split('|') ?? [];
    const isGrouped = text.includes('by (destination_workload');
    const result = names
      .filter((name) => rates[name] !== undefined)
      .map((name) => ({ metric: isGrouped ? { destination_workload: name } : {}, value: [1, rates[name]] }));
    const body = JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
    return Promise.resolve({ status: 200, body });
  };
  return { sent, query };
};

const question = (workload: string, window = '1m') => ({
  server,
  metric: 'request-success-rate' as const,
  measured: { namespace: 'test', workload, window },
});

const askAll = async (
  ask: ReturnType<typeof groupQueries>,
  clock: VirtualClock,
  workloads: readonly string[],
) => {
  const asked = Promise.all(workloads.map((workload) => ask(question(workload), never)));
  await clock.advance(20);
  return asked;
};

describe('grouping', () => {
  const rates = { a: '99', b: 'NaN', c: '12.5' };
  const workloads = ['a', 'b', 'c', 'silent'];

  test('asks once, and gives each what a query of its own gives', async () => {
    const clock = new VirtualClock();
    const many = prometheus(rates);
    const together = await askAll(groupQueries(many.query, clock), clock, workloads);
    expect(many.sent).toHaveLength(1);
    const one = prometheus(rates);
    const single = groupQueries(one.query, clock);
    for (const [at, workload] of workloads.entries()) {
      expect(together[at]).toEqual((await askAll(single, clock, [workload]))[0]);
    }
    expect(one.sent).toEqual(
      workloads.map((name) => builtInQuery('request-success-rate', question(name).measured)),
    );
  });

  test('keeps other intervals, and names that are patterns, apart', async () => {
    const clock = new VirtualClock();
    const { sent, query } = prometheus({ a: '1', b: '2', 'c.d': '3' });
    const ask = groupQueries(query, clock);
    const asked = [ask(question('a'), never), ask(question('b', '2m'), never), ask(question('c.d'), never)];
    await clock.advance(20);
    expect(await Promise.all(asked)).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }]);
    expect(sent).toHaveLength(3);
  });

  test('lets each ask for itself where the common query is refused', async () => {
    const clock = new VirtualClock();
    const { query } = prometheus(rates, (text) => text.includes('|'));
    expect(await askAll(groupQueries(query, clock), clock, ['a', 'c'])).toEqual([
      { value: 99 },
      { value: 12.5 },
    ]);
  });

  test('lets one go without the others', async () => {
    const clock = new VirtualClock();
    const ask = groupQueries(prometheus(rates).query, clock);
    const leaving = new AbortController();
    const gone = ask(question('a'), leaving.signal);
    const staying = ask(question('c'), never);
    leaving.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    await clock.advance(20);
    expect(await staying).toEqual({ value: 12.5 });
  });
});

describe('sharing', () => {
  test('sends the same query once a second, and another credential its own', async () => {
    const clock = new VirtualClock();
    const { sent, query } = prometheus({});
    const ask = shareQueries(query, clock);
    await Promise.all([ask(server, 'up', never), ask(server, 'up', never)]);
    await clock.advance(999);
    await ask(server, 'up', never);
    expect(sent).toHaveLength(1);
    await ask({ ...server, headers: { authorization: 'Bearer x' } }, 'up', never);
    expect(sent).toHaveLength(2);
    await clock.advance(1);
    await ask(server, 'up', never);
    expect(sent).toHaveLength(3);
  });

  test('goes on for who still waits, and stops for nobody', async () => {
    let stopped = false;
    const ask = shareQueries(
      (_server, _text, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            stopped = true;
            reject(signal.reason as Error);
          }),
        ),
      new VirtualClock(),
    );
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [ask(server, 'up', one.signal), ask(server, 'up', two.signal)];
    one.abort(new Error('first'));
    await expect(asked[0]).rejects.toThrow('first');
    expect(stopped).toBe(false);
    two.abort(new Error('second'));
    await expect(asked[1]).rejects.toThrow('second');
    expect(stopped).toBe(true);
  });
});
