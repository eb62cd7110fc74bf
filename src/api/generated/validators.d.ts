// Generated from crds/ by scripts/generate-api.ts. Do not edit.
export interface Violation {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly Violation[] | null;
}
/** By kind and schema path of a `oneOf`: the keys that each alternative requires. */
export declare const alternatives: Readonly<Record<string, readonly (readonly string[])[]>>;
export declare const isCanary: Validator;
export declare const isMetricTemplate: Validator;
export declare const isAlertProvider: Validator;
