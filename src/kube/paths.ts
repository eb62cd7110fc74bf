import type { ResourceType } from '../api/objects.ts';
import type { ListOptions, Ref, Subresource, WatchOptions } from './cluster.ts';

/** Path of a collection; without a namespace that of all namespaces. */
export const collectionPath = (type: ResourceType, namespace?: string): string => {
  const group = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${group}${within}/${type.plural}`;
};

export const objectPath = ({ type, namespace, name }: Ref, subresource?: Subresource): string => {
  const path = `${collectionPath(type, namespace)}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
};

const query = (parameters: Record<string, string | number | undefined>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
};

export const listPath = (type: ResourceType, options: ListOptions): string =>
  collectionPath(type, options.namespace) +
  query({
    labelSelector: options.labelSelector,
    fieldSelector: options.fieldSelector,
    limit: options.limit,
    continue: options.continue,
  });

export const watchPath = (type: ResourceType, options: WatchOptions): string =>
  collectionPath(type, options.namespace) +
  query({
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: options.resourceVersion,
    timeoutSeconds: options.timeoutSeconds,
    labelSelector: options.labelSelector,
    fieldSelector: options.fieldSelector,
  });
