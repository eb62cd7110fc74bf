import type { Answer } from './session.ts';

export const configMap = (name: string, more: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  ...more,
});

/** What a refusal says to programs: everything but its prose. */
export const refusal = ({ status, body }: Answer) => ({
  status,
  code: body.code,
  reason: body.reason,
  details: body.details,
});

/** The complaints about fields, as `reason field`. */
export const complaints = ({ body }: Answer): string[] =>
  (body.details?.causes ?? []).map(
    (cause: { reason: string; field: string }) => `${cause.reason} ${cause.field}`,
  );
