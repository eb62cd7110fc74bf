import { beforeAll, expect, test } from '@jest/globals';
import type { Defined } from '../definitions.ts';
import { define } from '../definitions.ts';
import { complaints, configMap, deployment, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';
const DEPLOYMENTS = 'apps/v1/deployments';
const FINALIZER = 'contract.serinette.dev/hold';

describeContract('generation and status', (api) => {
  let widgets: Defined;
  beforeAll(async () => {
    widgets = await define(api());
  }, 60_000);
  const widget = (name: string, more: object = {}, metadata: object = {}) => ({
    apiVersion: widgets.apiVersion,
    kind: 'Widget',
    metadata: { name, ...metadata },
    spec: { size: 1 },
    ...more,
  });
  const make = async (more: object = {}) => {
    const name = api().name();
    const made = await api().make(api().at(widgets.resource), widget(name, more));
    return {
      name,
      made,
      path: api().at(widgets.resource, name),
      status: api().at(widgets.resource, name, 'status'),
    };
  };

  test('a new object is of generation 1', async () => {
    expect((await make()).made.metadata.generation).toBe(1);
  });

  test('a status given at creation is dropped', async () => {
    expect((await make({ status: { phase: 'Up' } })).made.status).toBeUndefined();
  });

  test('a change of the spec counts the generation up', async () => {
    const { path } = await make();
    expect((await api().merge(path, { spec: { size: 2 } })).body.metadata.generation).toBe(2);
  });

  test('a change that is none leaves generation and version', async () => {
    const { path, made } = await make();
    const { metadata } = (await api().merge(path, { spec: { size: 1 } })).body;
    expect([metadata.generation, metadata.resourceVersion]).toEqual([1, made.metadata.resourceVersion]);
  });

  test('a change of metadata leaves the generation', async () => {
    const { path } = await make();
    const { metadata } = (
      await api().merge(path, { metadata: { labels: { a: 'b' }, annotations: { c: 'd' } } })
    ).body;
    expect(metadata).toMatchObject({ generation: 1, labels: { a: 'b' }, annotations: { c: 'd' } });
  });

  test('a write of the status leaves generation and spec', async () => {
    const { status, made } = await make();
    const { body } = await api().put(status, { ...made, spec: { size: 9 }, status: { phase: 'Up' } });
    expect(body).toMatchObject({ metadata: { generation: 1 }, spec: { size: 1 }, status: { phase: 'Up' } });
    expect(body.metadata.resourceVersion).not.toBe(made.metadata.resourceVersion);
  });

  test('a write of the status of a custom object leaves labels and annotations', async () => {
    const { status, made } = await make();
    const metadata = {
      ...made.metadata,
      labels: { a: 'b' },
      annotations: { c: 'd' },
      finalizers: [FINALIZER],
    };
    const { body } = await api().put(status, { ...made, metadata, status: { phase: 'Up' } });
    for (const key of ['labels', 'annotations', 'finalizers']) expect(body.metadata).not.toHaveProperty(key);
  });

  test('a write of the object leaves the status', async () => {
    const { path, status, made } = await make();
    const up = (await api().put(status, { ...made, status: { phase: 'Up' } })).body;
    const { body } = await api().put(path, { ...up, spec: { size: 2 }, status: { phase: 'Down' } });
    expect(body).toMatchObject({ spec: { size: 2 }, status: { phase: 'Up' } });
  });

  test('an object without a status keeps the one that is there', async () => {
    const { path, status, made } = await make();
    const up = (await api().put(status, { ...made, status: { phase: 'Up' } })).body;
    const { status: _status, ...bare } = up;
    expect((await api().put(path, bare)).body.status).toEqual({ phase: 'Up' });
  });

  test('a status write without a status removes it', async () => {
    const { status, made } = await make();
    await api().put(status, { ...made, status: { phase: 'Up' } });
    const { body } = await api().json(status, [{ op: 'remove', path: '/status' }]);
    expect(body.status).toBeUndefined();
  });

  test('a merge patch of the status works the same', async () => {
    const { status } = await make();
    const { body } = await api().merge(status, { spec: { size: 7 }, status: { phase: 'Up', replicas: 3 } });
    expect(body).toMatchObject({ spec: { size: 1 }, status: { phase: 'Up', replicas: 3 } });
  });

  test('a status must be valid', async () => {
    const { status } = await make();
    expect(refusal(await api().merge(status, { status: { phase: 'Sideways' } }))).toMatchObject({
      status: 422,
      details: { causes: [{ reason: 'FieldValueNotSupported', field: 'status.phase' }] },
    });
  });

  test('a status write with an old version is a Conflict', async () => {
    const { status, made } = await make();
    await api().put(status, { ...made, status: { phase: 'Up' } });
    expect(refusal(await api().put(status, { ...made, status: { phase: 'Down' } }))).toMatchObject({
      status: 409,
      reason: 'Conflict',
    });
  });

  test('a replace of a custom object needs a version', async () => {
    const { path, name } = await make();
    expect(refusal(await api().put(path, widget(name)))).toMatchObject({
      status: 422,
      reason: 'Invalid',
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'metadata.resourceVersion' }] },
    });
  });

  test('a patch may demand a version', async () => {
    const { path, made } = await make();
    const { resourceVersion } = made.metadata;
    expect((await api().merge(path, { metadata: { resourceVersion }, spec: { size: 2 } })).status).toBe(200);
    expect((await api().merge(path, { metadata: { resourceVersion }, spec: { size: 3 } })).status).toBe(409);
  });

  test('the status of a kind without that subresource is not there', async () => {
    const name = api().name();
    await api().make(api().at(MAPS), configMap(name));
    expect(refusal(await api().get(api().at(MAPS, name, 'status')))).toMatchObject({
      status: 404,
      reason: 'NotFound',
    });
  });

  test('a Deployment counts changes of spec and of annotations', async () => {
    const name = api().name();
    const path = api().at(DEPLOYMENTS, name);
    expect((await api().make(api().at(DEPLOYMENTS), deployment(name))).metadata.generation).toBe(1);
    expect((await api().merge(path, { metadata: { labels: { a: 'b' } } })).body.metadata.generation).toBe(1);
    expect((await api().merge(path, { spec: { minReadySeconds: 1 } })).body.metadata.generation).toBe(2);
    expect(
      (await api().merge(path, { metadata: { annotations: { a: 'b' } } })).body.metadata.generation,
    ).toBe(3);
  });

  test('a Deployment drops the status that it is created with', async () => {
    const name = api().name();
    const made = await api().make(api().at(DEPLOYMENTS), { ...deployment(name), status: { replicas: 4 } });
    expect(made.status).toEqual({});
  });

  test('the status of a Deployment is written through its subresource only', async () => {
    const name = api().name();
    await api().make(api().at(DEPLOYMENTS), deployment(name));
    const conditions = [{ type: 'Contract', status: 'True', lastTransitionTime: null, lastUpdateTime: null }];
    const kinds = (status: { conditions?: { type: string }[] }) =>
      (status.conditions ?? []).map(({ type }) => type);
    const object = await api().merge(api().at(DEPLOYMENTS, name), { status: { conditions } });
    expect(kinds(object.body.status)).not.toContain('Contract');
    const { body } = await api().merge(api().at(DEPLOYMENTS, name, 'status'), {
      spec: { replicas: 5 },
      status: { conditions },
    });
    expect(body.spec.replicas).toBe(0);
    expect(kinds(body.status)).toContain('Contract');
  });
});

describeContract('finalizers', (api) => {
  const make = async (metadata: object = {}) => {
    const name = api().name();
    const made = await api().make(
      api().at(MAPS),
      configMap(name, {}, { finalizers: [FINALIZER], ...metadata }),
    );
    return { name, made, path: api().at(MAPS, name) };
  };
  const release = (path: string) => api().merge(path, { metadata: { finalizers: null } });

  test('a deletion waits for them', async () => {
    const { path } = await make();
    const answer = await api().delete(path);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      kind: 'ConfigMap',
      metadata: {
        deletionTimestamp: expect.stringMatching(/Z$/),
        deletionGracePeriodSeconds: 0,
        finalizers: [FINALIZER],
      },
    });
    expect((await api().read(path)).metadata.deletionTimestamp).toBe(answer.body.metadata.deletionTimestamp);
    expect((await release(path)).status).toBe(200);
    expect((await api().get(path)).status).toBe(404);
  });

  test('a second deletion changes nothing', async () => {
    const { path } = await make();
    const first = await api().delete(path);
    const second = await api().delete(path);
    expect(second.body.metadata).toEqual(first.body.metadata);
    await release(path);
  });

  test('an object that waits can be changed', async () => {
    const { path } = await make();
    await api().delete(path);
    expect((await api().merge(path, { data: { a: 'b' } })).body.data).toEqual({ a: 'b' });
    await release(path);
  });

  test('no finalizer can be added to an object that waits', async () => {
    const { path } = await make();
    await api().delete(path);
    const answer = await api().merge(path, {
      metadata: { finalizers: [FINALIZER, 'contract.serinette.dev/late'] },
    });
    expect(answer.status).toBe(422);
    expect(new Set(complaints(answer))).toEqual(new Set(['FieldValueForbidden metadata.finalizers']));
    await release(path);
  });

  test('the mark of a deletion cannot be taken back', async () => {
    const { path } = await make();
    await api().delete(path);
    const { metadata } = (await api().merge(path, { metadata: { deletionTimestamp: null } })).body;
    expect(metadata.deletionTimestamp).toEqual(expect.any(String));
    await release(path);
  });

  test('a name that still waits is taken', async () => {
    const { path, name } = await make();
    await api().delete(path);
    const answer = await api().post(api().at(MAPS), configMap(name));
    expect(refusal(answer)).toMatchObject({ status: 409, reason: 'AlreadyExists' });
    expect(answer.body.message).toBe(`object is being deleted: configmaps "${name}" already exists`);
    await release(path);
  });

  test('a finalizer must be qualified', async () => {
    const answer = await api().post(api().at(MAPS), configMap('x', {}, { finalizers: ['not qualified'] }));
    expect(complaints(answer)).toEqual([
      'FieldValueInvalid metadata.finalizers',
      'FieldValueInvalid metadata.finalizers[0]',
    ]);
  });

  test('a deletion of a Deployment counts its generation up', async () => {
    const name = api().name();
    await api().make(api().at(DEPLOYMENTS), deployment(name, {}, {}, { finalizers: [FINALIZER] }));
    const { body } = await api().delete(api().at(DEPLOYMENTS, name));
    expect(body.metadata.generation).toBe(2);
    await release(api().at(DEPLOYMENTS, name));
  });
});
