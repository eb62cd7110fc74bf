import type { KubeObject } from '../../../api/objects.ts';
import type { Behaviour } from '../behaviour.ts';
import { badRequest, invalidValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { at, items, rec, text } from '../json.ts';

export const namespaceBehaviour: Behaviour = {
  onCreate: (object) => {
    const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
    return {
      ...object,
      metadata: { ...object.metadata, labels },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    };
  },
  heldBy: (object) => items(at(object, 'spec', 'finalizers')).length > 0,
  onDeletionMark: (object) => ({ ...object, status: { ...rec(object['status']), phase: 'Terminating' } }),
};

/** An Event about an object without namespace lives in `default`. */
export const eventBehaviour: Behaviour = {
  complete: (object) => ({
    ...object,
    eventTime: object['eventTime'] ?? null,
    reportingComponent: object['reportingComponent'] ?? '',
    reportingInstance: object['reportingInstance'] ?? '',
  }),
  problems: (object) => {
    const about = text(at(object, 'involvedObject', 'namespace'));
    const home = object.metadata.namespace;
    if (about === home || (about === '' && home === 'default')) return [];
    return [invalidValue('involvedObject.namespace', about, 'does not match event.namespace')];
  },
};

const leaseProblems = (object: KubeObject): FieldProblem[] => {
  const { leaseDurationSeconds, leaseTransitions } = rec(object['spec']);
  const short = typeof leaseDurationSeconds === 'number' && leaseDurationSeconds <= 0;
  const negative = typeof leaseTransitions === 'number' && leaseTransitions < 0;
  return [
    ...(short
      ? [invalidValue('spec.leaseDurationSeconds', leaseDurationSeconds, 'must be greater than 0')]
      : []),
    ...(negative
      ? [invalidValue('spec.leaseTransitions', leaseTransitions, 'must be greater than or equal to 0')]
      : []),
  ];
};

export const leaseBehaviour: Behaviour = { problems: leaseProblems };

const CPU = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
];

const hpaProblems = (object: KubeObject): FieldProblem[] => {
  const { minReplicas, maxReplicas } = rec(object['spec']);
  const min = typeof minReplicas === 'number' ? minReplicas : 1;
  const max = typeof maxReplicas === 'number' ? maxReplicas : 0;
  return [
    ...(min < 1 ? [invalidValue('spec.minReplicas', min, 'must be greater than or equal to 1')] : []),
    ...(max < 1 ? [invalidValue('spec.maxReplicas', max, 'must be greater than 0')] : []),
    ...(max < min
      ? [invalidValue('spec.maxReplicas', max, 'must be greater than or equal to `minReplicas`')]
      : []),
  ];
};

export const autoscalerBehaviour: Behaviour = {
  complete: (object) => {
    const spec = rec(object['spec']);
    return items(spec['metrics']).length > 0 ? object : { ...object, spec: { ...spec, metrics: CPU } };
  },
  problems: hpaProblems,
};

const denied = (why: string): Error =>
  badRequest(`admission webhook "validation.istio.io" denied the request: configuration is invalid: ${why}`);

const checkRoute = (route: readonly unknown[]): void => {
  const weights = route.map((one) => {
    const weight = rec(one)['weight'] ?? 0;
    return typeof weight === 'number' ? weight : Number.NaN;
  });
  const outside = weights.find((weight) => !(weight >= 0 && weight <= 100));
  if (outside !== undefined) throw denied(`percentage ${outside} is not in range 0..100`);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (route.length > 1 && total !== 100) throw denied(`total destination weight ${total} != 100`);
};

/** What istiod's validation webhook says of weights. */
export const virtualServiceBehaviour: Behaviour = {
  refuse: (object) => {
    for (const list of ['http', 'tcp'])
      for (const rule of items(at(object, 'spec', list))) checkRoute(items(rec(rule)['route']));
  },
};
