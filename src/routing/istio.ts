import { FLUX_PAIR, RECORD_STAMP } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { isObject, type Json, listAt, objectAt } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import type { Side } from '../domain/question.ts';
import { canonicalJson } from '../domain/revision.ts';
import type { RoutesSeen } from '../domain/snapshot.ts';
import { type Traffic, trafficAt } from '../domain/traffic.ts';
import { originalOf } from '../manifests/services.ts';
import { ownedMetadata } from '../manifests/ownership.ts';

/** Which decision a route object was written from. */
export interface Stamp {
  readonly seq: number;
  /** RFC 3339; says when, and is not compared. */
  readonly time: string;
}

/**
 * The VirtualService for a split. Its hosts, gateways, HTTP routes and stamp are ours; everything else that an
 * existing one holds is kept.
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
    http: [httpRoute(plan, traffic)],
  },
});

const httpRoute = (plan: Plan, traffic: Traffic): Json => {
  const { match, rewrite, timeout, retries, corsPolicy, headers } = plan.service;
  const optional = { rewrite, timeout, retries, corsPolicy, headers };
  return {
    ...(match.length === 0 ? {} : { match }),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    route: [
      { destination: destinationOf(plan, plan.primaryService), weight: traffic.primary },
      { destination: destinationOf(plan, plan.canaryService), weight: traffic.canary },
    ],
  };
};

/** With several ports a gateway has to be told which one; a sidecar takes the one that was called. */
const destinationOf = ({ service }: Plan, host: string): Json => {
  const isAmbiguous = service.portDiscovery && service.gateways[0] !== 'mesh';
  return isAmbiguous ? { host, port: { number: service.port } } : { host };
};

/** Reads a VirtualService back: its split, who wrote it last, and whether the rest of it is as it should be. */
export const routesSeen = (
  plan: Plan,
  existing: KubeObject | undefined,
  parseTime: (rfc3339: string) => number | undefined,
): RoutesSeen => {
  if (existing === undefined)
    return { object: undefined, form: 'missing', traffic: undefined, stamp: undefined };
  const traffic = trafficOf(plan, existing);
  const stampText = existing.metadata.annotations?.[RECORD_STAMP] ?? '';
  const wanted = built(plan, traffic ?? trafficAt(0), stampText, existing);
  const isAsWanted = traffic !== undefined && canonicalJson(wanted) === canonicalJson(existing);
  return {
    object: existing,
    form: isAsWanted ? 'asWanted' : 'drifted',
    traffic,
    stamp: parseStamp(stampText, parseTime),
  };
};

/** Undefined when no route leads to our two sides, or their weights do not make a split. */
const trafficOf = (plan: Plan, existing: KubeObject): Traffic | undefined => {
  for (const route of listAt(existing, 'spec', 'http').filter(isObject)) {
    const canary = weightOf(route, plan.canaryService);
    const primary = weightOf(route, plan.primaryService);
    if (canary !== undefined || primary !== undefined) {
      const split = { primary: primary ?? 0, canary: canary ?? 0 };
      return split.primary + split.canary === 100 ? split : undefined;
    }
  }
  return undefined;
};

const weightOf = (route: Json, host: string): number | undefined => {
  const found = listAt(route, 'route')
    .filter(isObject)
    .find((item) => objectAt(item, 'destination')['host'] === host);
  if (found === undefined) return undefined;
  return typeof found['weight'] === 'number' ? found['weight'] : 0;
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
