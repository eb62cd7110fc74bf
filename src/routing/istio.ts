import { FLUX_PAIR, RECORD_STAMP } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { type Json, listAt, objectAt } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import type { Side } from '../domain/question.ts';
import { isSameContent } from '../domain/revision.ts';
import type { RoutesSeen } from '../domain/snapshot.ts';
import type { Traffic } from '../domain/traffic.ts';
import { originalOf } from '../manifests/services.ts';
import { ownedMetadata } from '../manifests/ownership.ts';
import { amongOthers, withoutOurs } from './foreign-routes.ts';
import { httpRoutes } from './http-routes.ts';
import { splitOf } from './read-back.ts';
import { tcpRoutes } from './tcp-routes.ts';

/** Which decision a route object was written from. */
export interface Stamp {
  readonly seq: number;
  /** RFC 3339; says when, and is not compared. */
  readonly time: string;
}

/**
 * The VirtualService for a traffic. Its hosts, gateways, HTTP or TCP routes and stamp are ours; everything else
 * that an existing one holds is kept, and so are the HTTP routes of others where that is asked for.
 */
export const virtualService = (
  plan: Plan,
  traffic: Traffic,
  stamp: Stamp,
  existing: KubeObject | undefined,
): KubeObject => built(plan, traffic, `${plan.uid}/${stamp.seq}@${stamp.time}`, existing);

const built = (
  plan: Plan,
  traffic: Traffic,
  stamp: string,
  existing: KubeObject | undefined,
): KubeObject => ({
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  ...existing,
  metadata: ownedMetadata(existing, {
    name: plan.apexName,
    namespace: plan.namespace,
    owner: plan.owner,
    labels: plan.service.apex.labels,
    annotations: {
      ...plan.service.apex.annotations,
      ...FLUX_PAIR,
      ...originalOf(plan, existing),
      [RECORD_STAMP]: stamp,
    },
  }),
  spec: {
    ...objectAt(existing, 'spec'),
    hosts: plan.service.hosts,
    gateways: plan.service.gateways,
    ...routeLists(plan, traffic, existing),
  },
});

/** Of the list that is not used, what is ours goes: it is from before the protocol was changed. */
const routeLists = (plan: Plan, traffic: Traffic, existing: KubeObject | undefined): Json => {
  const foreign = (list: 'http' | 'tcp'): readonly unknown[] | undefined => {
    const kept = withoutOurs(plan, listAt(existing, 'spec', list));
    return kept.length === 0 ? undefined : kept;
  };
  if (plan.service.isTcp) return { http: foreign('http'), tcp: tcpRoutes(plan, traffic) };
  const ours = httpRoutes(plan, traffic);
  const http = plan.service.keepsForeignRoutes
    ? amongOthers(plan, ours, listAt(existing, 'spec', 'http'))
    : ours;
  return { http, tcp: foreign('tcp') };
};

/** Reads a VirtualService back: its split, who wrote it last, and whether it is as the record asks for. */
export const routesSeen = (
  plan: Plan,
  recorded: Traffic,
  existing: KubeObject | undefined,
  parseTime: (rfc3339: string) => number | undefined,
): RoutesSeen => {
  if (existing === undefined)
    return { object: undefined, form: 'missing', traffic: undefined, stamp: undefined };
  const stampText = existing.metadata.annotations?.[RECORD_STAMP] ?? '';
  const wanted = built(plan, recorded, stampText, existing);
  return {
    object: existing,
    form: isSameContent(wanted, existing) ? 'asWanted' : 'drifted',
    traffic: splitOf(plan, existing),
    stamp: parseStamp(stampText, parseTime),
  };
};

const STAMP = /^([^/]+)\/(\d+)@(.+)$/;

const parseStamp = (
  text: string,
  parseTime: (rfc3339: string) => number | undefined,
): RoutesSeen['stamp'] => {
  const [, uid, seq, time] = STAMP.exec(text) ?? [];
  if (uid === undefined || seq === undefined || time === undefined) return undefined;
  return { uid, seq: Number(seq), at: parseTime(time) ?? 0 };
};

/** Load balancing, TLS and the like for one side; the whole spec is ours. */
export const destinationRule = (plan: Plan, side: Side, existing: KubeObject | undefined): KubeObject => {
  const name = side === 'primary' ? plan.primaryService : plan.canaryService;
  const { trafficPolicy } = plan.service;
  return {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'DestinationRule',
    ...existing,
    metadata: ownedMetadata(existing, {
      name,
      namespace: plan.namespace,
      owner: plan.owner,
      labels: {},
      annotations: {},
    }),
    spec: { host: name, ...(trafficPolicy === undefined ? {} : { trafficPolicy }) },
  };
};
