import type { Place } from '../core.ts';

/** What a path names. */
export type Route =
  | { readonly kind: 'resource'; readonly place: Place }
  | { readonly kind: 'document'; readonly path: string };

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    // A malformed escape names nothing that could be there.
    return part;
  }
};

const groupAndRest = (
  parts: readonly string[],
): { group: string; version: string; rest: string[] } | undefined => {
  const [root, first = '', second = '', ...rest] = parts;
  if (root === 'api')
    return { group: '', version: first, rest: [second, ...rest].filter((part) => part !== '') };
  return root === 'apis' ? { group: first, version: second, rest } : undefined;
};

/** `/namespaces/<name>` is an object, `/namespaces/<name>/<plural>` a namespace's collection. */
const scoped = (rest: readonly string[]): { namespace?: string; rest: readonly string[] } => {
  const [first, namespace, plural] = rest;
  const inside = first === 'namespaces' && namespace !== undefined && plural !== undefined;
  if (!inside || ['status', 'finalize'].includes(plural)) return { rest };
  return { namespace, rest: rest.slice(2) };
};

export const routeOf = (pathname: string): Route => {
  const parts = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const place = groupAndRest(parts);
  if (place === undefined || place.rest.length === 0)
    return { kind: 'document', path: `/${parts.join('/')}` };
  const { namespace, rest } = scoped(place.rest);
  const [plural = '', name, subresource, ...more] = rest;
  if (more.length > 0) return { kind: 'document', path: pathname };
  return {
    kind: 'resource',
    place: {
      type: { group: place.group, version: place.version, plural },
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(subresource === undefined ? {} : { subresource }),
    },
  };
};
