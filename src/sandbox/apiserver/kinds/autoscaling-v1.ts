import type { KubeObject } from '../../../api/objects.ts';
import { at, isRec, items, rec, without } from '../json.ts';
import type { KindVersion } from '../kind.ts';

/** The older version of HorizontalPodAutoscaler knows one metric: CPU, as a share of the request. */

const isCpu = (metric: unknown): boolean => at(metric, 'resource', 'name') === 'cpu';

export const autoscalingV1: NonNullable<KindVersion['convert']> = {
  fromStored: (object: KubeObject) => {
    const spec = rec(object['spec']);
    const cpu = items(spec['metrics']).find(isCpu);
    const percentage = at(cpu, 'resource', 'target', 'averageUtilization');
    const known = without(spec, 'metrics', 'behavior');
    const target = percentage === undefined ? {} : { targetCPUUtilizationPercentage: percentage };
    return { ...object, spec: { ...known, ...target } };
  },
  toStored: (object: KubeObject) => {
    const { targetCPUUtilizationPercentage: percentage, ...spec } = rec(object['spec']);
    if (!isRec(object['spec']) || percentage === undefined) return object;
    const target = { type: 'Utilization', averageUtilization: percentage };
    return {
      ...object,
      spec: { ...spec, metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] },
    };
  },
};
