import { SECRET } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { type Json, objectAt, textAt } from '../../domain/json.ts';
import { isOperatorError } from '../../errors.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { noEvidence, type Nothing } from './evidence.ts';
import type { MetricsServer } from './prometheus.ts';

/** Reads a MetricTemplate's provider; its Secret is read anew each time, from the template's namespace. */
export const serverOf = async (
  template: KubeObject,
  cluster: Pick<Cluster, 'get'>,
  signal: AbortSignal,
): Promise<MetricsServer | Nothing> => {
  const provider = objectAt(template, 'spec', 'provider');
  const named = `${template.metadata.name}.${template.metadata.namespace ?? ''}`;
  const type = textAt(provider, 'type');
  if (type !== 'prometheus')
    return noEvidence('TemplateError', `${named}: provider ${JSON.stringify(type)} is not supported yet`);
  const address = textAt(provider, 'address').replace(/\/+$/, '');
  if (!/^https?:\/\/[^\s/?#]+[^\s?#]*$/i.test(address))
    return noEvidence('TemplateError', `${named}: provider.address must be an http:// or https:// URL`);
  const headers = headersOf(provider, named);
  if ('none' in headers) return headers;
  const credentials = await credentialsOf(template, cluster, signal);
  if ('none' in credentials) return credentials;
  return {
    address,
    origin: 'object',
    headers: { ...headers.headers, ...credentials.headers },
    skipTlsVerify: provider['insecureSkipVerify'] === true,
  };
};

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
const isFieldValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

/** `token`, else `username` and `password`, as Flagger. */
const credentialsOf = async (
  template: KubeObject,
  cluster: Pick<Cluster, 'get'>,
  signal: AbortSignal,
): Promise<Headers | Nothing> => {
  const name = textAt(objectAt(template, 'spec', 'provider', 'secretRef'), 'name');
  if (name === '') return { headers: {} };
  const namespace = template.metadata.namespace ?? '';
  const secret = await read(cluster, { namespace, name }, signal);
  if ('none' in secret) return secret;
  const { data } = secret;
  const [token, username, password] = ['token', 'username', 'password'].map((key) => decoded(data, key));
  const authorization = authorizationOf(token, username, password);
  if (authorization !== undefined && isFieldValue(authorization)) return { headers: { authorization } };
  return noEvidence(
    'SecretNotFound',
    `secret ${name}.${namespace} has neither a usable token nor username and password`,
  );
};

const read = async (
  cluster: Pick<Cluster, 'get'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<{ readonly data: Json } | Nothing> => {
  try {
    const secret = await cluster.get({ type: SECRET, namespace, name }, signal);
    return { data: objectAt(secret, 'data') };
  } catch (thrown) {
    if (!isOperatorError(thrown, 'NOT_FOUND', 'FORBIDDEN')) throw thrown;
    const why = thrown.code === 'NOT_FOUND' ? 'does not exist' : 'must not be read by the operator';
    return noEvidence('SecretNotFound', `secret ${name}.${namespace} ${why}`);
  }
};

/** Without white space at its ends: files end with a line feed, and so do Secrets made of them. */
const decoded = (data: Json, key: string): string =>
  Buffer.from(textAt(data, key), 'base64').toString().trim();

const authorizationOf = (token = '', username = '', password = ''): string | undefined => {
  if (token !== '') return `Bearer ${token}`;
  if (username === '' || password === '') return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
};
