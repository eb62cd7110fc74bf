import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import { discoveredPorts, servicePorts } from './ports.ts';

const planOf = (more: Record<string, unknown> = {}) =>
  aPlan({}, { service: { port: 80, targetPort: 8080, portDiscovery: true, ...more } }).service;

const port = (containerPort: number, more: Record<string, unknown> = {}) => ({ containerPort, ...more });
const template = (...containers: readonly Record<string, unknown>[]) => ({ spec: { containers } });
const app = (...ports: readonly Record<string, unknown>[]) => ({ name: 'app', ports });

describe('the ports that are discovered', () => {
  test.each([
    { name: 'leave out the target port by number', service: {}, ports: [port(8080)], is: [] },
    {
      name: 'leave out the target port by name',
      service: { targetPort: 'web' },
      ports: [port(9000, { name: 'web' })],
      is: [],
    },
    {
      name: 'leave out the port itself where no target port is given',
      service: { targetPort: undefined },
      ports: [port(80), port(81)],
      is: [['tcp-app-1', 'TCP', 81]],
    },
    {
      name: 'have the names of container ports',
      service: {},
      ports: [port(8080), port(9090, { name: 'grpc' })],
      is: [['grpc', 'TCP', 9090]],
    },
    {
      name: 'are named after container and index without one',
      service: {},
      ports: [port(8080), port(9090)],
      is: [['tcp-app-1', 'TCP', 9090]],
    },
    {
      name: 'keep their protocol',
      service: { targetPort: 53 },
      ports: [port(53), port(53, { name: 'dns', protocol: 'UDP' }), port(54, { protocol: 'UDP' })],
      is: [
        ['dns', 'UDP', 53],
        ['udp-app-2', 'UDP', 54],
      ],
    },
    {
      name: 'do not take the name of the main port',
      service: {},
      ports: [port(9090, { name: 'http' })],
      is: [['tcp-app-0', 'TCP', 9090]],
    },
    {
      name: 'have each number once',
      service: {},
      ports: [port(9090, { name: 'a' }), port(9090, { name: 'b' })],
      is: [['a', 'TCP', 9090]],
    },
    { name: 'are none without a number', service: {}, ports: [{ name: 'odd' }], is: [] },
  ])('$name', ({ service, ports, is }) => {
    const found = discoveredPorts(planOf(service), template(app(...ports)));
    expect(found.map(({ name, protocol, number }) => [name, protocol, number])).toEqual(is);
  });

  test('are those of the application, not of a proxy beside it, and not of init containers', () => {
    const pods = {
      spec: {
        initContainers: [{ name: 'native', restartPolicy: 'Always', ports: [port(15_020)] }],
        containers: [
          app(port(8080)),
          { name: 'istio-proxy', ports: [port(15_090)] },
          { name: 'envoy', ports: [port(15_091)] },
          { name: 'helper', ports: [port(9100, { name: 'stats' })] },
        ],
      },
    };
    expect(discoveredPorts(planOf(), pods)).toEqual([{ name: 'stats', protocol: 'TCP', number: 9100 }]);
  });
});

describe('the ports of a Service', () => {
  const old = [
    { name: 'http', port: 80, nodePort: 30_001 },
    { name: 'grpc', port: 9090, nodePort: 30_002 },
    { name: 'gone', port: 9999 },
  ];

  test('keep what others set on the port of the same name, and go with the container’s', () => {
    const found = servicePorts(planOf(), template(app(port(8080), port(9091, { name: 'grpc' }))), {
      ports: old,
    });
    expect(found).toEqual([
      { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30_001 },
      { name: 'grpc', protocol: 'TCP', port: 9091, targetPort: 9091, nodePort: 30_002 },
    ]);
  });

  test('stay as they are while there is no target to ask', () => {
    expect(servicePorts(planOf(), undefined, { ports: old }).map((one) => one['name'])).toEqual([
      'http',
      'grpc',
      'gone',
    ]);
  });

  test('are one when nobody asks for discovery', () => {
    expect(servicePorts(planOf({ portDiscovery: false }), template(app(port(9090))), {})).toEqual([
      { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 },
    ]);
  });
});
