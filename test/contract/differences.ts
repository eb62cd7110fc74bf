/**
 * Where the embedded API server is known to differ from a real one. Each sentence stands in docs/sandbox.md, and each
 * is asserted on both sides, so that none outlives its truth.
 */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  duplicates: 'A field that stands twice in a JSON body is taken from its last place, and not warned of.',
  rules: 'Rules in CEL (`x-kubernetes-validations`) are not evaluated.',
};
