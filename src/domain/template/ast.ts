import type { Value } from './value.ts';

interface Placed {
  /** Offset in the source. */
  readonly at: number;
}

export type Operand = Placed &
  (
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'nil' | 'dot' }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'function'; readonly name: string }
    | { readonly kind: 'pipe'; readonly pipe: Pipe }
    /** Fields of what another operand gives: `variables.x`, `.a.b`, `$x.y`, `(…).z`. */
    | { readonly kind: 'fields'; readonly of: Operand; readonly names: readonly string[] }
  );

export type Command = Placed & { readonly first: Operand; readonly args: readonly Operand[] };

export type Pipe = Placed & {
  /** With the `$`; two for a range. */
  readonly variables: readonly string[];
  /** `=` and not `:=`. */
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
};

export type Node = Placed &
  (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'action'; readonly pipe: Pipe }
    | {
        readonly kind: 'if' | 'with' | 'range';
        readonly pipe: Pipe;
        readonly then: readonly Node[];
        readonly otherwise: readonly Node[];
      }
    | { readonly kind: 'break' | 'continue' }
  );
