import type { KubeObject } from '../../../api/objects.ts';
import type { FieldProblem } from '../failure.ts';
import type { Served } from '../registry.ts';
import type { Caller } from '../request.ts';

export interface Conformed {
  readonly object: KubeObject;
  readonly problems: readonly FieldProblem[];
}

export const conform = (_served: Served, object: KubeObject, _caller: Caller): Conformed => ({
  object,
  problems: [],
});
