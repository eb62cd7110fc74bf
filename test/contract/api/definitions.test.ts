import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Defined } from '../definitions.ts';
import { define, definitionOf } from '../definitions.ts';
import type { Json } from '../session.ts';
import { complaints } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

describeContract('definitions', (api) => {
  test('a new definition is accepted and established', async () => {
    const { definition } = await define(api(), { kind: 'Early', plural: 'earlies' });
    const { body } = await api().get(`${DEFINITIONS}/${definition.metadata.name}`);
    const conditions = Object.fromEntries(
      body.status.conditions.map(({ type, status, reason }: Json) => [type, `${status} ${reason}`]),
    );
    expect(conditions).toEqual({
      NamesAccepted: 'True NoConflicts',
      Established: 'True InitialNamesAccepted',
    });
    expect(body.status.storedVersions).toEqual(['v1']);
    expect(body.status.acceptedNames).toMatchObject({
      plural: 'earlies',
      singular: 'early',
      kind: 'Early',
      listKind: 'EarlyList',
    });
    expect(body.spec.conversion).toEqual({ strategy: 'None' });
  });

  test('a kind is discovered', async () => {
    const { apiVersion } = await define(api(), {
      kind: 'Found',
      plural: 'founds',
      spec: {
        names: { kind: 'Found', plural: 'founds', shortNames: ['fd'], categories: ['all'] },
      },
      subresources: {
        status: {},
        scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.replicas' },
      },
    });
    const list = async (): Promise<Json[]> => (await api().get(`/apis/${apiVersion}`)).body.resources ?? [];
    await api().until(async () => (await list()).some(({ name }) => name === 'founds'));
    const resources = Object.fromEntries((await list()).map((one) => [one.name, one]));
    expect(resources['founds']).toMatchObject({
      singularName: 'found',
      namespaced: true,
      kind: 'Found',
      shortNames: ['fd'],
      categories: ['all'],
    });
    expect(resources['founds'].verbs.toSorted()).toEqual([
      'create',
      'delete',
      'deletecollection',
      'get',
      'list',
      'patch',
      'update',
      'watch',
    ]);
    expect(resources['founds/status']).toMatchObject({ kind: 'Found', verbs: ['get', 'patch', 'update'] });
    expect(resources['founds/scale']).toMatchObject({ group: 'autoscaling', version: 'v1', kind: 'Scale' });
  });

  test('a kind scales', async () => {
    const { resource, apiVersion } = await define(api(), {
      kind: 'Scaled',
      plural: 'scaleds',
      subresources: {
        status: {},
        scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.replicas' },
      },
    });
    const name = api().name();
    await api().make(api().at(resource), {
      apiVersion,
      kind: 'Scaled',
      metadata: { name },
      spec: { size: 3 },
    });
    const path = api().at(resource, name, 'scale');
    expect(await api().read(path)).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name },
      spec: { replicas: 3 },
      status: { replicas: 0 },
    });
    expect((await api().merge(path, { spec: { replicas: 5 } })).body.spec).toEqual({ replicas: 5 });
    expect((await api().read(api().at(resource, name))).spec.size).toBe(5);
  });

  test('columns are printed', async () => {
    const { resource, apiVersion } = await define(api(), {
      kind: 'Shown',
      plural: 'showns',
      version: {
        additionalPrinterColumns: [
          { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
          { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
          { name: 'Wide', type: 'string', jsonPath: '.spec.mode', priority: 1 },
        ],
      },
    });
    const name = api().name();
    await api().make(api().at(resource), {
      apiVersion,
      kind: 'Shown',
      metadata: { name },
      spec: { size: 3 },
    });
    const { body } = await api().get(
      api().at(resource, name),
      {},
      'application/json;as=Table;g=meta.k8s.io;v=v1',
    );
    expect(body.columnDefinitions.map((one: Json) => `${one.name} ${one.priority}`)).toEqual([
      'Name 0',
      'Size 0',
      'Ready 0',
      'Wide 1',
    ]);
    expect(body.rows[0].cells.slice(0, 2)).toEqual([name, 3]);
    expect(body.rows[0].cells[3]).toBe('plain');
  });

  test.each<[string, (definition: Json) => void, string[]]>([
    [
      'a name that is not made of its parts',
      (one) => (one.metadata.name = `x${one.metadata.name}`),
      ['FieldValueInvalid metadata.name'],
    ],
    ['no scope', (one) => delete one.spec.scope, ['FieldValueRequired spec.scope']],
    ['no kind', (one) => delete one.spec.names.kind, ['FieldValueRequired spec.names.kind']],
    [
      'no stored version',
      (one) => (one.spec.versions[0].storage = false),
      ['FieldValueInvalid spec.versions'],
    ],
    [
      'no schema',
      (one) => delete one.spec.versions[0].schema,
      ['FieldValueRequired spec.versions[0].schema.openAPIV3Schema'],
    ],
  ])('a definition with %s is refused', async (_what, spoil, expected) => {
    const definition: Json = definitionOf(api(), { kind: 'Bad', plural: 'bads' });
    spoil(definition);
    const answer = await api().post(DEFINITIONS, definition);
    expect(answer.status).toBe(422);
    expect(complaints(answer)).toEqual(expect.arrayContaining(expected));
  });

  test('a deleted definition takes its objects with it', async () => {
    const { resource, apiVersion, definition } = await define(api(), { kind: 'Brief', plural: 'briefs' });
    await api().make(api().at(resource), {
      apiVersion,
      kind: 'Brief',
      metadata: { name: 'x' },
      spec: { size: 1 },
    });
    const path = `${DEFINITIONS}/${definition.metadata.name}`;
    expect((await api().delete(path)).status).toBe(200);
    await api().until(async () => (await api().get(path)).status === 404);
    await api().until(async () => (await api().get(api().at(resource))).status === 404);
  }, 60_000);
});

describeContract('rules in CEL', (api) => {
  test('a rule that does not hold', async () => {
    const rule = { rule: 'self.low <= self.high', message: 'low must not be above high' };
    const integer = { type: 'integer' };
    const spec = {
      type: 'object',
      properties: { low: integer, high: integer },
      'x-kubernetes-validations': [rule],
    };
    const { resource, apiVersion } = await define(api(), {
      kind: 'Ruled',
      plural: 'ruleds',
      schema: { type: 'object', properties: { spec } },
    });
    const make = (low: number) =>
      api().post(api().at(resource), {
        apiVersion,
        kind: 'Ruled',
        metadata: { name: api().name() },
        spec: { low, high: 3 },
      });
    expect((await make(2)).status).toBe(201);
    expect((await make(4)).status).toBe(api().differs('rules', { real: 422, embedded: 201 }));
  });
});

describeContract('our own definition of a Canary', (api) => {
  let canaries: Defined;
  beforeAll(async () => {
    const text = readFileSync(new URL('../../../crds/canary.yaml', import.meta.url), 'utf8');
    const { schema } = parse(text).spec.versions[0];
    canaries = await define(api(), { kind: 'Canary', plural: 'canaries', schema: schema.openAPIV3Schema });
  }, 60_000);
  const canary = (spec: object): Json => ({
    apiVersion: canaries.apiVersion,
    kind: 'Canary',
    metadata: { name: api().name() },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
      service: { port: 80 },
      analysis: { interval: '1m', threshold: 5, stepWeight: 10, maxWeight: 50 },
      ...spec,
    },
  });
  const post = (spec: object) => api().post(api().at(canaries.resource), canary(spec));

  test('a usual Canary is accepted as it is', async () => {
    const { status, body } = await post({});
    expect(status).toBe(201);
    expect(body.spec).toMatchObject(canary({}).spec);
  });

  /** Rules that span fields have no place. */
  const UNPLACED = 'FieldValueInvalid <nil>';

  test.each<[string, object, string[]]>([
    [
      'an interval without unit',
      { analysis: { interval: '1', threshold: 5 } },
      [
        UNPLACED,
        UNPLACED,
        'FieldValueInvalid spec.analysis.interval',
        'FieldValueRequired spec.analysis.iterations',
      ],
    ],
    ['no target', { targetRef: null }, [UNPLACED, 'FieldValueRequired spec.targetRef']],
    ['no service port', { service: {} }, [UNPLACED, 'FieldValueRequired spec.service.port']],
    [
      'a weight that is text',
      { analysis: { interval: '1m', threshold: 5, stepWeight: 'x' } },
      [UNPLACED, 'FieldValueTypeInvalid spec.analysis.stepWeight'],
    ],
    ['an unknown provider', { provider: 'nothing' }, [UNPLACED, 'FieldValueNotSupported spec.provider']],
    [
      'a metric without a name',
      { analysis: { interval: '1m', threshold: 5, metrics: [{ interval: '1m' }] } },
      [
        UNPLACED,
        UNPLACED,
        'FieldValueRequired spec.analysis.iterations',
        'FieldValueRequired spec.analysis.metrics[0].name',
      ],
    ],
    [
      'a webhook of an unknown type',
      { analysis: { interval: '1m', threshold: 5, webhooks: [{ name: 'a', url: 'http://x', type: 'no' }] } },
      [
        UNPLACED,
        UNPLACED,
        'FieldValueNotSupported spec.analysis.webhooks[0].type',
        'FieldValueRequired spec.analysis.iterations',
      ],
    ],
  ])('%s is refused', async (_what, spec, expected) => {
    const answer = await post(spec);
    expect(answer.status).toBe(422);
    expect(complaints(answer).toSorted()).toEqual(expected);
  });
});
