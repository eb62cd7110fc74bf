/** Functions without arguments that Flagger gives to a query, each a string but `variables`. */
export const FLAGGER_FUNCTIONS: readonly string[] = [
  'name',
  'namespace',
  'target',
  'service',
  'ingress',
  'route',
  'interval',
  'variables',
];

/** Go's own functions, as far as they are served; html, js and call are not. */
export const BUILTINS = [
  'and',
  'or',
  'not',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'len',
  'index',
  'slice',
  'print',
  'println',
  'printf',
  'urlquery',
] as const;

export type Builtin = (typeof BUILTINS)[number];

export const isFunction = (name: string): boolean =>
  FLAGGER_FUNCTIONS.includes(name) || (BUILTINS as readonly string[]).includes(name);
