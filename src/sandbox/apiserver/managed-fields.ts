import type { KubeObject } from '../../api/objects.ts';
import type { Served } from './registry.ts';

export interface Manager {
  readonly manager: string;
  readonly time: string;
  readonly subresource?: string;
}

export const trackManager = (
  _served: Served,
  next: KubeObject,
  _old: KubeObject | undefined,
  _by: Manager,
): KubeObject => next;
