import type { KubeObject } from '../../../api/objects.ts';
import type { Behaviour } from '../behaviour.ts';
import { duplicateValue, invalidValue, requiredValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { at, isRec, items, rec, sameJson, text, texts } from '../json.ts';
import type { Rec } from '../json.ts';
import { labelProblems } from '../validate-metadata.ts';
import { duplicates, portProblem } from './pod-template.ts';

const isExternal = (spec: Rec): boolean => spec['type'] === 'ExternalName';

const completePort = (port: unknown): unknown =>
  isRec(port) && port['targetPort'] === undefined ? { ...port, targetPort: port['port'] } : port;

const withAddress = (spec: Rec, address: string): Rec => ({
  ...spec,
  clusterIP: address,
  clusterIPs: texts(spec['clusterIPs']).length > 0 ? spec['clusterIPs'] : [address],
  ipFamilies: spec['ipFamilies'] ?? ['IPv4'],
  ipFamilyPolicy: spec['ipFamilyPolicy'] ?? 'SingleStack',
  internalTrafficPolicy: spec['internalTrafficPolicy'] ?? 'Cluster',
});

const portProblems = (ports: readonly unknown[]): FieldProblem[] => [
  ...ports.flatMap((port, index) => [
    ...(ports.length > 1 && text(rec(port)['name']) === ''
      ? [requiredValue(`spec.ports[${index}].name`)]
      : []),
    ...portProblem(`spec.ports[${index}].port`, rec(port)['port']),
    ...targetProblems(`spec.ports[${index}].targetPort`, rec(port)['targetPort']),
  ]),
  ...duplicates(ports, (index) => `spec.ports[${index}].name`),
  ...samePorts(ports),
];

const targetProblems = (field: string, target: unknown): FieldProblem[] => {
  if (typeof target === 'number') return portProblem(field, target);
  const name = text(target);
  const fits = /^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name) && /[a-z]/.test(name);
  return fits ? [] : [invalidValue(field, target, 'must be a valid port name (IANA_SVC_NAME)')];
};

const samePorts = (ports: readonly unknown[]): FieldProblem[] => {
  const keys = ports.map((port) => `${text(rec(port)['protocol'])}:${String(rec(port)['port'])}`);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index
      ? [
          duplicateValue(`spec.ports[${index}]`, {
            port: rec(ports[index])['port'],
            protocol: rec(ports[index])['protocol'],
          }),
        ]
      : [],
  );
};

const addressProblems = (spec: Rec, old: KubeObject | undefined): FieldProblem[] => {
  const before = at(old, 'spec', 'clusterIP');
  if (before === undefined || at(old, 'spec', 'type') === 'ExternalName' || isExternal(spec)) return [];
  if (before === spec['clusterIP']) return [];
  return [invalidValue('spec.clusterIPs[0]', spec['clusterIPs'], 'may not change once set')];
};

const problems = (object: KubeObject, old: KubeObject | undefined): FieldProblem[] => {
  const spec = rec(object['spec']);
  const ports = items(spec['ports']);
  const portless = isExternal(spec) || spec['clusterIP'] === 'None';
  return [
    ...(ports.length === 0 && !portless ? [requiredValue('spec.ports')] : []),
    ...portProblems(ports),
    ...labelProblems('spec.selector', spec['selector']),
    ...addressProblems(spec, old),
  ];
};

/** Gives out addresses in order, as far as a cluster's /16 goes; the first ones are the system's. */
export const makeServiceBehaviour = (): Behaviour => {
  let given = 10;
  const nextAddress = (): string => {
    given += 1;
    return `10.96.${Math.floor(given / 256) % 256}.${given % 256}`;
  };
  const addressFor = (spec: Rec, old: KubeObject | undefined): string => {
    const asked = text(spec['clusterIP']) || text(texts(spec['clusterIPs'])[0]);
    return asked || text(at(old, 'spec', 'clusterIP')) || nextAddress();
  };
  return {
    problems,
    complete: (object, old) => {
      if (old !== undefined && object['spec'] === old['spec']) return object;
      const spec = rec(object['spec']);
      const ports = spec['ports'] === undefined ? {} : { ports: items(spec['ports']).map(completePort) };
      const completed = isExternal(spec) ? spec : withAddress(spec, addressFor(spec, old));
      const next = { ...completed, ...ports };
      return sameJson(next, spec) ? object : { ...object, spec: next };
    },
  };
};
