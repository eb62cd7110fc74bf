import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { HeaderOperations } from './istio.ts';

/** Concern one connection only; a proxy must not pass them on. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

export const endToEnd = (headers: IncomingHttpHeaders): OutgoingHttpHeaders => {
  const kept: OutgoingHttpHeaders = { ...headers };
  for (const name of HOP_BY_HOP) Reflect.deleteProperty(kept, name);
  return kept;
};

const joined = (before: OutgoingHttpHeaders[string], value: string): OutgoingHttpHeaders[string] => {
  if (before === undefined) return value;
  return [...(Array.isArray(before) ? before : [String(before)]), value];
};

/** Adds, then sets, then removes, for each set of operations in turn, as Envoy evaluates them. */
export const changed = (
  headers: OutgoingHttpHeaders,
  operations: readonly HeaderOperations[],
): OutgoingHttpHeaders => {
  if (operations.length === 0) return headers;
  const next = { ...headers };
  for (const { add = {}, set = {}, remove = [] } of operations) {
    for (const [name, value] of Object.entries(add))
      next[name.toLowerCase()] = joined(next[name.toLowerCase()], value);
    for (const [name, value] of Object.entries(set)) next[name.toLowerCase()] = value;
    for (const name of remove) Reflect.deleteProperty(next, name.toLowerCase());
  }
  return next;
};
