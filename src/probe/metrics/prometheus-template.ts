import { noEvidence, type Nothing } from './evidence.ts';
import { askServer, type MetricsServer } from './prometheus.ts';
import type { Provider } from './provider.ts';
import { addressOf, isFieldValue, type Settings } from './template-settings.ts';

/** PromQL, on one line. */
export const prometheus: Provider = async ({ settings, query }, tools, signal) => {
  const server = serverOf(settings);
  if ('none' in server) return server;
  return askServer(tools.query, server, query.replace(/\s+/g, ' '), signal);
};

const serverOf = (settings: Settings): MetricsServer | Nothing => {
  const found = addressOf(settings);
  if ('none' in found) return found;
  const credentials = credentialsOf(settings);
  if ('none' in credentials) return credentials;
  return {
    address: found.address,
    origin: 'object',
    headers: { ...settings.headers, ...credentials.headers },
    skipTlsVerify: settings.skipTlsVerify,
  };
};

/** `token`, else `username` and `password`, as Flagger. */
const credentialsOf = ({
  secret,
  named,
}: Settings): { readonly headers: Readonly<Record<string, string>> } | Nothing => {
  if (secret === undefined) return { headers: {} };
  const { token = '', username = '', password = '' } = secret.values;
  const authorization = token === '' ? basic(username, password) : `Bearer ${token}`;
  if (authorization !== undefined && isFieldValue(authorization)) return { headers: { authorization } };
  return noEvidence(
    'SecretKeyMissing',
    `${named}: secret ${secret.named} has neither a usable token nor username and password`,
  );
};

export const basic = (username: string, password: string): string | undefined =>
  username === '' || password === ''
    ? undefined
    : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
