import { apiVersionOf } from '../../../api/objects.ts';
import type { KubeObject } from '../../../api/objects.ts';
import { rec, without } from '../json.ts';
import type { Rec } from '../json.ts';
import { partialMetadata } from '../partial-metadata.ts';
import type { Page } from '../reader.ts';
import type { Served } from '../registry.ts';
import type { RawWatchEvent } from '../watcher.ts';
import { ApiFailure } from '../failure.ts';
import { wantedForm } from './accept.ts';
import type { Form } from './accept.ts';
import { failureOf, sendJson, statusObject } from './answer.ts';
import { callerOf } from './exchange.ts';
import type { ResourceExchange } from './exchange.ts';
import { listQuery, watchQuery } from './query.ts';
import { tableOf } from './table.ts';
import type { RowObject } from './table.ts';

const rowObject = (query: URLSearchParams): RowObject => {
  const asked = query.get('includeObject');
  return asked === 'None' || asked === 'Object' ? asked : 'Metadata';
};

const servedBy = ({ core, place }: ResourceExchange): Served => core.registry.served(place.type);

const inForm = (exchange: ResourceExchange, form: Form, object: KubeObject): unknown => {
  if (form === 'metadata') return partialMetadata(object);
  if (form !== 'table') return object;
  const { resourceVersion } = object.metadata;
  return tableOf(servedBy(exchange), [object], {
    carried: rowObject(exchange.query),
    nowMs: exchange.clock.now(),
    metadata: { resourceVersion },
  });
};

/** Answers with one object, in the form that the client accepts. */
export const sendObject = (exchange: ResourceExchange, status: number, object: KubeObject): void => {
  const plain = object.kind === 'Scale';
  const form = wantedForm(
    exchange.request.headers.accept,
    plain ? ['object'] : ['object', 'table', 'metadata'],
  );
  sendJson(exchange.response, status, inForm(exchange, form, object));
};

export const getOne = (exchange: ResourceExchange): void => {
  const object = exchange.core.get(exchange.place, callerOf(exchange));
  sendObject(exchange, 200, object);
};

const pageMetadata = ({ items: _items, ...metadata }: Page): Rec => metadata;

/** Only custom objects say in a list what they are. */
const itemOf = ({ kind }: Served, object: KubeObject): Rec =>
  kind.custom ? rec(object) : without(object, 'apiVersion', 'kind');

export const listObject = (served: Served, page: Page): Rec => ({
  kind: served.kind.listKind,
  apiVersion: apiVersionOf({ ...served.kind, version: served.version.name }),
  metadata: pageMetadata(page),
  items: page.items.map((item) => itemOf(served, item)),
});

export const getList = (exchange: ResourceExchange): void => {
  const { core, place, query, request, response } = exchange;
  const form = wantedForm(request.headers.accept, ['object', 'table', 'metadata']);
  const page = core.list(place, listQuery(query), callerOf(exchange));
  const served = servedBy(exchange);
  if (form === 'table') {
    const options = { carried: rowObject(query), nowMs: exchange.clock.now(), metadata: pageMetadata(page) };
    return sendJson(response, 200, tableOf(served, page.items, options));
  }
  const list = listObject(served, page);
  if (form === 'object') return sendJson(response, 200, list);
  const items = page.items.map(partialMetadata);
  const view = {
    kind: 'PartialObjectMetadataList',
    apiVersion: 'meta.k8s.io/v1',
    metadata: list['metadata'],
    items,
  };
  return sendJson(response, 200, view);
};

/** A table that is empty but for where the watch stands: what a bookmark is to a client that wants tables. */
const bookmarkLine = (exchange: ResourceExchange, form: Form, event: RawWatchEvent): string => {
  if (form !== 'table') return `${JSON.stringify(event)}\n`;
  const { annotations, resourceVersion } = event.object.metadata;
  const options = { carried: 'Object' as const, nowMs: 0, metadata: { resourceVersion } };
  const row = { cells: [], object: { ...event.object, metadata: { annotations, resourceVersion } } };
  const table = { ...tableOf(servedBy(exchange), [], options), rows: [row] };
  return `${JSON.stringify({ type: 'BOOKMARK', object: table })}\n`;
};

const drained = (exchange: ResourceExchange): Promise<void> =>
  new Promise((resolve) => {
    if (exchange.response.destroyed) resolve();
    exchange.response.once('drain', resolve);
    exchange.response.once('close', resolve);
  });

/** Tables after the first leave out the columns: the client knows them. */
const withoutColumns = (line: unknown): unknown => ({ ...rec(line), columnDefinitions: null });

const eventLines = (exchange: ResourceExchange, form: Form): ((event: RawWatchEvent) => string) => {
  let isFirst = true;
  return (event) => {
    if (event.type === 'BOOKMARK') return bookmarkLine(exchange, form, event);
    const object = inForm(exchange, form, event.object);
    const shown = form === 'table' && !isFirst ? withoutColumns(object) : object;
    isFirst = false;
    return `${JSON.stringify({ type: event.type, object: shown })}\n`;
  };
};

/** A version that is too old is told inside the stream, every other refusal instead of it. */
const opened = (exchange: ResourceExchange): AsyncIterable<RawWatchEvent> | ApiFailure => {
  const { core, place, query, signal } = exchange;
  const { name, ...collection } = place;
  const own = name === undefined ? {} : { fieldSelector: `metadata.name=${name}` };
  try {
    return core.watch(collection, { ...watchQuery(query), ...own }, { caller: callerOf(exchange), signal });
  } catch (error) {
    if (error instanceof ApiFailure && error.failure.status === 410) return error;
    throw error;
  }
};

/** Sends changes as they happen, one JSON text a line; trouble on the way is an event too. */
export const streamChanges = async (exchange: ResourceExchange): Promise<void> => {
  const { request, response, signal } = exchange;
  const form = wantedForm(request.headers.accept, ['object', 'table', 'metadata']);
  servedBy(exchange);
  const events = opened(exchange);
  const lineOf = eventLines(exchange, form);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  try {
    if (events instanceof ApiFailure) throw events;
    for await (const event of events) {
      if (!response.write(lineOf(event))) await drained(exchange);
    }
  } catch (error) {
    if (!signal.aborted)
      response.write(`${JSON.stringify({ type: 'ERROR', object: statusObject(failureOf(error)) })}\n`);
  }
  response.end();
};
