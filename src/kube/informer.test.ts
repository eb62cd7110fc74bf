import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../api/kinds.ts';
import type { KubeObject } from '../api/objects.ts';
import type { ErrorCode } from '../errors.ts';
import { OperatorError } from '../errors.ts';
import { silentLog } from '../runtime/log.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import type { Cluster, ListOptions, ObjectList, WatchEvent, WatchOptions } from './cluster.ts';
import type { Change, Informer, InformerOptions } from './informer.ts';
import { makeInformer } from './informer.ts';

const object = (name: string, version: number, uid = `${name}-uid`, more: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'demo', uid, resourceVersion: String(version) },
  ...more,
});
const event = (type: 'ADDED' | 'MODIFIED' | 'DELETED', of: KubeObject): WatchEvent => ({ type, object: of });
const error = (code: ErrorCode, retryAfterMs?: number): OperatorError =>
  new OperatorError(code, code, retryAfterMs === undefined ? {} : { retryAfterMs });

/** One open watch, driven by the test. */
class Stream {
  readonly options: WatchOptions;
  readonly #pending: (WatchEvent | Error | 'end')[] = [];
  #wake: () => void = () => undefined;
  open = true;

  constructor(options: WatchOptions) {
    this.options = options;
  }

  push(...items: (WatchEvent | Error | 'end')[]): void {
    this.#pending.push(...items);
    this.#wake();
  }

  async *events(signal: AbortSignal): AsyncGenerator<WatchEvent> {
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    try {
      for (;;) {
        signal.throwIfAborted();
        const next = this.#pending.shift();
        if (next === 'end') return;
        if (next instanceof Error) throw next;
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.open = false;
    }
  }
}

/** A server that answers as scripted: list answers in order, the last one for ever. */
class ScriptedCluster {
  readonly lists: (ObjectList | Error)[] = [];
  readonly listed: ListOptions[] = [];
  readonly streams: Stream[] = [];
  /** What the next watches do at once. */
  readonly openings: (WatchEvent | Error | 'end')[][] = [];

  get cluster(): Cluster {
    const unused = (): never => {
      throw new Error('an informer only lists and watches');
    };
    return {
      get: unused,
      create: unused,
      replace: unused,
      patch: unused,
      list: (_type, options) => {
        this.listed.push(options);
        const answer = this.lists.length > 1 ? this.lists.shift() : this.lists[0];
        if (answer === undefined || answer instanceof Error)
          return Promise.reject(answer ?? new Error('unscripted'));
        return Promise.resolve(answer);
      },
      watch: (_type, options, signal) => {
        const stream = new Stream(options);
        stream.push(...(this.openings.shift() ?? []));
        this.streams.push(stream);
        return stream.events(signal);
      },
    };
  }

  get stream(): Stream {
    return this.streams.at(-1)!;
  }
}

const listOf = (resourceVersion: number, ...items: KubeObject[]): ObjectList => ({
  items,
  resourceVersion: String(resourceVersion),
});

let clock: VirtualClock;
let server: ScriptedCluster;
let informer: Informer;
let changes: string[];
let logged: string[];
let stop: AbortController;
let running: Promise<void>;

const told = ({ before, after }: Change): string => {
  const show = (of: KubeObject): string => `${of.metadata.name}@${of.metadata.resourceVersion!}`;
  if (before === undefined) return `+${show(after!)}`;
  return after === undefined ? `-${show(before)}` : `${show(before)}→${show(after)}`;
};

const start = async (more: Partial<InformerOptions> = {}): Promise<void> => {
  const log = { ...silentLog, warn: (_: object, message: string) => void logged.push(message) };
  informer = makeInformer({
    cluster: server.cluster,
    type: DEPLOYMENT,
    clock,
    random: () => 0.5,
    log,
    ...more,
  });
  informer.onChange((change) => changes.push(told(change)));
  running = informer.run(stop.signal);
  await clock.advance(0);
};

const names = (): string[] =>
  informer.list().map((of) => `${of.metadata.name}@${of.metadata.resourceVersion!}`);

beforeEach(() => {
  clock = new VirtualClock();
  server = new ScriptedCluster();
  changes = [];
  logged = [];
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await running;
  expect(server.streams.every((stream) => !stream.open)).toBe(true);
});

describe('following', () => {
  test('what is listed is there, and what happens after that too', async () => {
    server.lists.push(listOf(10, object('a', 3), object('b', 7)));
    await start();
    expect(informer.synced).toBe(true);
    expect(server.stream.options).toMatchObject({ resourceVersion: '10' });
    server.stream.push(
      event('MODIFIED', object('a', 11)),
      event('ADDED', object('c', 12)),
      event('DELETED', object('b', 13)),
    );
    await clock.advance(0);
    expect(names()).toEqual(['a@11', 'c@12']);
    expect(changes).toEqual(['+a@3', '+b@7', 'a@3→a@11', '+c@12', '-b@7']);
    expect(informer.get('demo', 'c')?.metadata.uid).toBe('c-uid');
    expect(informer.get('other', 'c')).toBeUndefined();
    expect(informer.list('other')).toEqual([]);
  });

  test('nothing is there before all pages are', async () => {
    server.lists.push({ ...listOf(10, object('a', 3)), continue: 'more' }, listOf(10, object('b', 4)));
    await start();
    expect(server.listed).toEqual([{ limit: 500 }, { limit: 500, continue: 'more' }]);
    expect(names()).toEqual(['a@3', 'b@4']);
  });

  test('selectors and view go along with both list and watch', async () => {
    server.lists.push(listOf(1));
    const scope = { namespace: 'demo', labelSelector: 'a=b', fieldSelector: 'c=d', as: 'metadata' as const };
    await start(scope);
    expect(server.listed[0]).toMatchObject(scope);
    expect(server.stream.options).toMatchObject(scope);
  });

  test('managed fields are dropped, and what is kept cannot be edited', async () => {
    const given = object('a', 1);
    server.lists.push(listOf(1, { ...given, metadata: { ...given.metadata, managedFields: [{}] } }));
    await start();
    const kept = informer.get('demo', 'a')!;
    expect(kept.metadata).not.toHaveProperty('managedFields');
    expect(() => Object.assign(kept.metadata, { name: 'b' })).toThrow(TypeError);
  });

  test('deleted and created again under one name is two changes, also when the deletion was missed', async () => {
    server.lists.push(listOf(1, object('a', 1, 'first')));
    await start();
    server.stream.push(event('MODIFIED', object('a', 5, 'second')));
    await clock.advance(0);
    expect(changes).toEqual(['+a@1', '-a@1', '+a@5']);
  });

  test('a listener that throws hurts nobody else', async () => {
    server.lists.push(listOf(1, object('a', 1)));
    const later: string[] = [];
    await start();
    informer.onChange(() => {
      throw new Error('listener');
    });
    const mute = informer.onChange((change) => later.push(told(change)));
    server.stream.push(event('MODIFIED', object('a', 2)));
    await clock.advance(0);
    mute();
    server.stream.push(event('MODIFIED', object('a', 3)));
    await clock.advance(0);
    expect(later).toEqual(['a@1→a@2']);
    expect(names()).toEqual(['a@3']);
  });

  test('waiting for the first list ends when it is there, or with the signal', async () => {
    server.lists.push(error('UNAVAILABLE'), listOf(1));
    await start();
    const impatient = new AbortController();
    const given = informer.whenSynced(impatient.signal).catch((reason: unknown) => reason);
    const waited = informer.whenSynced(stop.signal).then(() => 'synced');
    impatient.abort(new Error('enough'));
    expect(await given).toEqual(new Error('enough'));
    await clock.advance(1_000);
    expect(await waited).toBe('synced');
    await informer.whenSynced(stop.signal);
  });
});

describe('every trouble has a next try', () => {
  test('a watch that the server ends goes on at once, where it was', async () => {
    server.lists.push(listOf(10));
    await start();
    server.stream.push(event('ADDED', object('a', 14)), 'end');
    await clock.advance(0);
    expect(server.streams).toHaveLength(2);
    expect(server.stream.options.resourceVersion).toBe('14');
    expect(server.listed).toHaveLength(1);
  });

  test('a bookmark moves the place to go on from', async () => {
    server.lists.push(listOf(10));
    await start();
    server.stream.push({ type: 'BOOKMARK', resourceVersion: '99' }, 'end');
    await clock.advance(0);
    expect(server.stream.options.resourceVersion).toBe('99');
    expect(changes).toEqual([]);
  });

  test('a broken watch resumes from the last event, after a pause', async () => {
    server.lists.push(listOf(10));
    await start();
    server.stream.push(event('ADDED', object('a', 14)), error('UNAVAILABLE'));
    await clock.advance(100);
    expect(server.streams).toHaveLength(1);
    expect(informer.health.lastError?.code).toBe('UNAVAILABLE');
    await clock.advance(1_000);
    expect(server.stream.options.resourceVersion).toBe('14');
    server.stream.push(event('MODIFIED', object('a', 15)));
    await clock.advance(0);
    expect(names()).toEqual(['a@15']);
    expect(informer.health.lastError).toBeUndefined();
  });

  test('a version that is too old leads to a new list, and what is gone is reported', async () => {
    server.lists.push(
      listOf(10, object('a', 1), object('b', 2), object('c', 3)),
      listOf(50, object('a', 1), object('c', 44, 'new')),
    );
    await start();
    server.stream.push(error('EXPIRED'));
    await clock.advance(0);
    expect(changes.slice(3)).toEqual(['-b@2', '-c@3', '+c@44']);
    expect(server.stream.options.resourceVersion).toBe('50');
  });

  test('a server that expires every version is not stormed', async () => {
    server.lists.push(listOf(10));
    server.openings.push(...Array.from({ length: 100 }, () => [error('EXPIRED')]));
    await start();
    await clock.advance(60_000);
    expect(server.listed.length).toBeLessThan(10);
    server.openings.length = 0;
    expect(await clock.advanceUntil(() => server.streams.some((stream) => stream.open), 60_000)).toBe(true);
  });

  test('a list cut off between pages deletes nothing, and starts over', async () => {
    server.lists.push(
      listOf(10, object('a', 1), object('b', 2)),
      { ...listOf(20, object('a', 1)), continue: 'more' },
      error('EXPIRED'),
      listOf(30, object('a', 1), object('b', 2)),
    );
    await start();
    server.stream.push(error('EXPIRED'));
    await clock.advance(1_000);
    expect(names()).toEqual(['a@1', 'b@2']);
    expect(changes).toEqual(['+a@1', '+b@2']);
    expect(server.stream.options.resourceVersion).toBe('30');
  });

  test('a list that would delete most of what is known is asked for twice', async () => {
    const all = [object('a', 1), object('b', 2), object('c', 3)];
    server.lists.push(listOf(10, ...all), listOf(20), listOf(21, ...all));
    await start();
    server.stream.push(error('EXPIRED'));
    await clock.advance(0);
    expect(changes).toHaveLength(3);
    expect(names()).toHaveLength(3);
  });

  test('a list that deletes most of what is known is believed when it is repeated', async () => {
    server.lists.push(listOf(10, object('a', 1)), listOf(20));
    await start();
    server.stream.push(error('EXPIRED'));
    await clock.advance(0);
    expect(names()).toEqual([]);
  });

  test('a server that is down is asked every few seconds, and the copy stays', async () => {
    server.lists.push(listOf(10, object('a', 1)));
    await start();
    server.openings.push(...Array.from({ length: 1000 }, () => [error('UNAVAILABLE')]));
    server.stream.push(error('UNAVAILABLE'));
    await clock.advance(600_000);
    expect(server.streams.length).toBeGreaterThan(150);
    expect(server.streams.length).toBeLessThan(310);
    expect(names()).toEqual(['a@1']);
    expect(logged).toEqual(['watch failed; trying again']);
  });

  test('an outage is told from a connection that was cut, and remembered after its end', async () => {
    server.lists.push(listOf(10, object('a', 1)));
    await start();
    expect(informer.health.lastAwayMs()).toBe(Number.POSITIVE_INFINITY);
    server.stream.push(error('UNAVAILABLE'));
    await clock.advance(1_000);
    server.stream.push(event('MODIFIED', object('a', 11)));
    await clock.advance(60_000);
    expect(informer.health.lastAwayMs()).toBe(Number.POSITIVE_INFINITY);

    server.openings.push([error('UNAVAILABLE')]);
    server.stream.push(error('UNAVAILABLE'));
    await clock.advance(500);
    expect(informer.health.lastAwayMs()).toBe(0);
    await clock.advance(2_000);
    server.stream.push(event('MODIFIED', object('a', 12)));
    await clock.advance(7_000);
    expect(informer.health.lastAwayMs()).toBe(7_000);
  });

  test.each(['EXPIRED', 'FORBIDDEN', 'NOT_FOUND'] as const)(
    'an outage is not forgotten when the server that is back first says %s',
    async (code) => {
      server.lists.push(listOf(10, object('a', 1)));
      await start();
      server.openings.push([error('UNAVAILABLE')], [error('UNAVAILABLE')], [error(code)]);
      server.stream.push(error('UNAVAILABLE'));
      await clock.advance(30_000);
      server.stream.push(event('MODIFIED', object('a', 12)));
      await clock.advance(1_000);
      expect(informer.health.lastAwayMs()).toBeLessThan(30_000);
      expect(informer.health.lastAwayMs()).toBeGreaterThan(0);
    },
  );

  test('a first list that fails again and again is an outage, too', async () => {
    server.lists.push(error('UNAVAILABLE'), error('UNAVAILABLE'), listOf(10));
    await start();
    await clock.advance(600);
    expect(informer.health.lastAwayMs()).toBe(0);
    await clock.advance(10_000);
    expect(informer.health.lastAwayMs()).toBeGreaterThan(0);
    expect(informer.health.lastAwayMs()).toBeLessThan(10_000);
  });

  test('a kind that is not served is no outage', async () => {
    server.lists.push(error('NOT_FOUND'));
    await start();
    await clock.advance(60_000);
    expect(informer.health.lastAwayMs()).toBe(Number.POSITIVE_INFINITY);
  });

  test('Retry-After is kept', async () => {
    server.lists.push(error('UNAVAILABLE', 20_000), listOf(1));
    await start();
    await clock.advance(19_999);
    expect(server.listed).toHaveLength(1);
    await clock.advance(1);
    expect(informer.synced).toBe(true);
  });

  test('a kind that is not served is said once, and found when it is installed', async () => {
    server.lists.push(...Array.from({ length: 5 }, () => error('NOT_FOUND')), listOf(1, object('a', 1)));
    await start();
    await clock.advance(120_000);
    expect(logged).toEqual(['kind Deployment is not served; looking again until it is']);
    expect(names()).toEqual(['a@1']);
    expect(informer.health.lastError).toBeUndefined();
  });

  test.each([
    { error: error('NOT_FOUND'), why: 'kind Canary is not served: apply the CRDs' },
    { error: error('FORBIDDEN'), why: 'FORBIDDEN: FORBIDDEN' },
  ])('what is missing is said until the first copy is there: $why', async ({ error: failure, why }) => {
    server.lists.push(failure, failure, listOf(1));
    await start({ type: CANARY });
    expect(informer.whyNotSynced()).toBe(why);
    await clock.advance(60_000);
    expect(informer.whyNotSynced()).toBeUndefined();
  });

  test('a connection that is silent for longer than the server promised is given up', async () => {
    server.lists.push(listOf(10));
    await start();
    const [first] = server.streams;
    await clock.advance(369_000);
    expect(first?.open).toBe(true);
    expect(informer.health.lastEventAgeMs()).toBe(369_000);
    await clock.advance(2_000);
    expect(first?.open).toBe(false);
    expect(server.streams).toHaveLength(2);
  });

  test('a connection on which something is heard now and then is not given up', async () => {
    server.lists.push(listOf(10));
    await start();
    for (let version = 11; version < 15; version++) {
      await clock.advance(300_000);
      server.stream.push({ type: 'BOOKMARK', resourceVersion: String(version) });
    }
    await clock.advance(300_000);
    expect(server.streams).toHaveLength(1);
  });

  test('an expiry after a good stretch is cured at once, as the first one was', async () => {
    server.lists.push(listOf(10));
    await start();
    for (let version = 11; version < 15; version++) {
      server.stream.push(event('MODIFIED', object('a', version)), error('EXPIRED'));
      await clock.advance(0);
      expect(server.stream.open).toBe(true);
    }
  });

  test('a watch that is cut off again and again, without an event, is not reopened in a loop', async () => {
    server.lists.push(listOf(10));
    server.openings.push(...Array.from({ length: 1000 }, () => ['end' as const]));
    await start();
    await clock.advance(60_000);
    expect(server.streams.length).toBeLessThan(32);
  });

  test('what nobody foresaw is logged as an error and tried again', async () => {
    server.lists.push(new TypeError('surprise'), listOf(1, object('a', 1)));
    await start();
    expect(informer.health.lastError?.code).toBe('BUG');
    await clock.advance(1_000);
    expect(names()).toEqual(['a@1']);
  });

  test('a server restored from a backup counts backwards, and is believed', async () => {
    server.lists.push(
      listOf(100, object('a', 90), object('b', 91)),
      listOf(50, object('a', 40), object('b', 41)),
    );
    await start();
    server.stream.push(error('EXPIRED'));
    await clock.advance(0);
    expect(names()).toEqual(['a@40', 'b@41']);
    expect(server.stream.options.resourceVersion).toBe('50');
  });

  test('stopping in a pause ends at once', async () => {
    server.lists.push(error('UNAVAILABLE'));
    await start();
    stop.abort();
    await expect(running).resolves.toBeUndefined();
  });
});

describe('reading own writes', () => {
  beforeEach(async () => {
    server.lists.push(listOf(10, object('a', 5)));
    await start();
  });

  test('the answer to a write is there at once, and its event changes nothing more', async () => {
    informer.learn(object('a', 12));
    expect(names()).toEqual(['a@12']);
    server.stream.push(event('MODIFIED', object('a', 11)), event('MODIFIED', object('a', 12)));
    await clock.advance(0);
    expect(changes).toEqual(['+a@5', 'a@5→a@12']);
  });

  test('an answer that comes after the event is old news', async () => {
    server.stream.push(event('MODIFIED', object('a', 12)), event('DELETED', object('a', 13)));
    await clock.advance(0);
    informer.learn(object('a', 12));
    expect(names()).toEqual([]);
  });

  test('what was created after a list was read survives that list', async () => {
    server.lists.push(listOf(20, object('a', 5)));
    informer.learn(object('b', 25));
    server.stream.push(error('EXPIRED'));
    await clock.advance(0);
    expect(names()).toEqual(['a@5', 'b@25']);
  });

  test('the late end of an old object does not take the new one with it', async () => {
    informer.learn(object('a', 20, 'second'));
    server.stream.push(event('DELETED', object('a', 15)));
    await clock.advance(0);
    expect(names()).toEqual(['a@20']);
    expect(changes).toEqual(['+a@5', '-a@5', '+a@20']);
  });
});

test('a metadata view keeps no contents, also of what is learned', async () => {
  server.lists.push(listOf(1));
  await start({ as: 'metadata' });
  informer.learn(object('secret', 5, 'uid', { data: { password: 'x' } }));
  expect(informer.get('demo', 'secret')).toEqual(object('secret', 5, 'uid'));
});
