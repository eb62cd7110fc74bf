import { SECRET } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { type Json, objectAt, textAt } from '../../domain/json.ts';
import { isOperatorError } from '../../errors.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { noEvidence, type Nothing } from './evidence.ts';

/** A MetricTemplate's provider, and its credentials. */
export interface Settings {
  /** How messages call the template. */
  readonly named: string;
  readonly namespace: string;
  readonly type: string;
  /** Without a slash at the end; empty when there is none. */
  readonly address: string;
  readonly region: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly skipTlsVerify: boolean;
  /** Undefined where the template names none. */
  readonly secret: { readonly named: string; readonly values: Readonly<Record<string, string>> } | undefined;
}

/** Reads what a template says; its Secret is read anew each time, from the template's namespace. */
export const settingsOf = async (
  template: KubeObject,
  cluster: Pick<Cluster, 'get'>,
  signal: AbortSignal,
): Promise<Settings | Nothing> => {
  const provider = objectAt(template, 'spec', 'provider');
  const namespace = template.metadata.namespace ?? '';
  const named = `${template.metadata.name}.${namespace}`;
  const headers = headersOf(provider, named);
  if ('none' in headers) return headers;
  const name = textAt(objectAt(provider, 'secretRef'), 'name');
  const read = name === '' ? { secret: undefined } : await readSecret(cluster, { namespace, name }, signal);
  if ('none' in read) return read;
  return {
    named,
    namespace,
    type: textAt(provider, 'type'),
    address: textAt(provider, 'address').replace(/\/+$/, ''),
    region: textAt(provider, 'region'),
    headers: headers.headers,
    skipTlsVerify: provider['insecureSkipVerify'] === true,
    secret: read.secret,
  };
};

/** The template's address, else the one that the provider has anyway. */
export const addressOf = (settings: Settings, otherwise = ''): { readonly address: string } | Nothing => {
  const address = settings.address || otherwise;
  return /^https?:\/\/[^\s/?#]+[^\s?#]*$/i.test(address)
    ? { address }
    : noEvidence(
        'TemplateError',
        `${settings.named}: provider.address must be an http:// or https:// URL, without a query`,
      );
};

/** The values of keys that the template's Secret must have. */
export const keysOf = <Key extends string>(
  { secret, named, type }: Settings,
  keys: readonly Key[],
): { readonly secret: Readonly<Record<Key, string>> } | Nothing => {
  const values = secret?.values ?? {};
  const missing = keys.filter((key) => !isUsable(values[key]));
  if (missing.length === 0) return { secret: values };
  const list = missing.join(' and ');
  return noEvidence(
    'SecretKeyMissing',
    secret === undefined
      ? `${named}: provider ${type} needs a provider.secretRef, to a Secret with ${list}`
      : `${named}: secret ${secret.named} has no usable ${list}`,
  );
};

const isUsable = (value = ''): boolean => value !== '' && isFieldValue(value);

interface Headers {
  readonly headers: Readonly<Record<string, string>>;
}

/** They would change where one message ends and the next begins. */
const FRAMING = ['connection', 'content-length', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

const headersOf = (provider: Json, named: string): Headers | Nothing => {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(objectAt(provider, 'headers'))) {
    const value = (Array.isArray(values) ? values : [values]).map(String).join(', ');
    if (!isToken(name) || !isFieldValue(value) || FRAMING.includes(name.toLowerCase()))
      return noEvidence(
        'TemplateError',
        `${named}: provider.headers has an unusable ${JSON.stringify(name)}`,
      );
    headers[name.toLowerCase()] = value;
  }
  return { headers };
};

const isToken = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9a-zA-Z-]+$/.test(name);

/** May be sent as the value of a header. */
export const isFieldValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

const readSecret = async (
  cluster: Pick<Cluster, 'get'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<{ readonly secret: NonNullable<Settings['secret']> } | Nothing> => {
  const named = `${name}.${namespace}`;
  try {
    const data = objectAt(await cluster.get({ type: SECRET, namespace, name }, signal), 'data');
    const values = Object.fromEntries(Object.keys(data).map((key) => [key, decoded(data, key)]));
    return { secret: { named, values } };
  } catch (thrown) {
    if (!isOperatorError(thrown, 'NOT_FOUND', 'FORBIDDEN')) throw thrown;
    const why = thrown.code === 'NOT_FOUND' ? 'does not exist' : 'must not be read by the operator';
    return noEvidence('SecretNotFound', `secret ${named} ${why}`);
  }
};

/** Without white space at its ends: files end with a line feed, and so do Secrets made of them. */
const decoded = (data: Json, key: string): string =>
  Buffer.from(textAt(data, key), 'base64').toString().trim();
