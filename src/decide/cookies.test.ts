import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import { aRun, aStatus } from '../../test/builders/status.ts';
import { NO_COOKIES } from '../domain/traffic.ts';
import { withCookies } from './cookies.ts';

const affinity = (over: Record<string, unknown> = {}) =>
  aPlan({ sessionAffinity: { cookieName: 'who', ...over } });
const plain = affinity();
const both = affinity({ primaryCookieName: 'other' });
const HELD = { canary: 'who=abc', primary: 'other=abc', previous: 'who=old' };

describe('the record', () => {
  test('gets a cookie of ten letters with the first weight, another one for each run and each Canary', () => {
    const cookieOf = (plan: typeof plain, id: string): string =>
      withCookies(plan, aStatus({ run: aRun({ id }) })).cookies.canary;
    expect(cookieOf(plain, '2')).toMatch(/^who=[A-Za-z]{10}$/);
    const all = [cookieOf(plain, '2'), cookieOf(plain, '3'), cookieOf({ ...plain, uid: 'c-2' }, '2')];
    expect(new Set(all).size).toBe(3);
    expect(cookieOf(plain, '2')).toBe(cookieOf(plain, '2'));
  });

  test('gets one for users of the primary as well where that has a name', () => {
    const { canary, primary } = withCookies(both, aStatus()).cookies;
    expect(primary).toMatch(/^other=[A-Za-z]{10}$/);
    expect(primary.split('=')[1]).not.toBe(canary.split('=')[1]);
  });

  test.each([
    { name: 'none without users', plan: both, status: { canaryWeight: 0 }, is: NO_COOKIES },
    { name: 'none where nobody asked for any', plan: aPlan(), status: {}, is: NO_COOKIES },
    { name: 'those that it has while the weight rises', plan: both, status: { cookies: HELD }, is: HELD },
    {
      name: 'those that it has when the spec gives them another name in mid-run',
      plan: affinity({ cookieName: 'new' }),
      status: { cookies: HELD },
      is: HELD,
    },
    {
      name: 'the cookie as the previous one when users have left',
      plan: both,
      status: { canaryWeight: 0, cookies: HELD },
      is: { canary: '', primary: '', previous: 'who=abc' },
    },
    {
      name: 'the previous one also when nobody asks for cookies any more',
      plan: aPlan(),
      status: { canaryWeight: 0, cookies: HELD },
      is: { canary: '', primary: '', previous: 'who=abc' },
    },
    {
      name: 'the previous one until another takes its place',
      plan: both,
      status: { canaryWeight: 0, cookies: { ...NO_COOKIES, previous: 'who=old' } },
      is: { canary: '', primary: '', previous: 'who=old' },
    },
  ])('has $name', ({ plan, status, is }) => {
    expect(withCookies(plan, aStatus(status)).cookies).toEqual(is);
  });
});
