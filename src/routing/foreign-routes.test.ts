import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aPlan } from '../../test/builders/plan.ts';
import type { KubeObject } from '../api/objects.ts';
import type { Json } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import { trafficAt } from '../domain/traffic.ts';
import { hidingRoute } from './foreign-routes.ts';
import { returnedRoutes } from './hand-over.ts';
import { routesSeen, virtualService } from './istio.ts';

const to = (host: string, more: Json = {}): Json => ({ ...more, route: [{ destination: { host } }] });
const under = (prefix: string): Json => ({ match: [{ uri: { prefix } }] });

/** Routes of others, and of ours as a hand may have left them, by a word. */
const ROUTES: Readonly<Record<string, Json>> = {
  legacy: to('legacy', under('/legacy')),
  fallback: to('fallback'),
  root: to('fallback', { match: [{ name: 'all', uri: { prefix: '/' }, ignoreUriCase: true }] }),
  'of one port': to('fallback', { match: [{ port: 8080 }] }),
  moved: { match: [{ uri: { exact: '/old' } }], redirect: { uri: '/new' } },
  delegated: { name: 'shop', match: [{ uri: { prefix: '/shop' } }], delegate: { name: 'shop' } },
  health: to('podinfo', under('/healthz')),
  apex: to('podinfo.test.svc.cluster.local'),
  'apex of /api': to('podinfo', under('/api')),
  unnamed: { route: [{ destination: { host: 'podinfo-primary' }, weight: 100 }] },
  testers: to('podinfo-canary.test', { ...under('/test'), name: 'testers' }),
  bent: to('elsewhere', { name: 'serinette-1' }),
  'serinette-1': { name: 'serinette-1', route: 'ours' },
  'serinette-2': { name: 'serinette-2', route: 'ours' },
};

const keeping = (analysis: Json = {}, service: Json = {}): Plan =>
  aPlan(analysis, { service: { port: 80, keepForeignRoutes: true, ...service } });
const plan = keeping();
const pair = keeping({ match: [{ headers: { 'x-beta': { exact: 'yes' } } }] });
const ofApi = keeping({}, under('/api'));

const holding = (...words: readonly string[]): KubeObject => ({
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  metadata: { name: 'podinfo', namespace: 'test' },
  spec: { hosts: ['shop.example.com'], http: words.map((word) => ROUTES[word]) },
});

const httpOf = (object: KubeObject): readonly Json[] =>
  (object['spec'] as { readonly http: readonly Json[] }).http;

/** By the words above; ours by their names, which they bear only if they lead to the sides. */
const inWords = (object: KubeObject): readonly string[] =>
  httpOf(object).map((route) => {
    const text = JSON.stringify(route);
    if (text.includes('podinfo-primary') && text.includes('podinfo-canary')) return String(route['name']);
    return Object.keys(ROUTES).find((word) => JSON.stringify(ROUTES[word]) === text) ?? text;
  });

const written = (given: Plan, existing: KubeObject | undefined, weight = 30): KubeObject =>
  virtualService(given, trafficAt(weight), { seq: 4, time: 'T' }, existing);

describe('routes of others are kept', () => {
  const both = ['serinette-1', 'serinette-2'];

  test.each([
    { name: 'where there are none', given: plan, before: [], after: ['serinette-1'] },
    {
      name: 'before and after ours',
      given: plan,
      before: ['legacy', 'moved', 'serinette-1', 'delegated', 'fallback'],
      after: ['legacy', 'moved', 'serinette-1', 'delegated', 'fallback'],
    },
    {
      name: 'at take-over, with ours before the one that led everyone to the Service',
      given: plan,
      before: ['health', 'legacy', 'apex', 'fallback'],
      after: ['health', 'legacy', 'serinette-1', 'apex', 'fallback'],
    },
    {
      name: 'at take-over, with ours before the one that had the same match',
      given: ofApi,
      before: ['legacy', 'apex of /api', 'fallback'],
      after: ['legacy', 'serinette-1', 'apex of /api', 'fallback'],
    },
    {
      name: 'at take-over, with ours last where none led to the Service',
      given: plan,
      before: ['legacy', 'health'],
      after: ['legacy', 'health', 'serinette-1'],
    },
    {
      name: 'and those of another controller, or from before there were names, give way to ours',
      given: plan,
      before: ['legacy', 'unnamed', 'fallback'],
      after: ['legacy', 'serinette-1', 'fallback'],
    },
    {
      name: 'but none that leads to a side: who comes there is for the record to say',
      given: plan,
      before: ['legacy', 'serinette-1', 'testers', 'fallback'],
      after: ['legacy', 'serinette-1', 'fallback'],
    },
    {
      name: 'and one of ours that a hand has bent is ours again',
      given: plan,
      before: ['legacy', 'bent', 'fallback'],
      after: ['legacy', 'serinette-1', 'fallback'],
    },
    {
      name: 'and what was put between ours comes first, so that it is not hidden',
      given: pair,
      before: ['serinette-1', 'legacy', 'serinette-2', 'fallback'],
      after: ['legacy', ...both, 'fallback'],
    },
    {
      name: 'and ours are put in their order',
      given: pair,
      before: ['legacy', 'serinette-2', 'serinette-1', 'fallback'],
      after: ['legacy', ...both, 'fallback'],
    },
    {
      name: 'and ours do not follow a stray one',
      given: plan,
      before: ['serinette-1', 'fallback', 'unnamed'],
      after: ['serinette-1', 'fallback'],
    },
    {
      name: 'not without the field: then all routes are ours, and nameless',
      given: aPlan(),
      before: ['legacy', 'serinette-1', 'fallback'],
      after: ['undefined'],
    },
  ])('$name', ({ given, before, after }) => {
    const object = written(given, holding(...before));
    // The second of a pair leads to the primary alone.
    const words = inWords(object).map((word) => (word.includes('"serinette-2"') ? 'serinette-2' : word));
    expect(words).toEqual(after);
  });

  test('in any mixture: theirs in their order, ours together, and a second look finds nothing to do', () => {
    const mixtures = fc.array(fc.constantFrom(...Object.keys(ROUTES)), { maxLength: 8 });
    fc.assert(
      fc.property(mixtures, fc.constantFrom(plan, pair, ofApi), (words, given) => {
        const before = holding(...words);
        const after = written(given, before);
        const isTheirs = (route: Json): boolean =>
          !/^serinette-/.test(String(route['name'])) && !/podinfo-/.test(JSON.stringify(route));
        expect(httpOf(after).filter(isTheirs)).toEqual(httpOf(before).filter(isTheirs));
        const names = httpOf(after)
          .map(({ name }) => String(name))
          .join(' ');
        expect(names).toContain(given === pair ? 'serinette-1 serinette-2' : 'serinette-1');
        expect(routesSeen(given, trafficAt(30), after, () => 0).form).toBe('asWanted');
        const back = returnedRoutes(given, after, true);
        expect(httpOf(back).filter(isTheirs)).toEqual(
          expect.arrayContaining(httpOf(before).filter(isTheirs)),
        );
        expect(JSON.stringify(back['spec'])).not.toMatch(/serinette|podinfo-/);
        expect(returnedRoutes(given, back, true)).toEqual(back);
      }),
      { seed: 20_261_126, numRuns: 300 },
    );
  });
});

describe('ours are repaired', () => {
  const whole = written(plan, holding('legacy', 'fallback'));
  const form = (change: (routes: Json[]) => Json[]): string => {
    const http = change(structuredClone([...httpOf(whole)]));
    return routesSeen(plan, trafficAt(30), { ...whole, spec: { ...(whole['spec'] as Json), http } }, () => 0)
      .form;
  };

  test.each([
    { name: 'not when others add a route', is: 'asWanted', change: (all: Json[]) => [...all, to('new')] },
    {
      name: 'not when others add one before',
      is: 'asWanted',
      change: (all: Json[]) => [to('new', under('/new')), ...all],
    },
    { name: 'not when others remove theirs', is: 'asWanted', change: (all: Json[]) => all.slice(-1) },
    { name: 'when ours is gone', is: 'drifted', change: (all: Json[]) => all.slice(0, 1) },
    {
      name: 'when its weights are others',
      is: 'drifted',
      change: (all: Json[]) =>
        JSON.parse(JSON.stringify(all).replace('"weight":70', '"weight":69')) as Json[],
    },
    {
      name: 'when it has lost its name',
      is: 'drifted',
      change: (all: Json[]) => all.map(({ name: _, ...route }) => route),
    },
  ])('$name', ({ change, is }) => {
    expect(form(change)).toBe(is);
  });
});

describe('ours are hidden', () => {
  test.each([
    { name: 'by a route without a match before them', words: ['legacy', 'fallback', 'serinette-1'], is: 1 },
    { name: 'by one that matches every path', words: ['root', 'serinette-1'], is: 0 },
    { name: 'not by one that matches some', words: ['of one port', 'legacy', 'serinette-1'], is: undefined },
    { name: 'not by one after them', words: ['serinette-1', 'fallback'], is: undefined },
    { name: 'not by one that they will come before', words: ['legacy', 'apex'], is: undefined },
    { name: 'already before they are there', words: ['legacy', 'fallback'], is: 1 },
    { name: 'not by one that gives way to them', words: ['unnamed'], is: undefined },
    { name: 'not by another one of ours', words: ['serinette-1', 'serinette-2'], is: undefined },
  ])('$name', ({ words, is }) => {
    expect(hidingRoute(plan, holding(...words))).toBe(is);
  });

  test('by nothing where all routes are ours, or none is there', () => {
    expect(hidingRoute(aPlan(), holding('fallback'))).toBeUndefined();
    expect(hidingRoute(plan, undefined)).toBeUndefined();
  });
});

describe('given back,', () => {
  const taken = (before: readonly string[], taking = plan): KubeObject => written(taking, holding(...before));
  /** After what others have done to it since. */
  const since = (object: KubeObject, change: (routes: readonly Json[]) => readonly Json[]): KubeObject => ({
    ...object,
    spec: { ...(object['spec'] as Json), http: change(httpOf(object)) },
  });
  const back = (object: KubeObject, given = plan): readonly string[] =>
    inWords(returnedRoutes(given, object, true));

  test.each([
    {
      name: 'it is what it was',
      object: taken(['health', 'legacy', 'apex']),
      is: ['health', 'legacy', 'apex'],
    },
    {
      name: 'it has what others have added and lacks what they have removed',
      object: since(taken(['legacy', 'apex']), ([, ...rest]) => [...rest, ROUTES['moved'] ?? {}]),
      is: ['apex', 'moved'],
    },
    {
      name: 'it leads to the Service again where others thought that nobody came that way any more',
      object: since(taken(['health', 'apex']), (routes) => routes.slice(0, 2)),
      is: ['health', 'apex'],
    },
    {
      name: 'it gets back what was lost before others were kept',
      object: written(plan, taken(['legacy', 'apex'], aPlan())),
      is: ['legacy', 'apex'],
    },
    {
      name: 'of that only what led to the Service, where others have come since',
      object: since(written(plan, taken(['legacy', 'apex'], aPlan())), (routes) => [
        ROUTES['moved'] ?? {},
        ...routes,
      ]),
      is: ['moved', 'apex'],
    },
    {
      name: 'it leads to the Service where nothing that was lost did',
      object: since(written(plan, taken(['legacy'], aPlan())), (routes) => [
        ROUTES['moved'] ?? {},
        ...routes,
      ]),
      is: ['moved', JSON.stringify(to('podinfo'))],
    },
    {
      name: 'one that we made leads to the Service, among what others have added',
      object: since(written(plan, undefined), (routes) => [
        ROUTES['legacy'] ?? {},
        ...routes,
        ROUTES['fallback'] ?? {},
      ]),
      is: ['legacy', JSON.stringify(to('podinfo')), 'fallback'],
    },
  ])('$name', ({ object, is }) => {
    expect(back(object)).toEqual(is);
  });

  test('it is what it was also where its routes led only some requests to the Service', () => {
    const words = ['legacy', 'apex of /api'];
    expect(back(taken(words, ofApi), ofApi)).toEqual(words);
  });

  test('it leads to the Service by HTTP, where connections were split until just now', () => {
    const before = holding('legacy');
    const { spec } = written(aPlan({}, { service: { port: 80, appProtocol: 'tcp' } }), undefined);
    const mixed = { ...before, spec: { ...(before['spec'] as Json), tcp: (spec as Json)['tcp'] } };
    const returned = returnedRoutes(plan, mixed, true);
    expect(inWords(returned)).toEqual(['legacy', JSON.stringify(to('podinfo'))]);
    expect((returned['spec'] as Json)['tcp']).toBeUndefined();
  });

  test('its hosts and gateways are those of before', () => {
    const { hosts, gateways } = returnedRoutes(plan, taken(['apex']), true)['spec'] as Json;
    expect({ hosts, gateways }).toEqual({ hosts: ['shop.example.com'], gateways: undefined });
  });
});
