import { listAt } from '../../domain/json.ts';
import { newest, parseJson, refusalIn, single } from './answer.ts';
import { type Evidence, noEvidence, type Nothing } from './evidence.ts';
import { basic } from './prometheus-template.ts';
import type { Provider } from './provider.ts';
import { addressOf, keysOf, type Settings } from './template-settings.ts';

/** The query is what stands behind `/render?`. Source: graphite.readthedocs.io, "The Render URL API". */
export const graphite: Provider = async ({ settings, query }, { send }, signal) => {
  const found = addressOf(settings);
  if ('none' in found) return found;
  const credentials = credentialsOf(settings);
  if ('none' in credentials) return credentials;
  const url = `${found.address}/render?${parametersOf(query)}`;
  const headers = { ...settings.headers, ...credentials.headers };
  const reply = await send({ method: 'GET', url, headers }, signal);
  return 'none' in reply ? reply : (refusalIn(reply.status, reply.body) ?? read(reply.body));
};

const parametersOf = (query: string): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(query)) parameters.append(name.trim(), value.trim());
  parameters.set('format', 'json');
  return parameters.toString();
};

const credentialsOf = (
  settings: Settings,
): { readonly headers: Readonly<Record<string, string>> } | Nothing => {
  if (settings.secret === undefined) return { headers: {} };
  const found = keysOf(settings, ['username', 'password']);
  if ('none' in found) return found;
  const authorization = basic(found.secret.username, found.secret.password) ?? '';
  return { headers: { authorization } };
};

const read = (body: string): Evidence => {
  const answer = parseJson(body);
  if (!Array.isArray(answer)) return noEvidence('BadAnswer', 'the answer is no JSON list');
  const series = single(answer as readonly unknown[]);
  if ('none' in series) return series;
  const points = listAt(series.one, 'datapoints');
  return newest(points.map((point) => (Array.isArray(point) ? (point as readonly unknown[])[0] : undefined)));
};
