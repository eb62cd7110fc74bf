import type { ResourceType } from '../../api/objects.ts';
import { objectAt } from '../../domain/json.ts';
import { numberIn, listIn, refusalIn, single } from './answer.ts';
import { checkNamespace, fromCluster } from './by-cluster.ts';
import { type Evidence, noEvidence, type Nothing } from './evidence.ts';
import type { Asked, Provider, Tools } from './provider.ts';
import { addressOf, keysOf, type Settings } from './template-settings.ts';

const GROUP = 'external.metrics.k8s.io';

/** `[<namespace>/]<metric>[?labelSelector=<selector>]`. Source: kubernetes.io, k8s.io/metrics external_metrics/v1beta1. */
export const externalmetrics: Provider = async (asked, tools, signal) => {
  const { settings } = asked;
  const wanted = wantedBy(asked);
  if ('none' in wanted) return wanted;
  const refused = checkNamespace(settings, wanted.namespace, tools.noCrossNamespaceRefs);
  if (refused !== undefined) return refused;
  return settings.address === ''
    ? ownCluster(wanted, tools, signal)
    : elsewhere(wanted, settings, tools, signal);
};

interface Wanted {
  readonly namespace: string;
  readonly metric: string;
  readonly labelSelector: string;
}

const wantedBy = ({ query, settings }: Asked): Wanted | Nothing => {
  const [path = '', parameters = '', ...others] = query.split('?');
  const [metric = '', namespace = 'default', ...more] = path.split('/').reverse();
  if (!isSegment(metric) || !isSegment(namespace) || more.length + others.length > 0)
    return noEvidence(
      'TemplateError',
      `${settings.named}: query must be [<namespace>/]<metric>[?labelSelector=<selector>]`,
    );
  return { namespace, metric, labelSelector: new URLSearchParams(parameters).get('labelSelector') ?? '' };
};

const isSegment = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._|:-]*$/.test(text);

/** With the operator's own rights. */
const ownCluster = async (
  { namespace, metric, labelSelector }: Wanted,
  { cluster, measure }: Tools,
  signal: AbortSignal,
): Promise<Evidence> => {
  const type: ResourceType = {
    group: GROUP,
    version: 'v1beta1',
    kind: 'ExternalMetricValue',
    plural: metric,
    namespaced: true,
  };
  const options = { namespace, computed: true, ...(labelSelector === '' ? {} : { labelSelector }) };
  const named = `external metric ${namespace}/${metric}`;
  const list = await fromCluster(named, { measure }, () => cluster.list(type, options, signal));
  return 'none' in list ? list : read(list.found.items);
};

/** Another API server, with the token of the template's Secret. */
const elsewhere = async (
  { namespace, metric, labelSelector }: Wanted,
  settings: Settings,
  { send }: Tools,
  signal: AbortSignal,
): Promise<Evidence> => {
  const found = addressOf(settings);
  if ('none' in found) return found;
  const credentials = credentialsOf(settings);
  if ('none' in credentials) return credentials;
  const query = labelSelector === '' ? '' : `?${new URLSearchParams({ labelSelector }).toString()}`;
  const path = `/apis/${GROUP}/v1beta1/namespaces/${namespace}/${encodeURIComponent(metric)}${query}`;
  const headers = { accept: 'application/json', ...settings.headers, ...credentials.headers };
  const reply = await send({ method: 'GET', url: `${found.address}${path}`, headers }, signal);
  return 'none' in reply ? reply : (refusalIn(reply.status, reply.body) ?? readBody(reply.body));
};

const credentialsOf = (
  settings: Settings,
): { readonly headers: Readonly<Record<string, string>> } | Nothing => {
  if (settings.secret === undefined) return { headers: {} };
  const found = keysOf(settings, ['token']);
  return 'none' in found ? found : { headers: { authorization: `Bearer ${found.secret.token}` } };
};

const readBody = (body: string): Evidence => {
  const found = listIn(body, 'items');
  return 'none' in found ? found : read(found.list);
};

const read = (items: readonly unknown[]): Evidence => {
  const only = single(items);
  if ('none' in only) return only;
  const value = objectAt(only.one)['value'];
  return typeof value === 'string' ? quantity(value) : numberIn(value);
};

const DECIMAL = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 } as const;
const BINARY = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 } as const;

/** A number with a suffix of Kubernetes. Source: kubernetes.io, "Quantity". */
const quantity = (text: string): Evidence => {
  const [, digits = '', suffix = ''] = /^(.*?\d\.?)([numkMGTPE]|[KMGTPE]i)?$/.exec(text) ?? [];
  const number = numberIn(digits);
  if ('none' in number) return number;
  return { value: scaled(number.value, suffix) };
};

const scaled = (value: number, suffix: string): number => {
  if (suffix in BINARY) return value * 1024 ** BINARY[suffix as keyof typeof BINARY];
  if (!(suffix in DECIMAL)) return value;
  const power = DECIMAL[suffix as keyof typeof DECIMAL];
  return power < 0 ? value / 10 ** -power : value * 10 ** power;
};
