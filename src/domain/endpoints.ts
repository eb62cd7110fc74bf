import type { KubeObject } from '../api/objects.ts';
import { listAt, objectAt } from './json.ts';

/** Addresses behind a Service that are ready and not on their way out. */
export const readyAddresses = (slices: readonly KubeObject[], service: string): ReadonlySet<string> => {
  const addresses = new Set<string>();
  for (const slice of slices) {
    if (slice.metadata.labels?.['kubernetes.io/service-name'] !== service) continue;
    for (const endpoint of listAt(slice, 'endpoints')) {
      const conditions = objectAt(endpoint, 'conditions');
      if (conditions['ready'] === false || conditions['terminating'] === true) continue;
      for (const address of listAt(endpoint, 'addresses')) addresses.add(String(address));
    }
  }
  return addresses;
};

/** Each counted once. */
export const readyEndpoints = (slices: readonly KubeObject[], service: string): number =>
  readyAddresses(slices, service).size;
