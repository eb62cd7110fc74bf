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

export const container = (more: object = {}) => ({ name: 'app', image: 'example.org/app:1', ...more });

/** Paused and without pods, so that no controller of a real cluster writes to it. */
export const deployment = (name: string, spec: object = {}, pod: object = {}, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, ...metadata },
  spec: {
    paused: true,
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [container()], ...pod } },
    ...spec,
  },
});

export const service = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
});
