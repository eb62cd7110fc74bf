import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { KubeObject } from '../../src/api/objects.ts';
import { objectAt } from '../../src/domain/json.ts';
import { type Plan, parsePlan } from '../../src/domain/plan.ts';
import { configChecksum, promotionPin, revisionOf } from '../../src/domain/revision.ts';
import type { Settings } from '../../src/domain/settings.ts';
import type { Label } from '../../src/domain/snapshot.ts';
import { parseStatus, trafficOf } from '../../src/domain/status.ts';
import type { Traffic } from '../../src/domain/traffic.ts';
import { configCopy } from '../../src/manifests/config-copy.ts';
import { scalerKindOf } from '../../src/manifests/scalers/scalers.ts';
import { returnedService } from '../../src/manifests/hand-over.ts';
import type { ServiceRole } from '../../src/manifests/services.ts';
import { targetKindOf } from '../../src/manifests/targets/targets.ts';
import { selectorLabel } from '../../src/observe/workloads.ts';
import { returnedRoutes } from '../../src/routing/hand-over.ts';
import { destinationRule, routesSeen, virtualService } from '../../src/routing/istio.ts';
import { TIMES } from '../../src/runtime/time.ts';
import { DEFAULTS } from '../builders/plan.ts';

const HERE = new URL('./', import.meta.url);
const PREFIXES = ['team.example.com/'];
const SETTINGS: Settings = {
  ...DEFAULTS,
  drainMs: 5_000,
  catchUpMs: 60_000,
  selectorLabels: ['app'],
  includeLabelPrefixes: PREFIXES,
  trackConfigs: true,
  noCrossNamespaceRefs: false,
  alerts: [],
  eventHooks: [],
};
const STAMP = { seq: 4, time: '2026-01-01T00:00:00.000Z' };

const casesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(new URL(folder, HERE))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

const documents = (file: string): readonly KubeObject[] =>
  parseAllDocuments(readFileSync(new URL(file, HERE), 'utf8')).map(
    (document) => document.toJS() as KubeObject,
  );

interface Scene {
  readonly plan: Plan;
  readonly target: KubeObject;
  readonly label: Label | undefined;
  readonly canary: KubeObject;
  readonly floor: number;
  readonly find: (kind: string, name: string) => KubeObject | undefined;
  readonly configs: readonly KubeObject[];
}

const sceneOf = (name: string): Scene => {
  const given = documents(`objects/${name}.in.yaml`);
  const find = (kind: string, wanted: string): KubeObject | undefined =>
    given.find((object) => object.kind === kind && object.metadata.name === wanted);
  const canary = find('Canary', 'podinfo');
  if (canary === undefined) throw new Error('a case needs a Canary');
  const parsed = parsePlan(canary, DEFAULTS);
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  const { kind } = parsed.plan.target;
  const target = find(kind, 'podinfo');
  if (target === undefined) throw new Error('a case needs its target');
  const label = selectorLabel(target, find(kind, 'podinfo-primary'), SETTINGS);
  if (label === undefined && targetKindOf(parsed.plan).hasPods) throw new Error('no label');
  return {
    plan: parsed.plan,
    target,
    label,
    find,
    canary,
    floor: Number(objectAt(canary, 'status', 'run', 'primaryFloor')['replicas'] ?? 0),
    configs: given.filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret'),
  };
};

const keyOf = ({ kind, metadata }: KubeObject): string => `${kind.toLowerCase()}/${metadata.name}`;
const checksumOf = (config: KubeObject): string =>
  configChecksum({ data: config['data'], binaryData: config['binaryData'] });

const partsOf = ({ plan, target, label, configs }: Scene) => {
  const sums = Object.fromEntries(configs.map((config) => [keyOf(config), checksumOf(config)]));
  return {
    target,
    label,
    trackedConfigs: new Set(Object.keys(sums)),
    flaggerId: promotionPin(revisionOf(targetKindOf(plan).release(target)), sums),
    includeLabelPrefixes: PREFIXES,
  };
};

const primaryOf = (scene: Scene): KubeObject => {
  const kind = targetKindOf(scene.plan);
  const existing = scene.find(kind.type.kind, 'podinfo-primary');
  return existing === undefined
    ? kind.newPrimary(scene.plan, partsOf(scene))
    : kind.promotedPrimary(scene.plan, existing, partsOf(scene));
};

const serviceOf = (scene: Scene, role: ServiceRole, existing: KubeObject | undefined) =>
  targetKindOf(scene.plan).service(scene.plan, role, scene, existing);

/** As the case's status records it. */
const trafficIn = ({ canary }: Scene): Traffic => trafficOf(parseStatus(canary['status'], TIMES));

const routesOf = (scene: Scene): KubeObject => {
  const { plan, find } = scene;
  return virtualService(plan, trafficIn(scene), STAMP, find('VirtualService', plan.apexName));
};

/** Everything that the operator would write for a case, in its order. */
const objectsOf = (scene: Scene): readonly KubeObject[] => {
  const { plan, find, configs } = scene;
  const scaler = plan.autoscaler;
  const source = scaler === undefined ? undefined : find(scaler.kind, scaler.name);
  return [
    ...configs.map((config) =>
      configCopy(plan, config, undefined, { checksum: checksumOf(config), includeLabelPrefixes: PREFIXES }),
    ),
    primaryOf(scene),
    ...(['primary', 'canary'] as const).flatMap((side) => serviceOf(scene, side, undefined) ?? []),
    ...(['primary', 'canary'] as const).map((side) => destinationRule(plan, side, undefined)),
    routesOf(scene),
    ...[serviceOf(scene, 'apex', find('Service', plan.apexName)) ?? []].flat(),
    ...(scaler === undefined || source === undefined
      ? []
      : [
          scalerKindOf(scaler).primary(
            plan,
            { scaler, source, floor: scene.floor },
            find(scaler.kind, scaler.primaryName),
          ),
        ]),
  ];
};

/** Cases that show the Service and the VirtualService as a deletion with `revertOnDeletion` leaves them. */
const SHOWN_BACK = new Set([
  ...['idle', 'weight-30', 'everything-of-istio', 'take-over', 'taken-over-before', 'foreign-routes'],
]);

const back = ({ plan, label }: Scene, object: KubeObject): KubeObject =>
  object.kind === 'Service'
    ? returnedService(plan, object, { label, outlives: true })
    : returnedRoutes(plan, object, true);

const returnedOf = (scene: Scene): readonly KubeObject[] => {
  const apex = serviceOf(scene, 'apex', scene.find('Service', scene.plan.apexName));
  return [...(apex === undefined ? [] : [apex]), routesOf(scene)].map((object) => back(scene, object));
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(casesIn('objects', '.in.yaml'))('the objects of %s', (name) => {
  const scene = sceneOf(name);

  test('are those that were reviewed', () => {
    const file = new URL(`objects/${name}.out.yaml`, HERE);
    const made = objectsOf(scene).map((object) =>
      stringify(plain(object), { sortMapEntries: true, lineWidth: 0 }),
    );
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, made.join('---\n'));
    expect(existsSync(file) ? documents(`objects/${name}.out.yaml`) : []).toEqual(
      made.map((text) => parse(text)),
    );
  });

  test('lead to the target once they are given back, and are not written again', () => {
    const returned = returnedOf(scene);
    const file = new URL(`objects/${name}.back.yaml`, HERE);
    if (SHOWN_BACK.has(name)) {
      const made = returned.map((object) => stringify(plain(object), { sortMapEntries: true, lineWidth: 0 }));
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, made.join('---\n'));
      expect(existsSync(file) ? documents(`objects/${name}.back.yaml`) : []).toEqual(
        made.map((text) => parse(text)),
      );
    }
    expect(returned.map((object) => plain(back(scene, object)))).toEqual(returned.map(plain));
    const text = JSON.stringify(returned.map((object) => object['spec']));
    expect(text).not.toMatch(/podinfo-(primary|canary)/);
  });

  test('are right once they are there: building on them changes nothing', () => {
    const { plan } = scene;
    const kind = targetKindOf(plan);
    const apex = serviceOf(scene, 'apex', scene.find('Service', plan.apexName));
    if (apex !== undefined) expect(plain(serviceOf(scene, 'apex', apex))).toEqual(plain(apex));
    const routes = routesOf(scene);
    expect(routesSeen(plan, trafficIn(scene), routes, () => 0)).toMatchObject({
      form: 'asWanted',
      stamp: { uid: 'c-1', seq: 4 },
    });
    const primary = primaryOf(scene);
    expect(kind.runsTarget(primary, partsOf(scene))).toBe(true);
    expect(kind.flaggerId(primary)).toBe(partsOf(scene).flaggerId);
    expect(plain(objectAt(kind.promotedPrimary(plan, primary, partsOf(scene)), 'spec'))).toEqual(
      plain(objectAt(primary, 'spec')),
    );
  });
});

describe.each(casesIn('refused', '.yaml'))('the Canary %s', (name) => {
  test('is refused with the issues that its file documents', () => {
    const [canary, expected] = documents(`refused/${name}.yaml`);
    if (canary === undefined) throw new Error('no Canary');
    const parsed = parsePlan(canary, DEFAULTS);
    const issues = 'issues' in parsed ? parsed.issues : [];
    expect(Object.fromEntries(issues.map(({ path, problem }) => [path, problem]))).toEqual(
      objectAt(expected, 'issues'),
    );
  });
});
