import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import { type Ending, makeOutbox, type Parcel, type Try } from './outbox.ts';

const AGAIN: Try = { kind: 'again', why: 'away' };
const DONE: Try = { kind: 'delivered' };

/** An outbox, and parcels that answer from a list and note what became of them. */
const stage = (limit = 10) => {
  const clock = new VirtualClock(0);
  const outbox = makeOutbox({ clock, random: () => 1, limit, oldestMs: 60_000 });
  const tries: string[] = [];
  const endings: (readonly [string, Ending])[] = [];
  const put = (
    name: string,
    answers: readonly (Try | Error | 'never')[],
    over: Partial<Parcel> = {},
  ): void => {
    const left = [...answers];
    outbox.put({
      lane: 'a',
      tries: 5,
      deliver: (signal) => {
        tries.push(`${name} at ${clock.monotonic() / 1000}`);
        const answer = left.shift() ?? DONE;
        if (answer instanceof Error) return Promise.reject(answer);
        if (answer !== 'never') return Promise.resolve(answer);
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
      ended: (ending) => endings.push([name, ending]),
      ...over,
    });
  };
  return { clock, outbox, tries, endings, put };
};

const dropped = (reason: string, why = 'away') => ({ kind: 'dropped', reason, why });

describe('the outbox', () => {
  test('tries again, twice as late each time, and not before the receiver wants it', async () => {
    const { clock, tries, endings, put } = stage();
    put('one', [AGAIN, AGAIN, { ...AGAIN, afterMs: 10_000 }, DONE]);
    await clock.advance(30_000);
    expect(tries).toEqual(['one at 0', 'one at 1', 'one at 3', 'one at 13']);
    expect(endings).toEqual([['one', DONE]]);
  });

  test('gives up after the last try, at a refusal at once, and when it would come too late', async () => {
    const { clock, endings, put } = stage();
    put('unreachable', [AGAIN, AGAIN], { lane: 'b', tries: 2 });
    put('refused', [{ kind: 'refused', why: 'status 403' }], { lane: 'c' });
    put('late', [{ ...AGAIN, afterMs: 3_600_000 }], { lane: 'd' });
    await clock.advance(5_000);
    expect(Object.fromEntries(endings)).toEqual({
      refused: dropped('refused', 'status 403'),
      late: dropped('tooOld'),
      unreachable: dropped('unreachable'),
    });
  });

  test('keeps the order of a lane, with its pace, and lets no lane wait for another', async () => {
    const { clock, tries, put } = stage();
    put('one', [AGAIN], { gapMs: 5_000 });
    put('two', [], { gapMs: 5_000 });
    put('other', [], { lane: 'b' });
    await clock.advance(20_000);
    expect(tries).toEqual(['one at 0', 'other at 0', 'one at 1', 'two at 6']);
  });

  test('keeps the pace also when a lane was empty for a moment', async () => {
    const { clock, tries, put } = stage();
    put('one', [], { gapMs: 5_000 });
    await clock.advance(1_000);
    put('two', [], { gapMs: 5_000 });
    await clock.advance(20_000);
    expect(tries).toEqual(['one at 0', 'two at 5']);
  });

  test('drops what has waited too long behind others', async () => {
    const { clock, endings, tries, put } = stage();
    put('one', [], { gapMs: 61_000 });
    put('two', []);
    await clock.advance(120_000);
    expect(tries).toEqual(['one at 0']);
    expect(endings[1]).toEqual(['two', dropped('tooOld', 'it waited behind others')]);
  });

  test('holds no more than its limit, and says what it drops', async () => {
    const { clock, outbox, endings, put } = stage(2);
    for (const name of ['one', 'two', 'three']) put(name, [AGAIN]);
    expect(outbox.waiting()).toBe(2);
    expect(endings).toEqual([['three', dropped('queueFull', '2 others are waiting')]]);
    await clock.advance(30_000);
    expect(outbox.waiting()).toBe(0);
  });

  test('outlives what nobody foresaw, without showing its words', async () => {
    const { clock, endings, put } = stage();
    put('broken', [new TypeError('https://hooks.test/word')]);
    put('next', []);
    await clock.advance(1_000);
    expect(endings).toEqual([
      ['broken', dropped('bug', 'TypeError')],
      ['next', DONE],
    ]);
  });
});

describe('closing the outbox', () => {
  test('lets a try that is under way end, starts no other, and ends none of the rest', async () => {
    const { clock, outbox, tries, endings, put } = stage();
    put('waiting', [AGAIN], { lane: 'a' });
    put('behind', [], { lane: 'a' });
    put('under way', [], { lane: 'b' });
    const closed = outbox.close();
    put('too late', [], { lane: 'c' });
    await clock.advance(10_000);
    await closed;
    expect(tries).toEqual(['waiting at 0', 'under way at 0']);
    expect(endings).toEqual([['under way', DONE]]);
  });

  test('waits three seconds for a try that hangs, and no longer', async () => {
    const { clock, outbox, endings, put } = stage();
    put('hanging', ['never']);
    let isClosed = false;
    void outbox.close().then(() => {
      isClosed = true;
    });
    await clock.advance(2_900);
    expect(isClosed).toBe(false);
    await clock.advance(200);
    expect(isClosed).toBe(true);
    expect(endings).toEqual([]);
  });
});
