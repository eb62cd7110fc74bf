import { SECRET } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import {
  type AlertProviderPlan,
  type AlertType,
  parseAlertProvider,
  type TeamsFormat,
} from '../../domain/alert-provider.ts';
import { type Json, objectAt, textAt } from '../../domain/json.ts';
import { addressProblem, dotted } from '../../domain/names.ts';
import type { ReceiverRef } from '../../domain/plan-alerts.ts';
import type { TellingSettings } from '../../domain/settings.ts';
import { isOperatorError } from '../../errors.ts';
import type { Cluster } from '../../kube/cluster.ts';

/** Where an alert goes, and as whom; address, proxy and token are secrets, and never shown. */
export interface Receiver {
  readonly type: AlertType;
  readonly address: string;
  readonly proxy: string | undefined;
  readonly token: string | undefined;
  /** Undefined: the channel that the address has anyway. */
  readonly channel: string | undefined;
  readonly username: string;
  readonly format: TeamsFormat | undefined;
  readonly origin: 'object' | 'flag';
}

export interface ReceiverOptions {
  readonly providers: { get(namespace: string, name: string): KubeObject | undefined };
  readonly cluster: Pick<Cluster, 'get'>;
  /** What the operator's own flags name. */
  readonly own: Pick<TellingSettings, 'slack' | 'msteams'>;
}

/** A receiver, or why there is none; what is missing now may be there at the next try. */
export type FoundReceiver =
  | { readonly receiver: Receiver }
  | { readonly missing: string; readonly type: AlertType | undefined };

/** Looked up for each try: a Secret is read by name, and nothing of it is kept. */
export const receiverOf = (
  reference: ReceiverRef,
  options: ReceiverOptions,
  signal: AbortSignal,
): Promise<FoundReceiver> =>
  reference.kind === 'provider'
    ? ofProvider(reference, options, signal)
    : Promise.resolve(ofFlags(reference.type, options.own));

const ofFlags = (type: 'slack' | 'msteams', own: ReceiverOptions['own']): FoundReceiver => {
  const receiver = own[type];
  return receiver === undefined
    ? { missing: `--${type}-url is not set`, type }
    : { receiver: { type, format: undefined, origin: 'flag', ...receiver } };
};

const ofProvider = async (
  { namespace, name }: Extract<ReceiverRef, { kind: 'provider' }>,
  { providers, cluster }: ReceiverOptions,
  signal: AbortSignal,
): Promise<FoundReceiver> => {
  const object = providers.get(namespace, name);
  const named = `alert provider ${dotted(name, namespace)}`;
  if (object === undefined) return { missing: `${named} does not exist`, type: undefined };
  const parsed = parseAlertProvider(object);
  if ('issues' in parsed) {
    const issues = parsed.issues.map(({ path, problem }) => `${path} ${problem}`).join('; ');
    return { missing: `${named}: ${issues}`, type: undefined };
  }
  const { provider } = parsed;
  if ('url' in provider.address) return { receiver: withAddress(provider, provider.address.url) };
  const secret = await readSecret(cluster, namespace, provider.address.secret, signal);
  if ('missing' in secret) return { missing: `${named}: ${secret.missing}`, type: provider.type };
  return { receiver: withAddress(provider, secret.address, secret.token) };
};

const withAddress = (
  { type, channel, username, proxy, format }: AlertProviderPlan,
  address: string,
  token?: string,
): Receiver => ({ type, address, proxy, token, channel, username, format, origin: 'object' });

const readSecret = async (
  cluster: Pick<Cluster, 'get'>,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly address: string; readonly token?: string } | { readonly missing: string }> => {
  const named = `secret ${dotted(name, namespace)}`;
  try {
    const data = objectAt(await cluster.get({ type: SECRET, namespace, name }, signal), 'data');
    const address = decoded(data, 'address');
    const problem = addressProblem(address);
    if (problem !== undefined) return { missing: `${named}: its key address ${problem}` };
    const token = decoded(data, 'token');
    if (!/^[\x21-\x7e]*$/.test(token)) return { missing: `${named}: its key token cannot be sent` };
    return token === '' ? { address } : { address, token };
  } catch (thrown) {
    if (!isOperatorError(thrown)) throw thrown;
    return { missing: `${named} ${WHY[thrown.code] ?? 'cannot be read now'}` };
  }
};

const WHY: Readonly<Partial<Record<string, string>>> = {
  NOT_FOUND: 'does not exist',
  FORBIDDEN: 'must not be read by the operator',
};

/** Without white space at its ends: files end with a line feed, and so do Secrets made of them. */
const decoded = (data: Json, key: string): string =>
  Buffer.from(textAt(data, key), 'base64').toString().trim();
