import type { KubeObject } from '../../../api/objects.ts';
import type { Place } from '../core.ts';
import {
  badRequest,
  forbiddenField,
  invalidOption,
  methodNotAllowed,
  requiredValue,
  unsupportedMediaType,
  unsupportedValue,
} from '../failure.ts';
import { at, isRec, text } from '../json.ts';
import type { Rec } from '../json.ts';
import type { PatchType } from '../patch/patch.ts';
import type { DeleteOptions, Propagation } from '../writer.ts';
import { sendJson } from './answer.ts';
import { fromJson, fromYaml, mediaType, readBody, readObject } from './body.ts';
import { callerOf } from './exchange.ts';
import type { ResourceExchange } from './exchange.ts';
import { listQuery } from './query.ts';
import { listObject, sendObject } from './reads.ts';
import { answerReview } from './reviews.ts';

export const createOne = async (exchange: ResourceExchange): Promise<void> => {
  const { core, place } = exchange;
  if (place.name !== undefined) throw methodNotAllowed();
  const body = await readObject(exchange.request);
  const caller = callerOf(exchange);
  const review = answerReview(place.type, body, caller.user);
  if (review !== undefined) return sendJson(exchange.response, 201, review);
  const inNone = place.namespace === undefined && core.registry.served(place.type).kind.namespaced;
  if (inNone) throw methodNotAllowed();
  return sendObject(exchange, 201, core.create(place, body, caller));
};

export const replaceOne = async (exchange: ResourceExchange): Promise<void> => {
  const { core, place } = exchange;
  if (place.name === undefined) throw methodNotAllowed();
  const body = await readObject(exchange.request);
  sendObject(exchange, 200, core.update(place, body, callerOf(exchange)));
};

const PATCHES: Readonly<Record<string, PatchType | 'apply'>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

const checkPatchOptions = (type: PatchType | 'apply', query: URLSearchParams): void => {
  if (type === 'apply' && (query.get('fieldManager') ?? '') === '') {
    throw invalidOption('PatchOptions', requiredValue('fieldManager', 'is required for apply patch'));
  }
  if (type !== 'apply' && query.has('force')) {
    throw invalidOption('PatchOptions', forbiddenField('force', 'may not be specified for non-apply patch'));
  }
};

export const patchOne = async (exchange: ResourceExchange): Promise<void> => {
  const { core, place, request, query } = exchange;
  if (place.name === undefined) throw methodNotAllowed();
  const type = PATCHES[mediaType(request)];
  if (type === undefined) throw unsupportedMediaType(Object.keys(PATCHES));
  checkPatchOptions(type, query);
  const sent = await readBody(request);
  const body = type === 'apply' ? fromYaml(sent) : fromJson(sent);
  const force = query.get('force') === 'true';
  const outcome = { created: false };
  const object = core.patch(
    place,
    { type, body, force, onCreate: () => (outcome.created = true) },
    callerOf(exchange),
  );
  sendObject(exchange, outcome.created ? 201 : 200, object);
};

const PROPAGATIONS: readonly string[] = ['Background', 'Foreground', 'Orphan'] satisfies Propagation[];

const deleteOptions = (body: unknown, query: URLSearchParams): DeleteOptions => {
  const propagation = text(at(body, 'propagationPolicy')) || (query.get('propagationPolicy') ?? '');
  if (propagation !== '' && !PROPAGATIONS.includes(propagation)) {
    throw invalidOption('DeleteOptions', unsupportedValue('propagationPolicy', propagation, PROPAGATIONS));
  }
  const uid = text(at(body, 'preconditions', 'uid'));
  const resourceVersion = text(at(body, 'preconditions', 'resourceVersion'));
  return {
    ...(propagation === '' ? {} : { propagation: propagation as Propagation }),
    ...(uid === '' ? {} : { uid }),
    ...(resourceVersion === '' ? {} : { resourceVersion }),
  };
};

const isDryRun = (body: unknown): boolean => {
  const asked = at(body, 'dryRun');
  return Array.isArray(asked) && asked.includes('All');
};

const removed = (place: Place, { metadata }: KubeObject): Rec => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: {
    name: metadata.name,
    ...(place.type.group === '' ? {} : { group: place.type.group }),
    kind: place.type.plural,
    uid: metadata.uid,
  },
});

export const deleteOne = async (exchange: ResourceExchange): Promise<void> => {
  const { core, place, request, query, response } = exchange;
  const body = (await readObject(request)) ?? {};
  if (!isRec(body)) throw badRequest('expected DeleteOptions');
  const caller = callerOf(exchange);
  const asked = isDryRun(body) ? { ...caller, dryRun: true } : caller;
  const options = deleteOptions(body, query);
  if (place.name === undefined) {
    const items = core.deleteAll(place, listQuery(query), asked);
    const served = core.registry.served(place.type);
    const { resourceVersion } = core.list(place, { limit: 1 }, asked);
    return sendJson(response, 200, listObject(served, { items, resourceVersion }));
  }
  const last = core.delete(place, options, asked);
  if (asked.dryRun !== true && core.isThere(place, last.metadata.uid)) return sendObject(exchange, 200, last);
  return sendJson(response, 200, removed(place, last));
};
