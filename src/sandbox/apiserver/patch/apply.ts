import type { KubeObject } from '../../../api/objects.ts';
import { mergePatch } from './merge-patch.ts';
import type { Target } from '../request.ts';

export const applied = (
  _target: Target,
  current: KubeObject | undefined,
  request: { readonly body: unknown; readonly force: boolean },
): unknown => mergePatch(current ?? {}, request.body);
