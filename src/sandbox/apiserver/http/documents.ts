import { noSuchResource } from '../failure.ts';
import type { Rec } from '../json.ts';
import { wantedForm } from './accept.ts';
import { sendJson } from './answer.ts';
import { aggregatedDiscovery, discoveryDocument } from './discovery.ts';
import type { Exchange } from './exchange.ts';
import { OPENAPI_V2_TYPE, openApiV2 } from './openapi-v2.ts';
import { openApiDocument } from './openapi.ts';

const VERSION: Rec = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.0+serinette.sandbox',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'sandbox',
};

const HEALTH = new Set(['/healthz', '/livez', '/readyz']);

const sendAggregated = (exchange: Exchange, path: '/api' | '/apis'): void => {
  const body = JSON.stringify(aggregatedDiscovery(exchange.core.registry.all(), path));
  exchange.response.writeHead(200, {
    'content-type': 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    vary: 'Accept',
  });
  exchange.response.end(body);
};

const sendOpenApiV2 = ({ response }: Exchange): void => {
  response.writeHead(200, { 'content-type': OPENAPI_V2_TYPE });
  response.end(openApiV2());
};

/** Everything that is read and is not an object: health, version, discovery, schemas. */
export const sendDocument = (exchange: Exchange, path: string): void => {
  const { core, request, response } = exchange;
  if (HEALTH.has(path)) {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('ok');
    return;
  }
  if (path === '/version') return sendJson(response, 200, VERSION);
  if (path === '/openapi/v2') return sendOpenApiV2(exchange);
  const isRoot = path === '/api' || path === '/apis';
  if (isRoot && wantedForm(request.headers.accept, ['discovery', 'object']) === 'discovery') {
    return sendAggregated(exchange, path);
  }
  const kinds = core.registry.all();
  const document = discoveryDocument(kinds, path) ?? openApiDocument(kinds, path);
  if (document === undefined) throw noSuchResource();
  return sendJson(response, 200, document);
};
