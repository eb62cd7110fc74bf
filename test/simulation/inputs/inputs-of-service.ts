import { both, held, type Input, keyed, many, refused, rejected, set, taken } from './input.ts';

const S = 'spec.service';
const PORT = 'must be a whole number from 1 to 65535';
const HOST = 'must be a host name without scheme, port or path';
const GATEWAY = 'must be "name", "namespace/name" or "mesh"';
const DURATION = 'must be a duration such as 30s or 1m30s';
const PORT_NAME =
  'must be lower-case letters, digits and "-", at least one letter and at most 63 characters, such as http';

/** Ports, names, hosts, and what is copied to Istio's objects. */
export const inputsOfService: readonly Input[] = [
  refused(
    13,
    'no service',
    set('service', undefined),
    `${S}.port is required: a whole number from 1 to 65535`,
  ),
  ...(
    [
      [14, 0],
      [15, 70_000],
      [16, -1],
      [17, 80.5],
    ] as const
  ).map(([row, port]) =>
    refused(row, `port ${port}`, set('service.port', port), `${S}.port ${PORT}, got ${port}`),
  ),
  rejected(18, 'a port in letters', set('service.port', 'http'), `${S}.port in body must be of type number`),
  refused(19, 'a port name in capitals', set('service.portName', 'HTTP_1'), `${S}.portName ${PORT_NAME}`),
  refused(
    19,
    'a port name of 64 characters',
    set('service.portName', 'a'.repeat(64)),
    `${S}.portName ${PORT_NAME}`,
  ),
  taken(
    19,
    'a port name of 16 characters',
    set('service.portName', 'a'.repeat(16)),
    'Services allow 63, only container ports end at 15',
  ),
  refused(20, 'target port 70000', set('service.targetPort', 70_000), `${S}.targetPort ${PORT}, got 70000`),
  refused(20, 'target port 70000 as text', set('service.targetPort', '70000'), `${S}.targetPort ${PORT}`),
  held(21, 'a target port that no container has', set('service.targetPort', 'grpc'), [
    'PortNotFound',
    'no container of Deployment podinfo.test has a port named grpc',
  ]),
  ...['UPPER', 'a.b', '1a', '-a'].map((name) =>
    refused(
      22,
      `a Service called ${name}`,
      set('service.name', name),
      `${S}.name must be a DNS-1035 name for its Services: lower-case letters, digits and "-", first a letter`,
    ),
  ),
  {
    ...taken(22, 'another Service than before', set('service.name', 'shop'), 'it is a name'),
    isOfRoutes: true,
    later: {
      by: 'Accepted',
      reason: 'RoutesLeft',
      says: `${S}.name must stay podinfo while the VirtualService podinfo of this Canary leads users to the canary`,
    },
  },
  ...['', 'http://a', '*.*.x', 'a:80', 'a/b'].map((host) =>
    refused(24, `host ${JSON.stringify(host)}`, set('service.hosts', [host]), `${S}.hosts[0] ${HOST}`),
  ),
  refused(
    25,
    'a host twice',
    set('service.hosts', ['a.io', 'a.io']),
    `${S}.hosts must not name a host twice`,
  ),
  refused(
    26,
    '1,000 hosts',
    set(
      'service.hosts',
      many(1000, (at) => `h${at}.io`),
    ),
    `${S}.hosts must have at most 100 entries, got 1000`,
  ),
  ...['a/b/c', '', 'A b', '/'].map((gateway) =>
    refused(
      27,
      `gateway ${JSON.stringify(gateway)}`,
      set('service.gateways', [gateway]),
      `${S}.gateways[0] ${GATEWAY}`,
    ),
  ),
  refused(
    28,
    'hosts of a delegate',
    both(set('service.delegation', true), set('service.hosts', ['a.io'])),
    `${S}.hosts must be empty beside delegation`,
  ),
  refused(
    28,
    'gateways of a delegate',
    both(set('service.delegation', true), set('service.gateways', ['mesh'])),
    `${S}.gateways must be empty beside delegation`,
  ),
  refused(
    29,
    '10,000 rules',
    set(
      'service.match',
      many(10_000, () => ({})),
    ),
    `${S}.match must have at most 100 entries, got 10000`,
  ),
  rejected(
    30,
    'a rule with two forms',
    set('service.match', [{ uri: { exact: '/', prefix: '/' } }]),
    `${S}.match[0].uri`,
  ),
  refused(
    32,
    'fewer retries than none',
    set('service.retries', { attempts: -1 }),
    `${S}.retries.attempts must be a whole number from 0 to 1000, got -1`,
  ),
  refused(
    32,
    'a try that takes letters',
    set('service.retries', { attempts: 1, perTryTimeout: 'abc' }),
    `${S}.retries.perTryTimeout ${DURATION}`,
  ),
  ...['1 minute', '-5s', '0.0001ns', '0s'].map((timeout) =>
    refused(33, `a timeout of ${timeout}`, set('service.timeout', timeout), `${S}.timeout ${DURATION}`),
  ),
  ...['a\r\nb: c', 'a\nb', 'a\0b'].map((value) =>
    refused(
      34,
      `the value ${JSON.stringify(value)} of a header`,
      set('service.headers', { request: { set: { 'x-a': value } } }),
      `${S}.headers.request.set.x-a must not contain a line break or NUL`,
    ),
  ),
  ...[':authority', '', 'a b', 'a:b'].map((name) =>
    refused(
      35,
      `a header called ${JSON.stringify(name)}`,
      set('service.headers', { request: { add: keyed(name, 'x') } }),
      "is not a header name: letters, digits and !#$%&'*+.^_`|~- only",
    ),
  ),
  taken(
    35,
    'the header Host',
    set('service.headers', { request: { set: { Host: 'shop.io' } } }),
    'with it Istio sets the authority of requests, as service.rewrite.authority does',
  ),
  taken(
    36,
    'credentials for every origin',
    set('service.corsPolicy', { allowOrigins: [{ regex: '.*' }], allowCredentials: true }),
    'who may call is the application’s business, and Istio allows it',
  ),
  rejected(
    37,
    'a load balancer that is none',
    set('service.trafficPolicy', { loadBalancer: { simple: 'NEAREST' } }),
    `${S}.trafficPolicy.loadBalancer.simple: Unsupported value: "NEAREST"`,
  ),
];
