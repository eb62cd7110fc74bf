import type { KubeObject } from '../../../api/objects.ts';
import { unsupportedMediaType } from '../failure.ts';
import type { Served } from '../registry.ts';
import { jsonPatch } from './json-patch.ts';
import { mergePatch } from './merge-patch.ts';
import { strategicMergePatch } from './strategic-merge.ts';

export type PatchType = 'json' | 'merge' | 'strategic';

/** The object that a patch makes of another; what it may not change is checked where it is written. */
export const patched = (served: Served, object: KubeObject, type: PatchType, body: unknown): unknown => {
  switch (type) {
    case 'json':
      return jsonPatch(object, body);
    case 'merge':
      return mergePatch(object, body);
    case 'strategic':
      if (served.kind.custom) {
        throw unsupportedMediaType([
          'application/json-patch+json',
          'application/merge-patch+json',
          'application/apply-patch+yaml',
        ]);
      }
      return strategicMergePatch(served.version.schema, object, body);
  }
};
