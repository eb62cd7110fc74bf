import { ApiFailure } from '../failure.ts';

/** The form in which an answer is wanted. */
export type Form = 'object' | 'table' | 'metadata' | 'discovery';

const CONVERSIONS: Readonly<Record<string, Form>> = {
  'meta.k8s.io/v1/Table': 'table',
  'meta.k8s.io/v1/PartialObjectMetadata': 'metadata',
  'meta.k8s.io/v1/PartialObjectMetadataList': 'metadata',
  'apidiscovery.k8s.io/v2/APIGroupDiscoveryList': 'discovery',
};

const JSON_TYPES = new Set(['application/json', '*/*', 'application/*']);

const formOf = (entry: string): Form | undefined => {
  const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
  if (!JSON_TYPES.has(type)) return undefined;
  const {
    as,
    g = '',
    v = '',
  } = Object.fromEntries(parameters.map((parameter) => parameter.split('=') as [string, string]));
  return as === undefined ? 'object' : CONVERSIONS[`${g}/${v}/${as}`];
};

/** The first form in an Accept header that can be served. Throws 406 when there is none. */
export const wantedForm = (accept: string | undefined, allowed: readonly Form[]): Form => {
  if (accept === undefined || accept.trim() === '') return 'object';
  const found = accept
    .split(',')
    .map(formOf)
    .find((form) => form !== undefined && allowed.includes(form));
  if (found !== undefined) return found;
  throw new ApiFailure({
    status: 406,
    reason: 'NotAcceptable',
    message: 'only the following media types are accepted: application/json',
  });
};
