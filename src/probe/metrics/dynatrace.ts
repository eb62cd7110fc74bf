import { listAt } from '../../domain/json.ts';
import { listIn, newest, single } from './answer.ts';
import type { Evidence } from './evidence.ts';
import { restProvider, urlOf, windowOf } from './rest.ts';

/** A metric selector. Source: docs.dynatrace.com, "Metrics API v2 – GET metric data points". */
export const dynatrace = restProvider({
  keys: ['dynatrace_token'],
  request: (asked, address, { dynatrace_token }) => {
    const { from, to } = windowOf(asked);
    const parameters = {
      metricSelector: asked.query,
      resolution: 'Inf',
      from: String(from * 1000),
      to: String(to * 1000),
    };
    return {
      method: 'GET',
      url: urlOf(address, '/api/v2/metrics/query', parameters),
      headers: { accept: 'application/json', authorization: `Api-Token ${dynatrace_token}` },
    };
  },
  read: (body) => read(body),
});

/** One collection a metric, in it one set of values for each combination of dimensions. */
const read = (body: string): Evidence => {
  const found = listIn(body, 'result');
  if ('none' in found) return found;
  const only = single(found.list.flatMap((collection) => listAt(collection, 'data')));
  return 'none' in only ? only : newest(listAt(only.one, 'values'));
};
