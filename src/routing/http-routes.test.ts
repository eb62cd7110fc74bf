import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import type { Plan } from '../domain/plan.ts';
import { NO_COOKIES, type Traffic, trafficAt } from '../domain/traffic.ts';
import { httpRoutes } from './http-routes.ts';

const BETA = { headers: { 'x-beta': { exact: 'yes' } } };
const everyone = aPlan();
const matching = aPlan({ match: [BETA] });
const mirroring = aPlan({ mirror: true });
const sticky = aPlan({ sessionAffinity: { cookieName: 'a.b', primaryCookieName: 'p' } });

/** Weights of the canary, route by route; undefined where a route does not know it. */
const canaryWeights = (plan: Plan, traffic: Traffic): readonly unknown[] =>
  httpRoutes(plan, traffic).map((route) => {
    const items = route['route'] as readonly { destination: { host: string }; weight: number }[];
    return items.find(({ destination }) => destination.host === 'podinfo-canary')?.weight;
  });
const matches = (plan: Plan, traffic: Traffic): readonly unknown[] =>
  httpRoutes(plan, traffic).map((route) => route['match']);

describe('a weight', () => {
  test.each([
    { name: 'for everyone', plan: everyone, traffic: trafficAt(30), is: [30] },
    {
      name: 'for those who match',
      plan: matching,
      traffic: trafficAt(100, { audience: 'matched' }),
      is: [100, undefined],
    },
    {
      name: 'for those who match is none for all, when the spec matches nobody any more',
      plan: everyone,
      traffic: trafficAt(100, { audience: 'matched' }),
      is: [0],
    },
    {
      name: 'for everyone stays one while the spec has come to match some',
      plan: matching,
      traffic: trafficAt(30),
      is: [30, 30],
    },
    {
      name: 'of 0 leaves those who match a route of their own',
      plan: matching,
      traffic: trafficAt(0),
      is: [0, undefined],
    },
  ])('$name', ({ plan, traffic, is }) => {
    expect(canaryWeights(plan, traffic)).toEqual(is);
  });
});

describe('copies', () => {
  test.each([
    { name: 'of all requests', plan: mirroring, is: { mirror: { host: 'podinfo-canary' } } },
    {
      name: 'of a share',
      plan: aPlan({ mirror: true, mirrorWeight: 5 }),
      is: { mirror: { host: 'podinfo-canary' }, mirrorPercentage: { value: 5 } },
    },
  ])('$name', ({ plan, is }) => {
    expect(httpRoutes(plan, trafficAt(0, { mirrored: true }))[0]).toMatchObject(is);
  });

  test('end when the spec turns them off, whatever the record says', () => {
    expect(httpRoutes(everyone, trafficAt(0, { mirrored: true }))[0]).not.toHaveProperty('mirror');
  });
});

describe('a cookie', () => {
  const cookies = { canary: 'a.b=xyz', primary: 'p=abc', previous: '' };

  test('is matched as it stands, also where its name means something to an expression', () => {
    expect(matches(sticky, trafficAt(30, { cookies }))).toEqual([
      [{ headers: { Cookie: { regex: '(.*; ?)?a\\.b=xyz(;.*)?' } } }],
      [{ headers: { Cookie: { regex: '(.*; ?)?p=abc(;.*)?' } } }],
      undefined,
    ]);
    expect(canaryWeights(sticky, trafficAt(30, { cookies }))).toEqual([100, 0, 30]);
  });

  test.each([
    { header: 'who=xyz', is: true },
    { header: 'a=b; who=xyz; c=d', is: true },
    { header: 'other-who=xyz', is: false },
    { header: 'who=old; other=xyz', is: false },
    { header: 'who=xyzw', is: false },
  ])('is found in "$header": $is', ({ header, is }) => {
    const [route] = httpRoutes(sticky, trafficAt(30, { cookies: { ...NO_COOKIES, canary: 'who=xyz' } }));
    const [match] = route?.['match'] as [{ headers: { Cookie: { regex: string } } }];
    expect(new RegExp(`^(?:${match.headers.Cookie.regex})$`).test(header)).toBe(is);
  });

  test('opens no way in beside what the service matches', () => {
    const plan = aPlan(
      { sessionAffinity: { cookieName: 'who' } },
      { service: { port: 80, match: [{ headers: { tenant: { exact: 'a' } } }] } },
    );
    const [first] = matches(plan, trafficAt(30, { cookies: { ...NO_COOKIES, canary: 'who=xyz' } }));
    expect(first).toEqual([
      { headers: { tenant: { exact: 'a' }, Cookie: { regex: '(.*; ?)?who=xyz(;.*)?' } } },
    ]);
  });

  test('keeps nobody on the primary when all traffic goes to the canary', () => {
    expect(canaryWeights(sticky, trafficAt(100, { cookies }))).toEqual([100, 100]);
  });

  test('is set by no route before the record has one', () => {
    expect(canaryWeights(sticky, trafficAt(30))).toEqual([30]);
  });

  test('of the run before is deleted by its own route alone', () => {
    const routes = httpRoutes(sticky, trafficAt(0, { cookies: { ...NO_COOKIES, previous: 'a.b=old' } }));
    expect(routes[0]?.['headers']).toEqual({ response: { add: { 'Set-Cookie': 'a.b=old; Max-Age=-1' } } });
    expect(routes[1]).not.toHaveProperty('headers');
  });
});
