import { isObject } from '../../domain/json.ts';
import { listIn, numberIn, single } from './answer.ts';
import { type Evidence, noEvidence } from './evidence.ts';
import { restProvider, urlOf } from './rest.ts';

/** Source: docs.newrelic.com, "Query Insights event data API". The EU's host is insights-api.eu.newrelic.com. */
export const newrelic = restProvider({
  address: 'https://insights-api.newrelic.com',
  keys: ['newrelic_account_id', 'newrelic_query_key'],
  request: ({ query, intervalMs }, address, secret) => {
    const nrql = `${query} SINCE ${Math.ceil(intervalMs / 1000)} seconds ago`;
    const account = encodeURIComponent(secret.newrelic_account_id);
    return {
      method: 'GET',
      url: urlOf(address, `/v1/accounts/${account}/query`, { nrql }),
      headers: { accept: 'application/json', 'x-query-key': secret.newrelic_query_key },
    };
  },
  read: (body) => read(body),
});

/** Arithmetic gives `result`; a bare aggregation is named after itself, and Flagger does not read that either. */
const read = (body: string): Evidence => {
  const found = listIn(body, 'results');
  if ('none' in found) return found;
  const only = single(found.list);
  if ('none' in only) return only;
  if (isObject(only.one) && 'result' in only.one) return numberIn(only.one['result']);
  return noEvidence('WrongResultType', 'results[0] has no "result"; select one calculated value');
};
