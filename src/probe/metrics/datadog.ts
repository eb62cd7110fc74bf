import { listAt, textAt } from '../../domain/json.ts';
import { newest, objectIn, queryError, single } from './answer.ts';
import type { Evidence } from './evidence.ts';
import { restProvider, urlOf, windowOf } from './rest.ts';

/** Source: docs.datadoghq.com/api/latest/metrics, "Query timeseries points". */
export const datadog = restProvider({
  address: 'https://api.datadoghq.com',
  keys: ['datadog_api_key', 'datadog_application_key'],
  request: (asked, address, secret) => {
    const { from, to } = windowOf(asked);
    const parameters = { query: asked.query, from: String(from), to: String(to) };
    return {
      method: 'GET',
      url: urlOf(address, '/api/v1/query', parameters),
      headers: {
        'dd-api-key': secret.datadog_api_key,
        'dd-application-key': secret.datadog_application_key,
      },
    };
  },
  read: (body) => read(body),
});

/** The newest point of the only series; Flagger takes the oldest, of ten intervals ago. */
const read = (body: string): Evidence => {
  const found = objectIn(body);
  if ('none' in found) return found;
  const { answer } = found;
  if (answer['status'] === 'error') return queryError(textAt(answer, 'error') || 'status is error');
  const series = single(listAt(answer, 'series'));
  if ('none' in series) return series;
  const points = listAt(series.one, 'pointlist');
  return newest(points.map((point) => (Array.isArray(point) ? (point as readonly unknown[])[1] : undefined)));
};
