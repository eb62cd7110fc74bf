/** A Canary's spec while it is edited. */
export type Spec = Record<string, any>;

/** Who says what is wrong, and in which words. */
export type Told =
  /** It is never stored. */
  | { readonly by: 'API server'; readonly says: string }
  /** A condition, and an Event with the same text. */
  | { readonly by: 'Accepted' | 'Holding'; readonly reason: string; readonly says: string }
  /** An Event alone: it is understood otherwise than written. */
  | { readonly by: 'Event'; readonly says: string }
  /** It is taken as it stands. */
  | { readonly by: 'nobody'; readonly because: string };

export interface Input {
  /** Of the list of malformed inputs that a release is held to; `rows.test.ts` accounts for all of them. */
  readonly row: number;
  readonly what: string;
  readonly edit: (spec: Spec) => void;
  readonly told: Told;
  /** Once the first set-up has begun, where that is another thing. */
  readonly later?: Told;
  /** Something is wrong with it only while users are led to the canary. */
  readonly isOfRoutes?: boolean;
}

type Edit = Input['edit'];
type Of = (row: number, what: string, edit: Edit, says: string) => Input;

export const rejected: Of = (row, what, edit, says) => ({
  row,
  what,
  edit,
  told: { by: 'API server', says },
});

export const refused: Of = (row, what, edit, says) => ({
  row,
  what,
  edit,
  told: { by: 'Accepted', reason: 'InvalidSpec', says },
});

export const understood: Of = (row, what, edit, says) => ({ row, what, edit, told: { by: 'Event', says } });

export const taken = (row: number, what: string, edit: Edit, because: string): Input => ({
  row,
  what,
  edit,
  told: { by: 'nobody', because },
});

export const held = (row: number, what: string, edit: Edit, [reason, says]: [string, string]): Input => ({
  row,
  what,
  edit,
  told: { by: 'Holding', reason, says },
});

/** Sets the field at a path such as `analysis.metrics.0.name`; undefined takes it away. */
export const set =
  (path: string, value: unknown): Edit =>
  (spec) => {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let at: Spec = spec;
    for (const key of keys) at = at[key] ??= {};
    if (value === undefined) Reflect.deleteProperty(at, last);
    else at[last] = value;
  };

export const both =
  (...edits: readonly Edit[]): Edit =>
  (spec) => {
    for (const edit of edits) edit(spec);
  };

/** Adds to the list at a path. */
export const push =
  (path: string, ...items: readonly unknown[]): Edit =>
  (spec) => {
    const list = path
      .split('.')
      .reduce<any>((at, key) => (at[key] ??= key === path.split('.').at(-1) ? [] : {}), spec);
    list.push(...items);
  };

export const many = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** Names of headers, hooks and variables that are no ordinary keys of an object. */
export const keyed = (key: string, value: unknown): Record<string, unknown> =>
  JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`) as Record<string, unknown>;
