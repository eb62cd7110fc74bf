import type { KubeObject } from '../../api/objects.ts';
import { badRequest } from './failure.ts';
import { at } from './json.ts';
import { keyOf } from './kind.ts';
import type { ServedKind } from './kind.ts';

export type ObjectTest = (object: KubeObject) => boolean;

/** What kinds can be selected by besides name and namespace (the registry's GetAttrs of each kind). */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'events.': [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  'pods.': ['spec.nodeName', 'spec.restartPolicy', 'spec.serviceAccountName', 'status.phase', 'status.podIP'],
  'secrets.': ['type'],
  'namespaces.': ['status.phase'],
  'nodes.': ['spec.unschedulable'],
  'services.': ['spec.clusterIP', 'spec.type'],
  'replicasets.apps': ['status.replicas'],
};

const valueAt = (object: KubeObject, path: string): string => {
  const value = path === 'source' ? at(object, 'source', 'component') : at(object, ...path.split('.'));
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
};

const selectable = (kind: ServedKind): readonly string[] => [
  'metadata.name',
  'metadata.namespace',
  ...(FIELDS[keyOf(kind)] ?? []),
];

const termTest = (kind: ServedKind, term: string): ObjectTest => {
  const [, path = '', operator, value = ''] = /^\s*([^=!\s]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(term) ?? [];
  if (operator === undefined) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  if (!selectable(kind).includes(path)) {
    throw badRequest(
      kind.custom || path.startsWith('metadata.')
        ? `field label not supported: ${path}`
        : `field label "${path}" not supported for ${kind.kind}`,
    );
  }
  return operator === '!='
    ? (object) => valueAt(object, path) !== value
    : (object) => valueAt(object, path) === value;
};

/** Throws 400 for a field that the kind cannot be selected by. */
export const parseFieldSelector = (kind: ServedKind, selector: string | undefined): ObjectTest => {
  if (selector === undefined || selector === '') return () => true;
  const tests = selector.split(',').map((term) => termTest(kind, term));
  return (object) => tests.every((test) => test(object));
};
