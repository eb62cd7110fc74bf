import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ALERT_PROVIDER,
  CANARY,
  DEPLOYMENT,
  ENDPOINT_SLICE,
  METRIC_TEMPLATE,
} from '../../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/api/objects.ts';
import { parseAlertProvider } from '../../../src/domain/alert-provider.ts';
import type { SpecIssue } from '../../../src/domain/fields.ts';
import { parsePlan } from '../../../src/domain/plan.ts';
import { CUSTOM_RESOURCE_DEFINITION } from '../../../src/sandbox/controllers/kinds.ts';
import { canary, deployment, NAMESPACE } from '../../support/manifests.ts';
import type { Spec } from './input.ts';
import { type Twist, twisted, twistsOf } from './generated.ts';
import { makeStage, refusalOf, type Stage, withImage } from './stage.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_126);
const RUNS = Number(process.env['RUNS'] ?? 3_000);
/** A world with so many Canaries costs as much as some hundred specs. */
const TOGETHER = 12;
const WORLDS = Math.ceil(RUNS / 500);

const TEMPLATE = { provider: { type: 'prometheus', address: 'http://prometheus.test:9090' }, query: 'up' };
const PROVIDER = { type: 'webhook', address: 'http://team.test/' };

const object = (kind: string, name: string, spec: unknown): KubeObject => ({
  apiVersion: 'flagger.app/v1beta1',
  kind,
  metadata: { name, namespace: NAMESPACE },
  spec,
});

/** A Canary that judges by the template and tells the provider, and has the values at their places. */
const canaryOf = (name: string, twists: readonly Twist[]): KubeObject => {
  const { spec } = canary({
    metrics: [{ name: 'own', interval: '10s', thresholdRange: { min: 1 }, templateRef: { name } }],
    alerts: [{ name: 'team', providerRef: { name } }],
  });
  const named = { ...(spec as Spec), targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } };
  return object('Canary', name, twisted(named, twists));
};

const areExplained = (issues: readonly SpecIssue[]): boolean =>
  issues.length > 0 && issues.every(({ path, problem }) => /^spec\b/.test(path) && problem.length > 4);

test('whatever a Canary holds is understood, or each mistake in it is named', () => {
  const property = fc.property(twistsOf('canary'), (twists) => {
    const parsed = parsePlan(canaryOf('podinfo', twists), { minIntervalMs: 10_000, meshProvider: 'istio' });
    if ('issues' in parsed) return areExplained(parsed.issues);
    const { threshold, intervalMs, ladder, metrics } = parsed.plan.analysis;
    expect(threshold >= 1 && intervalMs >= 10_000 && Number.isFinite(intervalMs)).toBe(true);
    expect(ladder.every((weight, at) => weight > (ladder[at - 1] ?? 0) && weight <= 100)).toBe(true);
    return metrics.every(({ bounds: { min, max } }) => Number.isFinite(min ?? max));
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
});

test('whatever an AlertProvider holds is understood, or each mistake in it is named', () => {
  const property = fc.property(twistsOf('alertprovider'), (twists) => {
    const parsed = parseAlertProvider(object('AlertProvider', 'team', twisted(PROVIDER, twists)));
    return !('issues' in parsed) || areExplained(parsed.issues);
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
});

test('77: a threshold that is no finite number is named', () => {
  const twists = [{ path: ['analysis', 'metrics', 0, 'thresholdRange', 'min'], value: Number('1e400') }];
  expect(
    parsePlan(canaryOf('podinfo', twists), { minIntervalMs: 10_000, meshProvider: 'istio' }),
  ).toMatchObject({
    issues: [{ path: 'spec.analysis.metrics[0].thresholdRange.min' }],
  });
});

/** As a cluster whose definitions are older, and let everything through. */
const loosen = async (stage: Stage): Promise<void> => {
  for (const name of ['canaries', 'metrictemplates', 'alertproviders']) {
    const { world } = stage;
    const crd = await world.user.get(
      { type: CUSTOM_RESOURCE_DEFINITION, name: `${name}.flagger.app` },
      world.never,
    );
    const loose = structuredClone(crd) as KubeObject & { metadata: { resourceVersion: string } } & Spec;
    loose['spec'].versions[0].schema.openAPIV3Schema = {
      type: 'object',
      properties: {
        spec: { 'x-kubernetes-preserve-unknown-fields': true },
        status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    };
    await world.user.replace(CUSTOM_RESOURCE_DEFINITION, loose, world.never);
  }
};

const named = (name: string, version: string): KubeObject =>
  JSON.parse(JSON.stringify(deployment(version)).replaceAll('"podinfo"', JSON.stringify(name))) as KubeObject;

/** It has come to an end, says why not, or says when it goes on. */
const isAccountedFor = (status: Spec, now: number): boolean => {
  const conditions = (status['conditions'] ?? []) as readonly Spec[];
  const says = (type: string, value: string) =>
    conditions.some((one) => one['type'] === type && one['status'] === value && one['message'] !== '');
  return (
    says('Accepted', 'False') ||
    says('Holding', 'True') ||
    ['Waiting', 'WaitingPromotion', 'Succeeded', 'Failed'].includes(status['phase'] as string) ||
    Date.parse(status['run']?.dueAt as string) > now
  );
};

const worlds = fc.array(
  fc.record({
    canary: fc.oneof(twistsOf('canary'), fc.constant([])),
    template: fc.oneof(twistsOf('metrictemplate'), fc.constant([])),
    provider: fc.oneof(twistsOf('alertprovider'), fc.constant([])),
  }),
  { minLength: TOGETHER, maxLength: TOGETHER },
);

const tryAll = async (
  stage: Stage,
  made: readonly { canary: readonly Twist[]; template: readonly Twist[]; provider: readonly Twist[] }[],
) => {
  const { world } = stage;
  const names = made.map((_, at) => `c-${at}`);
  const create = (type: ResourceType, one: KubeObject) => stage.create(type, one);
  await loosen(stage);
  await stage.neighbour.begin();
  for (const [at, twists] of made.entries()) {
    const name = `c-${at}`;
    await create(DEPLOYMENT, named(name, '1.0.0'));
    await create(METRIC_TEMPLATE, object('MetricTemplate', name, twisted(TEMPLATE, twists.template)));
    await create(ALERT_PROVIDER, object('AlertProvider', name, twisted(PROVIDER, twists.provider)));
    await create(CANARY, canaryOf(name, twists.canary));
  }
  await world.clock.advance(30_000);
  await stage.neighbour.release('1.0.1');
  for (const name of names) await stage.edit(DEPLOYMENT, name, withImage('1.0.1'));
  await stage.neighbour.isPromotedInTime();
  await world.clock.advance(900_000);
  for (const name of names) {
    const status = await stage.statusOf(name);
    expect({ name, status, isSo: isAccountedFor(status, world.clock.now()) }).toMatchObject({ isSo: true });
  }
  expect(stage.bugs).toEqual([]);
};

test('whatever objects hold, no Canary is stuck without a word, and its neighbour is promoted in time', async () => {
  const property = fc.asyncProperty(worlds, async (made) => {
    const stage = await makeStage();
    try {
      await tryAll(stage, made);
    } finally {
      await stage.end();
    }
  });
  await fc.assert(property, { seed: SEED, numRuns: WORLDS, endOnFailure: true });
}, 600_000);

/** Somebody answers where the routes of a Canary lead. */
const isServed = async ({ world }: Stage, service: string): Promise<boolean> =>
  (await world.user.list(ENDPOINT_SLICE, { namespace: NAMESPACE }, world.never)).items.some(
    ({ metadata, ports, endpoints }) =>
      metadata.labels?.['kubernetes.io/service-name'] === service &&
      (ports as readonly unknown[]).length > 0 &&
      (endpoints as readonly Spec[]).some(({ conditions }) => conditions['ready'] === true),
  );

const editAndBack = async (stage: Stage, edits: readonly (readonly Twist[])[]): Promise<void> => {
  const { world } = stage;
  const names = edits.map((_, at) => `c-${at}`);
  const specs = new Map<string, unknown>();
  for (const name of names) {
    await stage.create(DEPLOYMENT, named(name, '1.0.0'));
    await stage.create(METRIC_TEMPLATE, object('MetricTemplate', name, TEMPLATE));
    specs.set(name, (await stage.create(CANARY, canaryOf(name, [])))['spec']);
  }
  await world.clock.advance(30_000);
  for (const name of names) await stage.edit(DEPLOYMENT, name, withImage('1.0.1'));
  await world.clock.advance(35_000);
  for (const [at, twists] of edits.entries())
    await refusalOf(() =>
      stage.edit(CANARY, `c-${at}`, (one) => (one['spec'] = twisted(one['spec'] as Spec, twists))),
    );
  for (let second = 0; second < 6; second += 1) {
    await world.clock.advance(1_000);
    for (const name of names)
      expect({ name, isServed: await isServed(stage, `${name}-primary`) }).toEqual({ name, isServed: true });
  }
  for (const name of names) await stage.edit(CANARY, name, (one) => (one['spec'] = specs.get(name)));
  await world.clock.advance(900_000);
  for (const name of names) {
    const status = await stage.statusOf(name);
    expect({ name, status, isServed: await isServed(stage, `${name}-primary`) }).toMatchObject({
      status: { phase: expect.stringMatching(/^(Succeeded|Failed)$/) as unknown, canaryWeight: 0 },
      isServed: true,
    });
  }
  expect(stage.bugs).toEqual([]);
};

test('whatever an edit in mid-run holds, users are served, and back again the run comes to its end', async () => {
  const edits = fc.array(twistsOf('canary'), { minLength: TOGETHER, maxLength: TOGETHER });
  const property = fc.asyncProperty(edits, async (made) => {
    const stage = await makeStage();
    try {
      await editAndBack(stage, made);
    } finally {
      await stage.end();
    }
  });
  await fc.assert(property, { seed: SEED, numRuns: WORLDS, endOnFailure: true });
}, 600_000);
