import { apiVersionOf } from '../../../api/objects.ts';
import type { KubeObject } from '../../../api/objects.ts';
import type { Rec } from '../json.ts';
import { partialMetadata } from '../partial-metadata.ts';
import type { Page } from '../reader.ts';
import type { Served } from '../registry.ts';
import type { RawWatchEvent } from '../watcher.ts';
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

const listObject = (served: Served, page: Page): Rec => ({
  kind: served.kind.listKind,
  apiVersion: apiVersionOf({ ...served.kind, version: served.version.name }),
  metadata: pageMetadata(page),
  items: page.items,
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

const eventLine = (exchange: ResourceExchange, form: Form, event: RawWatchEvent): string => {
  const { type, object } = event;
  return `${JSON.stringify({ type, object: inForm(exchange, form, object) })}\n`;
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

/** Sends changes as they happen, one JSON text a line; trouble on the way is an event too. */
export const streamChanges = async (exchange: ResourceExchange): Promise<void> => {
  const { core, place, query, request, response, signal } = exchange;
  const form = wantedForm(request.headers.accept, ['object', 'table', 'metadata']);
  const { name, ...collection } = place;
  const own = name === undefined ? {} : { fieldSelector: `metadata.name=${name}` };
  // A place that is not served is a plain 404; only what fails after that is told inside the stream.
  servedBy(exchange);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  try {
    const options = { ...watchQuery(query), ...own };
    for await (const event of core.watch(collection, options, { caller: callerOf(exchange), signal })) {
      const line =
        event.type === 'BOOKMARK' ? bookmarkLine(exchange, form, event) : eventLine(exchange, form, event);
      if (!response.write(line)) await drained(exchange);
    }
  } catch (error) {
    if (!signal.aborted)
      response.write(`${JSON.stringify({ type: 'ERROR', object: statusObject(failureOf(error)) })}\n`);
  }
  response.end();
};
