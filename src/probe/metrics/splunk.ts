import { isObject, type Json, listAt, textAt } from '../../domain/json.ts';
import { NO_VALUES, numberIn, parseJson, queryError, single } from './answer.ts';
import { type Evidence, noEvidence } from './evidence.ts';
import { restProvider, urlOf, windowOf } from './rest.ts';

/**
 * A SignalFlow program of Splunk Observability Cloud, computed over HTTP: the answer is a stream of events that ends
 * with the window. Source: dev.splunk.com/observability, "Run SignalFlow computations".
 */
export const splunk = restProvider({
  keys: ['sf_token_key'],
  request: (asked, address, { sf_token_key }) => {
    const { from, to } = windowOf(asked);
    const parameters = { start: String(from * 1000), stop: String(to * 1000), immediate: 'true' };
    return {
      method: 'POST',
      url: urlOf(streamOf(address), '/v2/signalflow/execute', parameters),
      headers: { accept: 'text/event-stream', 'content-type': 'text/plain', 'x-sf-token': sf_token_key },
      body: asked.query,
    };
  },
  read: (body) => read(body),
});

/** Templates name the realm's API; computations run beside it. */
const streamOf = (address: string): string => address.replace(/^(https?:\/\/)api\./i, '$1stream.');

/** The newest moment's only value. */
const read = (body: string): Evidence => {
  const events = eventsIn(body);
  if (events.length === 0) return noEvidence('BadAnswer', 'the answer is no stream of events');
  const failed = events.find(({ name }) => name === 'error');
  if (failed !== undefined) return queryError(textAt(failed.data, 'message') || 'the computation failed');
  const ended = events.some(({ data }) => data['event'] === 'END_OF_CHANNEL');
  if (!ended) return noEvidence('BadAnswer', 'the stream of events breaks off');
  const moments = events.filter(({ name }) => name === 'data').map(({ data }) => listAt(data, 'data'));
  const newest = moments.findLast((values) => values.length > 0);
  if (newest === undefined) return NO_VALUES;
  const only = single(newest);
  if ('none' in only) return only;
  return numberIn(isObject(only.one) ? only.one['value'] : undefined);
};

interface StreamEvent {
  readonly name: string;
  readonly data: Json;
}

/** Server-sent events (html.spec.whatwg.org), their data as JSON; others are left out. */
const eventsIn = (body: string): readonly StreamEvent[] =>
  body.split(/\r?\n\r?\n/).flatMap((block) => {
    const lines = block.split(/\r?\n/);
    const of = (field: string): string =>
      lines
        .filter((line) => line.startsWith(`${field}:`))
        .map((line) => line.slice(field.length + 1).replace(/^ /, ''))
        .join('\n');
    const data = parseJson(of('data'));
    return isObject(data) ? [{ name: of('event'), data }] : [];
  });
