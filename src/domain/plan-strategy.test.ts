import { describe, expect, test } from '@jest/globals';
import { aCanary, aPlan, DEFAULTS } from '../../test/builders/plan.ts';
import { parsePlan } from './plan.ts';

const COUNTED = { stepWeight: undefined, maxWeight: undefined, iterations: 5 };
const BETA = { headers: { 'x-beta': { exact: 'yes' } } };
const strategyOf = (analysis: Record<string, unknown>, spec: Record<string, unknown> = {}) =>
  aPlan(analysis, spec).analysis;
const issuesOf = (analysis: Record<string, unknown>, spec: Record<string, unknown> = {}) => {
  const parsed = parsePlan(aCanary(analysis, spec), DEFAULTS);
  return 'issues' in parsed ? parsed.issues.map(({ path, problem }) => `${path} ${problem}`) : [];
};
const service = (over: Record<string, unknown>) => ({ service: { port: 9898, ...over } });

describe('the strategy is', () => {
  test.each([
    { name: 'a ladder of weights', given: {}, is: { strategy: 'canary', iterations: 0, match: [] } },
    {
      name: 'a ladder for the requests that match',
      given: { match: [BETA] },
      is: { strategy: 'canary', ladder: [10, 20, 30, 40, 50], match: [BETA] },
    },
    {
      name: 'Blue/Green with iterations',
      given: COUNTED,
      is: { strategy: 'blue-green', iterations: 5, ladder: [100], mirror: undefined },
    },
    {
      name: 'A/B testing with iterations and a match',
      given: { ...COUNTED, match: [BETA] },
      is: { strategy: 'ab-testing', iterations: 5, ladder: [100], match: [BETA] },
    },
    {
      name: 'a ladder when iterations are 0 and the match is empty',
      given: { iterations: 0, match: [], mirror: false },
      is: { strategy: 'canary', match: [], mirror: undefined },
    },
    {
      name: 'one that counts, when it is given steps as well',
      given: { iterations: 3 },
      is: { strategy: 'blue-green', iterations: 3, ladder: [100], clampedFrom: undefined },
    },
    {
      name: 'mirrored by as many requests as were asked for',
      given: { mirror: true, mirrorWeight: 25 },
      is: { mirror: { percent: 25 } },
    },
    {
      name: 'mirrored by all requests when nobody says how many',
      given: { mirror: true, mirrorWeight: 0 },
      is: { mirror: { percent: undefined } },
    },
    { name: 'not mirrored by a weight alone', given: { mirrorWeight: 25 }, is: { mirror: undefined } },
  ])('$name', ({ given, is }) => {
    expect(strategyOf(given)).toMatchObject(is);
  });
});

describe('without Istio', () => {
  const PLAIN = { provider: 'kubernetes' };

  test.each([
    {
      name: 'iterations are counted as asked for',
      given: COUNTED,
      is: { strategy: 'blue-green', iterations: 5, leftOut: [] },
    },
    {
      name: 'ten take the place of weights, and it says so',
      given: {},
      is: {
        strategy: 'blue-green',
        iterations: 10,
        leftOut: ['provider kubernetes cannot split traffic, there are 10 iterations instead of weights'],
      },
    },
    {
      name: 'a match is left out, and it says so',
      given: { ...COUNTED, match: [BETA] },
      is: {
        strategy: 'blue-green',
        match: [],
        leftOut: ['provider kubernetes cannot match requests, analysis.match is left out'],
      },
    },
    {
      name: 'nothing has to settle, and it says so',
      given: { ...COUNTED, settleTime: '15s' },
      is: {
        leftOut: [
          'provider kubernetes moves no traffic before the promotion, analysis.settleTime is left out',
        ],
      },
    },
    {
      name: 'nothing is mirrored and no cookie is set',
      given: { ...COUNTED, mirror: true, sessionAffinity: { cookieName: 'who' } },
      is: { mirror: undefined, affinity: undefined },
    },
  ])('$name', ({ given, is }) => {
    expect(strategyOf(given, PLAIN)).toMatchObject(is);
  });

  test('a port of another protocol is the business of its Service alone', () => {
    const tcp = { ...PLAIN, service: { port: 6379, appProtocol: 'tcp' } };
    expect(issuesOf({ ...COUNTED, match: [BETA], mirror: true }, tcp)).toEqual([]);
  });

  test('an operator that runs without it takes that for granted, and refuses what needs it', () => {
    const defaults = { ...DEFAULTS, meshProvider: 'kubernetes' } as const;
    expect(parsePlan(aCanary(), defaults)).toMatchObject({ plan: { provider: 'kubernetes' } });
    expect(parsePlan(aCanary({}, { provider: 'istio' }), defaults)).toEqual({
      issues: [
        {
          path: 'spec.provider',
          problem: 'must be kubernetes: this operator runs with --mesh-provider=kubernetes',
        },
      ],
    });
  });
});

describe('a match', () => {
  test('on the end of a header is one on an expression, since Istio knows no suffix', () => {
    const { match } = strategyOf({ match: [{ headers: { host: { suffix: '.beta.io' } } }] });
    expect(match).toEqual([{ headers: { host: { regex: '.*\\.beta\\.io' } } }]);
  });

  test('has nothing that the API server would not keep', () => {
    const { match } = strategyOf({ match: [{ ...BETA, uri: { prefix: '/' }, sourceLabels: {} }] });
    expect(match).toEqual([BETA]);
  });
});

describe('cookies', () => {
  const affinityOf = (over: Record<string, unknown> = {}) =>
    strategyOf({ sessionAffinity: { cookieName: 'who', ...over } }).affinity;

  test('live for a day unless told, and have no attributes', () => {
    expect(affinityOf()).toEqual({
      cookieName: 'who',
      primaryCookieName: undefined,
      maxAgeSeconds: 86_400,
      attributes: '',
    });
  });

  test('have all attributes that a browser knows', () => {
    expect(
      affinityOf({
        primaryCookieName: 'other',
        maxAge: 60,
        domain: 'shop.io',
        path: '/cart',
        httpOnly: true,
        secure: true,
        sameSite: 'None',
        partitioned: true,
      }),
    ).toEqual({
      cookieName: 'who',
      primaryCookieName: 'other',
      maxAgeSeconds: 60,
      attributes: '; Domain=shop.io; HttpOnly; Partitioned; Path=/cart; SameSite=None; Secure',
    });
  });
});

describe('a mistake is named by path and allowed form:', () => {
  const BESIDE_TCP = 'must not be set beside service.appProtocol tcp: connections are split by weight alone';
  const affinity = (over: Record<string, unknown>) => ({ sessionAffinity: { cookieName: 'who', ...over } });

  test.each([
    {
      analysis: { stepWeight: undefined, iterations: 0 },
      issue:
        'spec.analysis.stepWeight must be a whole number from 1 to 100, unless stepWeights lists the weights or iterations are counted',
    },
    {
      analysis: { iterations: -1 },
      issue: 'spec.analysis.iterations must be a whole number from 0 to 10000, got -1',
    },
    {
      analysis: { mirror: true, mirrorWeight: 101 },
      issue: 'spec.analysis.mirrorWeight must be a whole number from 0 to 100, got 101',
    },
    {
      analysis: { match: [{}] },
      issue:
        'spec.analysis.match[0] must have headers, queryParams or sourceLabels, or it would match everyone',
    },
    {
      analysis: { match: [{ headers: { a: { exact: 'x', suffix: 'y' } } }] },
      issue:
        'spec.analysis.match[0].headers.a must have only one of exact, prefix, suffix and regex, got exact and suffix',
    },
    {
      analysis: { match: [{ queryParams: { a: { exact: 1 } } }] },
      issue: 'spec.analysis.match[0].queryParams.a.exact must be a string, got 1',
    },
    { analysis: { sessionAffinity: {} }, issue: 'spec.analysis.sessionAffinity.cookieName is required' },
    {
      analysis: affinity({ cookieName: 'a b' }),
      issue: "spec.analysis.sessionAffinity.cookieName must be letters, digits and !#$%&'*+.^_`|~- only",
    },
    {
      analysis: affinity({ primaryCookieName: 'who' }),
      issue: 'spec.analysis.sessionAffinity.primaryCookieName must differ from cookieName',
    },
    {
      analysis: affinity({ path: '/; Secure' }),
      issue: 'spec.analysis.sessionAffinity.path must not contain ";" or control characters',
    },
    {
      analysis: affinity({ sameSite: 'Never' }),
      issue: 'spec.analysis.sessionAffinity.sameSite must be Strict, Lax or None, got "Never"',
    },
    {
      analysis: affinity({ maxAge: 0 }),
      issue: 'spec.analysis.sessionAffinity.maxAge must be a whole number from 1 to 2147483647, got 0',
    },
    { analysis: { match: [BETA] }, tcp: true, issue: `spec.analysis.match ${BESIDE_TCP}` },
    { analysis: { mirror: true }, tcp: true, issue: `spec.analysis.mirror ${BESIDE_TCP}` },
    { analysis: affinity({}), tcp: true, issue: `spec.analysis.sessionAffinity ${BESIDE_TCP}` },
  ])('$issue', ({ analysis, tcp, issue }) => {
    expect(issuesOf(analysis, tcp === true ? service({ appProtocol: 'TCP' }) : {})).toEqual([issue]);
  });

  test.each([
    {
      given: { delegation: true, hosts: ['shop.io'] },
      issue:
        'spec.service.hosts must be empty beside delegation: they belong to the VirtualService that delegates',
    },
    {
      given: { delegation: true, gateways: ['mesh'] },
      issue:
        'spec.service.gateways must be empty beside delegation: they belong to the VirtualService that delegates',
    },
    {
      given: { delegation: true, appProtocol: 'tcp' },
      issue:
        'spec.service.delegation must not be set beside appProtocol tcp: Istio delegates HTTP routes only',
    },
    {
      given: { keepForeignRoutes: true, appProtocol: 'TCP' },
      issue:
        'spec.service.keepForeignRoutes must not be set beside appProtocol tcp: TCP routes have no names, and HTTP routes of others stay there anyway',
    },
  ])('$issue', ({ given, issue }) => {
    expect(issuesOf({}, service(given))).toEqual([issue]);
  });
});

test('a delegate has neither hosts nor gateways, not even its own name', () => {
  expect(aPlan({}, service({ delegation: true })).service).toMatchObject({
    isDelegate: true,
    hosts: [],
    gateways: [],
  });
});
