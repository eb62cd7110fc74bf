import type { KubeObject } from '../../api/objects.ts';
import { isObject } from '../../domain/json.ts';
import { objectsIn } from '../assets.ts';

const BASE = 'deploy/samples/podinfo';

/**
 * What `kubectl apply -k deploy/samples/fast` would send, with the addresses of the embedded Prometheus: the same
 * files that a real cluster gets.
 */
export const sampleObjects = (prometheusUrl: string): readonly KubeObject[] => {
  const base = ['namespace', 'deployment', 'metric-template', 'canary'].flatMap((name) =>
    objectsIn(`${BASE}/${name}.yaml`),
  );
  const patches = objectsIn('deploy/samples/fast/canary.yaml');
  return base.map((object) => {
    const patch = patches.find(
      ({ kind, metadata }) => kind === object.kind && metadata.name === object.metadata.name,
    );
    const patched = patch === undefined ? object : (merged(object, patch) as KubeObject);
    return patched.kind === 'MetricTemplate'
      ? (merged(patched, { spec: { provider: { address: prometheusUrl } } }) as KubeObject)
      : patched;
  });
};

/** JSON merge patch without deletions, as kustomize applies a patch to a custom resource. */
const merged = (base: unknown, patch: unknown): unknown => {
  if (!isObject(base) || !isObject(patch)) return patch;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) result[key] = merged(base[key], value);
  return result;
};
