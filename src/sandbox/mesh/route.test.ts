import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../api/objects.ts';
import type { HttpMatch, HttpRoute } from './istio.ts';
import type { MeshRequest } from './match.ts';
import { route } from './route.ts';
import type { Forward, MeshConfig } from './route.ts';

const service = (name: string, namespace = 'test'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
});
const virtualService = (spec: object, name = 'podinfo', more: object = {}): KubeObject => ({
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'test', ...more },
  spec: { hosts: ['podinfo'], ...spec },
});
const services = ['podinfo', 'podinfo-primary', 'podinfo-canary'].map((name) => service(name));
const config = (...virtualServices: readonly KubeObject[]): MeshConfig => ({
  virtualServices,
  destinationRules: [
    {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: { name: 'podinfo-canary', namespace: 'test' },
      spec: { host: 'podinfo-canary', trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } },
    },
  ],
  services,
});
const to = (host: string, weight?: number) => ({
  destination: { host },
  ...(weight === undefined ? {} : { weight }),
});
const rules = (...http: readonly HttpRoute[]) => config(virtualService({ http }));
const request = (over: Partial<MeshRequest> = {}): MeshRequest => ({
  host: 'podinfo.test',
  method: 'GET',
  path: '/',
  headers: {},
  sourceNamespace: 'load',
  ...over,
});
const never = () => {
  throw new Error('no dice expected');
};
const hostFor = (mesh: MeshConfig, over: Partial<MeshRequest> = {}, dice = 0): string => {
  const decision = route(mesh, request(over), () => dice);
  return decision.kind === 'forward' ? (decision.target.host.split('.')[0] ?? '') : decision.kind;
};
const forwarded = (mesh: MeshConfig, over: Partial<MeshRequest> = {}, dice = 0): Forward => {
  const decision = route(mesh, request(over), () => dice);
  if (decision.kind !== 'forward') throw new Error(`was ${decision.kind}`);
  return decision;
};

describe('hosts', () => {
  test('without a VirtualService the Service itself is called, with Istio default retries', () => {
    expect(route(config(), request(), never)).toMatchObject({
      kind: 'forward',
      target: { host: 'podinfo.test.svc.cluster.local' },
      path: '/',
      timeoutMs: undefined,
      retries: { attempts: 2 },
    });
  });
  test.each([
    ['podinfo', 'test'],
    ['podinfo:80', 'test'],
    ['podinfo.test', 'elsewhere'],
    ['podinfo.test.svc', 'elsewhere'],
    ['PODINFO.test.svc.cluster.local:9898', 'elsewhere'],
  ])('%s from namespace %s is ruled by the VirtualService of podinfo', (host, sourceNamespace) => {
    const mesh = rules({ route: [to('podinfo-primary')] });
    expect(hostFor(mesh, { host, sourceNamespace })).toBe('podinfo-primary');
  });
  test('a short name means the caller’s own namespace', () => {
    expect(hostFor(config(), { host: 'podinfo', sourceNamespace: 'elsewhere' })).toBe('no-route');
  });
  test('a host outside the cluster may be ruled too, also by a wildcard', () => {
    const http = [{ route: [to('podinfo-primary')] }];
    const exact = virtualService({ hosts: ['app.example.com'], http });
    const wild = virtualService(
      { hosts: ['*.example.com'], http: [{ route: [to('podinfo-canary')] }] },
      'wild',
    );
    expect(hostFor(config(wild, exact), { host: 'app.example.com' })).toBe('podinfo-primary');
    expect(hostFor(config(wild, exact), { host: 'other.example.com' })).toBe('podinfo-canary');
  });
  test('of two VirtualServices for one host the older rules', () => {
    const older = { creationTimestamp: '2024-01-01T00:00:00Z' };
    const newer = { creationTimestamp: '2025-01-01T00:00:00Z' };
    const mesh = config(
      virtualService({ http: [{ route: [to('podinfo-canary')] }] }, 'a', newer),
      virtualService({ http: [{ route: [to('podinfo-primary')] }] }, 'b', older),
    );
    expect(hostFor(mesh)).toBe('podinfo-primary');
  });
  test('a VirtualService bound to a gateway alone does not rule the mesh', () => {
    const mesh = config(
      virtualService({ gateways: ['istio-system/public'], http: [{ route: [to('podinfo-canary')] }] }),
    );
    expect(hostFor(mesh)).toBe('podinfo');
    expect(hostFor(mesh, { gateway: 'istio-system/public' })).toBe('podinfo-canary');
  });
  test('exportTo "." hides it from other namespaces', () => {
    const mesh = config(virtualService({ exportTo: ['.'], http: [{ route: [to('podinfo-canary')] }] }));
    expect(hostFor(mesh)).toBe('podinfo');
    expect(hostFor(mesh, { sourceNamespace: 'test' })).toBe('podinfo-canary');
  });
  test('a destination with dots is taken as it is', () => {
    const mesh = rules({ route: [to('podinfo-canary.test')] });
    expect(forwarded(mesh).target.host).toBe('podinfo-canary.test');
  });
});

describe('matches', () => {
  const cookie = '^(.*?;)?(canary=always)(;.*)?$';
  const rows: readonly {
    name: string;
    match: HttpMatch;
    yes: Partial<MeshRequest>;
    no: Partial<MeshRequest>;
  }[] = [
    { name: 'uri exact', match: { uri: { exact: '/a' } }, yes: { path: '/a?x=1' }, no: { path: '/ab' } },
    { name: 'uri prefix', match: { uri: { prefix: '/a' } }, yes: { path: '/ab' }, no: { path: '/A' } },
    {
      name: 'uri regex covers all',
      match: { uri: { regex: '/a[0-9]+' } },
      yes: { path: '/a12' },
      no: { path: '/a12b' },
    },
    {
      name: 'uri in any case',
      match: { uri: { prefix: '/API' }, ignoreUriCase: true },
      yes: { path: '/api/x' },
      no: { path: '/x' },
    },
    {
      name: 'header exact',
      match: { headers: { 'x-canary': { exact: 'insider' } } },
      yes: { headers: { 'x-canary': 'insider' } },
      no: { headers: { 'x-canary': 'Insider' } },
    },
    {
      name: 'header prefix',
      match: { headers: { 'user-agent': { prefix: 'Mozilla' } } },
      yes: { headers: { 'user-agent': 'Mozilla/5.0' } },
      no: { headers: {} },
    },
    {
      name: 'header presence',
      match: { headers: { 'x-canary': {} } },
      yes: { headers: { 'x-canary': '' } },
      no: { headers: {} },
    },
    {
      name: 'header regex with inline flags',
      match: { headers: { 'user-agent': { regex: '(?i).*firefox.*' } } },
      yes: { headers: { 'user-agent': 'Mozilla FireFox' } },
      no: { headers: { 'user-agent': 'Chrome' } },
    },
    {
      name: 'a cookie among others',
      match: { headers: { cookie: { regex: cookie } } },
      yes: { headers: { cookie: 'a=b;canary=always;c=d' } },
      no: { headers: { cookie: 'canary=never' } },
    },
    {
      name: 'without a header',
      match: { withoutHeaders: { 'x-bot': {} } },
      yes: { headers: {} },
      no: { headers: { 'x-bot': '1' } },
    },
    {
      name: 'without a header value',
      match: { withoutHeaders: { 'x-bot': { exact: 'yes' } } },
      yes: { headers: { 'x-bot': 'no' } },
      no: { headers: { 'x-bot': 'yes' } },
    },
    {
      name: 'query parameter',
      match: { queryParams: { v: { exact: '2' } } },
      yes: { path: '/?a=1&v=2' },
      no: { path: '/?v=1' },
    },
    { name: 'method', match: { method: { exact: 'POST' } }, yes: { method: 'POST' }, no: { method: 'GET' } },
    {
      name: 'authority',
      match: { authority: { prefix: 'podinfo.test' } },
      yes: { host: 'podinfo.test:80' },
      no: { host: 'podinfo', sourceNamespace: 'test' },
    },
    { name: 'scheme', match: { scheme: { exact: 'https' } }, yes: { scheme: 'https' }, no: {} },
    { name: 'port', match: { port: 9898 }, yes: { port: 9898 }, no: { port: 80 } },
    {
      name: 'source labels',
      match: { sourceLabels: { app: 'web' } },
      yes: { sourceLabels: { app: 'web', tier: 'x' } },
      no: { sourceLabels: { app: 'job' } },
    },
    {
      name: 'source namespace',
      match: { sourceNamespace: 'load' },
      yes: {},
      no: { sourceNamespace: 'test' },
    },
    {
      name: 'all parts of one match together',
      match: { uri: { prefix: '/a' }, method: { exact: 'PUT' } },
      yes: { path: '/a', method: 'PUT' },
      no: { path: '/a', method: 'GET' },
    },
  ];
  test.each(rows)('$name', ({ match, yes, no }) => {
    const mesh = rules({ match: [match], route: [to('podinfo-canary')] }, { route: [to('podinfo-primary')] });
    expect(hostFor(mesh, yes)).toBe('podinfo-canary');
    expect(hostFor(mesh, no)).toBe('podinfo-primary');
  });
  test('one of several matches is enough', () => {
    const match = [{ uri: { exact: '/a' } }, { uri: { exact: '/b' } }];
    const mesh = rules({ match, route: [to('podinfo-canary')] }, { route: [to('podinfo-primary')] });
    expect(['/a', '/b', '/c'].map((path) => hostFor(mesh, { path }))).toEqual([
      'podinfo-canary',
      'podinfo-canary',
      'podinfo-primary',
    ]);
  });
  test('the first rule that matches wins', () => {
    const mesh = rules({ route: [to('podinfo-primary')] }, { route: [to('podinfo-canary')] });
    expect(hostFor(mesh)).toBe('podinfo-primary');
  });
  test('a request that no rule takes has no route', () => {
    expect(hostFor(rules({ match: [{ uri: { exact: '/a' } }], route: [to('podinfo-primary')] }))).toBe(
      'no-route',
    );
  });
});

describe('weights', () => {
  const mesh = rules({ route: [to('podinfo-primary', 90), to('podinfo-canary', 10)] });
  test.each([
    [0, 'podinfo-primary'],
    [0.8999, 'podinfo-primary'],
    [0.9, 'podinfo-canary'],
    [0.9999, 'podinfo-canary'],
  ])('at %d the dice say %s', (dice, host) => expect(hostFor(mesh, {}, dice)).toBe(host));
  test('a weight of 0 is never drawn', () => {
    const settled = rules({ route: [to('podinfo-primary', 100), to('podinfo-canary', 0)] });
    expect([0, 0.5, 0.999999].map((dice) => hostFor(settled, {}, dice))).toEqual(
      Array(3).fill('podinfo-primary'),
    );
  });
});

describe('rewrites', () => {
  const rows: readonly { name: string; rule: HttpRoute; path: string; becomes: string }[] = [
    {
      name: 'prefix',
      rule: { match: [{ uri: { prefix: '/api' } }], rewrite: { uri: '/v2' } },
      path: '/api/x?q=1',
      becomes: '/v2/x?q=1',
    },
    {
      name: 'exact',
      rule: { match: [{ uri: { exact: '/api' } }], rewrite: { uri: '/' } },
      path: '/api?q=1',
      becomes: '/?q=1',
    },
    {
      name: 'regex match',
      rule: { match: [{ uri: { regex: '/a.*' } }], rewrite: { uri: '/b' } },
      path: '/abc',
      becomes: '/b',
    },
    { name: 'no match is prefix /', rule: { rewrite: { uri: '/v2/' } }, path: '/x', becomes: '/v2/x' },
    {
      name: 'regex rewrite',
      rule: { rewrite: { uriRegexRewrite: { match: '^/service/([^/]+)(/.*)$', rewrite: '\\2?by=\\1' } } },
      path: '/service/foo/v1',
      becomes: '/v1?by=foo',
    },
    { name: 'none', rule: {}, path: '/x?y', becomes: '/x?y' },
  ];
  test.each(rows)('$name', ({ rule, path, becomes }) => {
    expect(forwarded(rules({ ...rule, route: [to('podinfo-primary')] }), { path }).path).toBe(becomes);
  });
  test('authority', () => {
    const mesh = rules({ rewrite: { authority: 'other' }, route: [to('podinfo-primary')] });
    expect(forwarded(mesh).authority).toBe('other');
  });
});

describe('what goes with the route', () => {
  const primary = [to('podinfo-primary')];
  test('retries and timeout', () => {
    const retries = { attempts: 3, perTryTimeout: '250ms', retryOn: 'gateway-error, 5xx' };
    expect(forwarded(rules({ route: primary, retries, timeout: '1.5s' }))).toMatchObject({
      retries: { attempts: 3, perTryTimeoutMs: 250, retryOn: ['gateway-error', '5xx'] },
      timeoutMs: 1500,
    });
  });
  test('attempts of 0 turn retries off', () => {
    expect(forwarded(rules({ route: primary, retries: { attempts: 0 } })).retries.attempts).toBe(0);
  });
  test.each([
    [undefined, 0.99, 1],
    [{ value: 50 }, 0.49, 1],
    [{ value: 50 }, 0.5, 0],
    [{ value: 0 }, 0, 0],
  ])('a mirror of %j with dice %d goes to %d targets', (mirrorPercentage, dice, count) => {
    const more = mirrorPercentage === undefined ? {} : { mirrorPercentage };
    const mesh = rules({ route: primary, mirror: { host: 'podinfo-canary' }, ...more });
    expect(forwarded(mesh, {}, dice).mirrors.map(({ host }) => host)).toEqual(
      Array(count).fill('podinfo-canary.test.svc.cluster.local'),
    );
  });
  test('headers of the destination, then of the route', () => {
    const headers = { request: { set: { a: '1' } }, response: { add: { b: '2' } } };
    const own = { response: { set: { 'set-cookie': 'canary=x' } } };
    const mesh = rules({ headers, route: [{ ...to('podinfo-primary'), headers: own }] });
    expect(forwarded(mesh)).toMatchObject({
      requestHeaders: [headers.request],
      responseHeaders: [own.response, headers.response],
    });
  });
  test('the traffic policy of the destination', () => {
    expect(forwarded(rules({ route: [to('podinfo-canary')] })).trafficPolicy).toEqual({
      loadBalancer: { simple: 'RANDOM' },
    });
  });
  test('redirects and direct answers', () => {
    const mesh = rules(
      { match: [{ uri: { exact: '/old' } }], redirect: { uri: '/new', redirectCode: 302 } },
      { directResponse: { status: 418, body: { string: 'short' } } },
    );
    expect(route(mesh, request({ path: '/old' }), never)).toEqual({
      kind: 'redirect',
      status: 302,
      location: 'http://podinfo.test/new',
    });
    expect(route(mesh, request(), never)).toEqual({ kind: 'direct', status: 418, body: 'short' });
  });
});

describe('delegation', () => {
  const root = (...http: readonly HttpRoute[]) => virtualService({ http }, 'root');
  const delegate = (...http: readonly HttpRoute[]) => virtualService({ hosts: [], http }, 'shop');
  const toShop = { delegate: { name: 'shop', namespace: 'test' } };

  test('a rule is followed to the VirtualService that it names, which says where to', () => {
    const mesh = config(
      root(toShop),
      delegate({ route: [to('podinfo-primary', 0), to('podinfo-canary', 100)] }),
    );
    expect(hostFor(mesh)).toBe('podinfo-canary');
  });

  test('both matches must hold, or the next rule is asked', () => {
    const mesh = config(
      root({ match: [{ uri: { prefix: '/shop' } }], ...toShop }, { route: [to('podinfo')] }),
      delegate({ match: [{ headers: { beta: { exact: 'yes' } } }], route: [to('podinfo-canary')] }),
    );
    expect(hostFor(mesh, { path: '/shop/1', headers: { beta: 'yes' } })).toBe('podinfo-canary');
    expect(hostFor(mesh, { path: '/shop/1' })).toBe('podinfo');
    expect(hostFor(mesh, { path: '/', headers: { beta: 'yes' } })).toBe('podinfo');
  });

  test('what the delegate leaves open the rule that delegates says', () => {
    const mesh = config(
      root({ ...toShop, timeout: '3s', retries: { attempts: 7 } }),
      delegate({ timeout: '1s', route: [to('podinfo-primary')] }),
    );
    expect(forwarded(mesh)).toMatchObject({ timeoutMs: 1000, retries: { attempts: 7 } });
  });

  test('a VirtualService with hosts of its own is no delegate', () => {
    const mesh = config(
      root(toShop),
      virtualService({ hosts: ['shop'], http: [{ route: [to('podinfo')] }] }, 'shop'),
    );
    expect(hostFor(mesh)).toBe('no-route');
  });

  test('a delegate rules nobody by itself', () => {
    expect(hostFor(config(delegate({ route: [to('podinfo-canary')] })))).toBe('podinfo');
  });
});
