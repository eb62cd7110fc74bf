import type { KubeObject } from '../../api/objects.ts';
import { badRequest, invalid, invalidValue, noSuchResource } from './failure.ts';
import { at, isRec, rec, text } from './json.ts';
import type { Rec } from './json.ts';
import type { KindVersion } from './kind.ts';
import type { Served } from './registry.ts';

type ScalePaths = NonNullable<KindVersion['scale']>;

const pathsOf = (served: Served): ScalePaths => {
  if (served.version.scale === undefined) throw noSuchResource();
  return served.version.scale;
};

const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

const requirementText = (requirement: Rec): string => {
  const key = text(requirement['key']);
  const values = Array.isArray(requirement['values']) ? requirement['values'].join(',') : '';
  switch (requirement['operator']) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'Exists':
      return key;
    default:
      return `!${key}`;
  }
};

/** A LabelSelector as the text that selects the same. */
export const selectorText = (selector: unknown): string => {
  const equal = Object.entries(rec(at(selector, 'matchLabels'))).map(
    ([key, value]) => `${key}=${text(value)}`,
  );
  const expressions = at(selector, 'matchExpressions');
  const others = Array.isArray(expressions) ? expressions.filter(isRec).map(requirementText) : [];
  return [...equal, ...others].sort().join(',');
};

/** autoscaling/v1 Scale of an object; throws 404 for a kind without that subresource. */
export const scaleOf = (served: Served, object: KubeObject): KubeObject => {
  const { spec, status, selector } = pathsOf(served);
  const found = selector === undefined ? undefined : at(object, ...selector.split('.'));
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: { replicas: count(at(object, ...spec.split('.'))) },
    status: {
      replicas: count(at(object, ...status.split('.'))),
      ...(found === undefined ? {} : { selector: typeof found === 'string' ? found : selectorText(found) }),
    },
  };
};

const withValue = (object: Rec, [key = '', ...rest]: readonly string[], value: unknown): Rec => ({
  ...object,
  [key]: rest.length === 0 ? value : withValue(rec(object[key]), rest, value),
});

/** The object with the replicas that a Scale asks for; its preconditions become those of the write. */
export const scaled = (served: Served, object: KubeObject, scale: unknown): KubeObject => {
  const { kind } = served;
  const { name } = object.metadata;
  if (!isRec(scale)) throw badRequest('expected a Scale');
  if (at(scale, 'metadata', 'name') !== name) {
    throw badRequest(
      `the name of the object (${text(at(scale, 'metadata', 'name'))}) does not match the name on the URL (${name})`,
    );
  }
  const replicas = at(scale, 'spec', 'replicas') ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0) {
    const why = 'must be greater than or equal to 0';
    throw invalid({ ...kind, group: 'autoscaling', kind: 'Scale' }, name, [
      invalidValue('spec.replicas', replicas, why),
    ]);
  }
  const asked = rec(scale['metadata']);
  const { resourceVersion: _current, uid: _uid, ...metadata } = object.metadata;
  const version = text(asked['resourceVersion']);
  const uid = text(asked['uid']);
  const preconditions = {
    ...(version === '' ? {} : { resourceVersion: version }),
    ...(uid === '' ? {} : { uid }),
  };
  const next = withValue(object, pathsOf(served).spec.split('.'), replicas);
  return { ...next, metadata: { ...metadata, name, ...preconditions } } as KubeObject;
};
