import { isObject, type Json, listAt, objectAt, textAt } from '../domain/json.ts';
import type { ServicePlan } from '../domain/plan-service.ts';

/** Proxies that a mesh puts beside the application; their ports are not the application's. */
const SIDECARS: ReadonlySet<string> = new Set(['istio-proxy', 'envoy']);

const LONGEST_NAME = 63;

interface Port {
  readonly name: string;
  readonly protocol: string;
  readonly number: number;
}

const protocolOf = (port: Json): string => textAt(port, 'protocol') || 'TCP';

/** The ports that containers declare, in their order; init containers, native sidecars too, have none to offer. */
const declared = (podSpec: Json): readonly (Port & { readonly fallback: string })[] =>
  listAt(podSpec, 'containers')
    .filter(isObject)
    .filter((container) => !SIDECARS.has(textAt(container, 'name')))
    .flatMap((container) =>
      listAt(container, 'ports')
        .filter(isObject)
        .flatMap((port, index) => {
          const protocol = protocolOf(port);
          const fallback = `${protocol.toLowerCase()}-${textAt(container, 'name')}-${index}`.slice(
            0,
            LONGEST_NAME,
          );
          const number = port['containerPort'];
          return typeof number === 'number'
            ? [{ name: textAt(port, 'name'), protocol, number, fallback }]
            : [];
        }),
    );

const isMain = ({ port, targetPort }: ServicePlan, { name, protocol, number }: Port): boolean =>
  protocol === 'TCP' && (number === targetPort || number === port || (name !== '' && name === targetPort));

/**
 * The container ports beside the main one, each under its own number. No number stands twice for a protocol and no
 * name twice, which the API server would refuse.
 */
export const discoveredPorts = (service: ServicePlan, template: Json): readonly Port[] => {
  const found: Port[] = [];
  const isTaken = (name: string): boolean =>
    name === service.portName || found.some((port) => port.name === name);
  for (const { fallback, ...port } of declared(objectAt(template, 'spec'))) {
    const isKnown = found.some(
      ({ protocol, number }) => protocol === port.protocol && number === port.number,
    );
    const name = port.name === '' || isTaken(port.name) ? fallback : port.name;
    if (!isKnown && !isMain(service, port) && !isTaken(name)) found.push({ ...port, name });
  }
  return found;
};

/**
 * The ports of a generated Service. Of an old port of that name (or the only one) what we do not set stays, such as
 * a node port. Without a target nobody can say which ports it has, so those that are there stay.
 */
export const servicePorts = (
  service: ServicePlan,
  template: Json | undefined,
  before: Json,
): readonly Json[] => {
  const { portName, port, targetPort, appProtocol, portDiscovery } = service;
  const old = listAt(before, 'ports').filter(isObject);
  const named = (name: string): Json | undefined => old.find((item) => item['name'] === name);
  const main = {
    ...(named(portName) ?? (old.length === 1 ? old[0] : undefined)),
    name: portName,
    protocol: 'TCP',
    port,
    targetPort,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
  if (!portDiscovery) return [main];
  if (template === undefined) return [main, ...old.filter((item) => item['name'] !== portName)];
  const others = discoveredPorts(service, template).map(({ name, protocol, number }) => ({
    ...named(name),
    name,
    protocol,
    port: number,
    targetPort: number,
  }));
  return [main, ...others];
};
