import { expect, test } from '@jest/globals';
import { configMap, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';

describeContract('objects', (api) => {
  const make = (name: string, more: object = {}, metadata: object = {}) =>
    api().make(api().at(MAPS), configMap(name, more, metadata));
  const details = (name: string) => ({ name, kind: 'configmaps' });

  test('a created object has what the server gives it', async () => {
    const { metadata, ...rest } = await make(api().name(), { data: { a: 'b' } });
    expect(rest).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } });
    expect(metadata).toEqual({
      name: metadata.name,
      namespace: api().namespace,
      uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      resourceVersion: expect.stringMatching(/^[1-9]\d*$/),
      creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      managedFields: [expect.objectContaining({ manager: 'contract', operation: 'Update' })],
    });
  });

  test('a second object of a name is refused as AlreadyExists', async () => {
    const name = api().name();
    await make(name);
    const answer = await api().post(api().at(MAPS), configMap(name));
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `configmaps "${name}" already exists`,
      reason: 'AlreadyExists',
      details: { name, kind: 'configmaps' },
      code: 409,
    });
    expect(answer.status).toBe(409);
  });

  test('an absent object is NotFound by name and kind', async () => {
    const answer = await api().get(api().at(MAPS, 'nobody'));
    expect(refusal(answer)).toEqual({
      status: 404,
      code: 404,
      reason: 'NotFound',
      details: details('nobody'),
    });
    expect(answer.body.message).toBe('configmaps "nobody" not found');
  });

  test('an absent object of a group names the group', async () => {
    const answer = await api().get(api().at('apps/v1/deployments', 'nobody'));
    expect(answer.body.message).toBe('deployments.apps "nobody" not found');
    expect(answer.body.details).toEqual({ name: 'nobody', group: 'apps', kind: 'deployments' });
  });

  test.each(['PUT', 'DELETE', 'PATCH'] as const)('%s of an absent object is NotFound', async (method) => {
    const path = api().at(MAPS, 'nobody');
    const body = method === 'DELETE' ? {} : configMap('nobody');
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    expect(refusal(await api().call(method, path, { body, type }))).toMatchObject({
      status: 404,
      reason: 'NotFound',
      details: details('nobody'),
    });
  });

  test('a create with a version is refused', async () => {
    const answer = await api().post(api().at(MAPS), configMap('x', {}, { resourceVersion: '1' }));
    expect(answer.status).toBe(500);
    expect(answer.body.message).toContain('resourceVersion should not be set on objects to be created');
  });

  test('a create may name its uid no more than its times', async () => {
    const asked = { uid: '00000000-0000-4000-8000-000000000000', creationTimestamp: '2001-01-01T00:00:00Z' };
    const { metadata } = await make(
      api().name(),
      {},
      { ...asked, deletionTimestamp: '2001-01-01T00:00:00Z' },
    );
    expect(metadata.uid).not.toBe(asked.uid);
    expect(metadata.creationTimestamp).not.toBe(asked.creationTimestamp);
    expect(metadata.deletionTimestamp).toBeUndefined();
  });

  test('a name is made from generateName', async () => {
    const { metadata } = await api().make(api().at(MAPS), {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { generateName: 'made-' },
    });
    expect(metadata.name).toMatch(/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(metadata.generateName).toBe('made-');
  });

  test('a long generateName is cut so that the name fits', async () => {
    const { metadata } = await api().make(api().at(MAPS), {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { generateName: 'a'.repeat(100) },
    });
    expect(metadata.name).toMatch(/^a{58}[a-z0-9]{5}$/);
  });

  test('a name is required', async () => {
    const answer = await api().post(api().at(MAPS), { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} });
    expect(refusal(answer)).toEqual({
      status: 422,
      code: 422,
      reason: 'Invalid',
      details: {
        kind: 'ConfigMap',
        causes: [
          {
            reason: 'FieldValueRequired',
            message: 'Required value: name or generateName is required',
            field: 'metadata.name',
          },
        ],
      },
    });
  });

  test.each([
    ['v1/configmaps', 'Upper', 'ConfigMap'],
    ['v1/configmaps', 'under_score', 'ConfigMap'],
    ['v1/configmaps', '-dash', 'ConfigMap'],
    ['v1/services', '1digit', 'Service'],
    ['v1/services', 'dot.ted', 'Service'],
    ['v1/configmaps', 'a'.repeat(254), 'ConfigMap'],
  ])('%s may not be named %s', async (resource, name, kind) => {
    const spec = kind === 'Service' ? { spec: { ports: [{ port: 80 }] } } : {};
    const answer = await api().post(api().at(resource), {
      apiVersion: 'v1',
      kind,
      metadata: { name },
      ...spec,
    });
    expect(refusal(answer)).toMatchObject({
      status: 422,
      reason: 'Invalid',
      details: { name, kind, causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }] },
    });
  });

  test('a name with dots is a name', async () => {
    expect((await make(`${api().name('a')}.b.c`)).metadata.name).toContain('.b.c');
  });

  test('the namespace of the path and of the body must agree', async () => {
    const answer = await api().post(api().at(MAPS), configMap('x', {}, { namespace: 'elsewhere' }));
    expect(refusal(answer)).toEqual({ status: 400, code: 400, reason: 'BadRequest', details: undefined });
    expect(answer.body.message).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  });

  test('a create in an absent namespace is NotFound', async () => {
    const answer = await api().post('/api/v1/namespaces/nowhere/configmaps', configMap('x'));
    expect(refusal(answer)).toMatchObject({
      status: 404,
      reason: 'NotFound',
      details: { name: 'nowhere', kind: 'namespaces' },
    });
  });

  test('a namespaced kind cannot be made outside a namespace', async () => {
    const answer = await api().post(api().above(MAPS), configMap('x'));
    expect(answer.status).toBe(405);
  });

  test('the kind of the body must be the one of the path', async () => {
    const answer = await api().post(api().at(MAPS), { ...configMap('x'), kind: 'Secret' });
    expect(refusal(answer)).toMatchObject({ status: 400, reason: 'BadRequest' });
  });

  test('the version of the body must be the one of the path', async () => {
    const answer = await api().post(api().at(MAPS), { ...configMap('x'), apiVersion: 'v2' });
    expect(refusal(answer)).toMatchObject({ status: 400, reason: 'BadRequest' });
  });

  test('a replace without a version wins over whatever is there', async () => {
    const name = api().name();
    const first = await make(name, { data: { a: '1' } });
    const next = await api().must(
      200,
      api().put(api().at(MAPS, name), configMap(name, { data: { b: '2' } })),
    );
    expect(next.data).toEqual({ b: '2' });
    expect(next.metadata.uid).toBe(first.metadata.uid);
    expect(next.metadata.creationTimestamp).toBe(first.metadata.creationTimestamp);
  });

  test('a replace with an old version is a Conflict', async () => {
    const name = api().name();
    const first = await make(name);
    await api().must(200, api().put(api().at(MAPS, name), { ...first, data: { a: '1' } }));
    const answer = await api().put(api().at(MAPS, name), { ...first, data: { a: '2' } });
    expect(refusal(answer)).toEqual({ status: 409, code: 409, reason: 'Conflict', details: details(name) });
    expect(answer.body.message).toBe(
      `Operation cannot be fulfilled on configmaps "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    );
  });

  test('a replace that changes nothing writes nothing', async () => {
    const name = api().name();
    const first = await make(name, { data: { a: '1' } });
    const same = await api().must(200, api().put(api().at(MAPS, name), first));
    expect(same.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  test.each(['abc', '-1'])('a replace with the version %j is refused', async (resourceVersion) => {
    const name = api().name();
    await make(name);
    const answer = await api().put(api().at(MAPS, name), configMap(name, {}, { resourceVersion }));
    expect(answer.status).toBe(500);
  });

  test('a replace of another uid is a Conflict', async () => {
    const name = api().name();
    await make(name);
    const uid = '00000000-0000-4000-8000-000000000000';
    const answer = await api().put(api().at(MAPS, name), configMap(name, {}, { uid }));
    expect(refusal(answer)).toMatchObject({ status: 409, reason: 'Conflict', details: details(name) });
    expect(answer.body.message).toContain(
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: `,
    );
  });

  test('a replace under another name is refused', async () => {
    const name = api().name();
    await make(name);
    const answer = await api().put(api().at(MAPS, name), configMap('other'));
    expect(refusal(answer)).toMatchObject({ status: 400, reason: 'BadRequest' });
    expect(answer.body.message).toBe(
      `the name of the object (other) does not match the name on the URL (${name})`,
    );
  });

  test('a delete answers with what it deleted', async () => {
    const name = api().name();
    const { metadata } = await make(name);
    expect(await api().delete(api().at(MAPS, name))).toMatchObject({
      status: 200,
      body: { kind: 'Status', status: 'Success', details: { name, kind: 'configmaps', uid: metadata.uid } },
    });
    expect((await api().get(api().at(MAPS, name))).status).toBe(404);
  });

  test('a delete of another uid is a Conflict', async () => {
    const name = api().name();
    const { metadata } = await make(name);
    const wrong = { preconditions: { uid: '00000000-0000-4000-8000-000000000000' } };
    expect(refusal(await api().delete(api().at(MAPS, name), wrong))).toMatchObject({
      status: 409,
      reason: 'Conflict',
    });
    const right = { preconditions: { uid: metadata.uid } };
    expect((await api().delete(api().at(MAPS, name), right)).status).toBe(200);
  });

  test('a delete of another version is a Conflict', async () => {
    const name = api().name();
    const { metadata } = await make(name);
    const wrong = { preconditions: { resourceVersion: '1' } };
    expect(refusal(await api().delete(api().at(MAPS, name), wrong))).toMatchObject({
      status: 409,
      reason: 'Conflict',
    });
    const right = { preconditions: { resourceVersion: metadata.resourceVersion } };
    expect((await api().delete(api().at(MAPS, name), right)).status).toBe(200);
  });

  test('a dry run of a create stores nothing', async () => {
    const name = api().name();
    const answer = await api().post(api().at(MAPS), configMap(name), { dryRun: 'All' });
    expect(answer.status).toBe(201);
    expect(answer.body.metadata.uid).toEqual(expect.any(String));
    expect(answer.body.metadata.resourceVersion).toBeUndefined();
    expect((await api().get(api().at(MAPS, name))).status).toBe(404);
  });

  test('a dry run of an existing name is AlreadyExists', async () => {
    const name = api().name();
    await make(name);
    const answer = await api().post(api().at(MAPS), configMap(name), { dryRun: 'All' });
    expect(answer.body.reason).toBe('AlreadyExists');
  });

  test('a dry run of a replace, a patch or a delete changes nothing', async () => {
    const name = api().name();
    const path = api().at(MAPS, name);
    const first = await make(name, { data: { a: '1' } });
    const replaced = await api().put(path, configMap(name, { data: { a: '2' } }), { dryRun: 'All' });
    expect(replaced.body.data).toEqual({ a: '2' });
    const patched = await api().merge(path, { data: { a: '3' } }, { dryRun: 'All' });
    expect(patched.body.data).toEqual({ a: '3' });
    expect((await api().delete(path, undefined, { dryRun: 'All' })).status).toBe(200);
    expect((await api().delete(path, { dryRun: ['All'] })).status).toBe(200);
    expect(await api().read(path)).toEqual(first);
  });

  test('a dry run of anything but All is refused', async () => {
    const answer = await api().post(api().at(MAPS), configMap('x'), { dryRun: 'Some' });
    expect(answer.status).toBe(422);
    expect(answer.body.reason).toBe('Invalid');
  });

  test('labels must be labels', async () => {
    const answer = await api().post(api().at(MAPS), configMap('x', {}, { labels: { 'a b': 'c', d: 'e f' } }));
    expect(refusal(answer)).toMatchObject({
      status: 422,
      details: {
        causes: [
          { reason: 'FieldValueInvalid', field: 'metadata.labels' },
          { reason: 'FieldValueInvalid', field: 'metadata.labels' },
        ],
      },
    });
  });

  test('annotations must have qualified names', async () => {
    const answer = await api().post(api().at(MAPS), configMap('x', {}, { annotations: { 'a b': 'c' } }));
    expect(refusal(answer)).toMatchObject({
      status: 422,
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'metadata.annotations' }] },
    });
  });

  test('annotations are bounded', async () => {
    const annotations = { big: 'x'.repeat(256 * 1024) };
    const answer = await api().post(api().at(MAPS), configMap('x', {}, { annotations }));
    expect(refusal(answer)).toMatchObject({
      status: 422,
      details: { causes: [{ reason: 'FieldValueTooLong', field: 'metadata.annotations' }] },
    });
  });

  test('an owner must be named in full', async () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: '', uid: '' }];
    const answer = await api().post(api().at(MAPS), configMap('x', {}, { ownerReferences }));
    expect(refusal(answer)).toMatchObject({ status: 422, reason: 'Invalid' });
    expect(answer.body.details.causes.map(({ field }: { field: string }) => field)).toEqual([
      'metadata.ownerReferences.name',
      'metadata.ownerReferences.uid',
    ]);
  });

  test('two owners cannot both control', async () => {
    const owner = (name: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name,
      uid: name,
      controller: true,
    });
    const ownerReferences = [owner('a'), owner('b')];
    const answer = await api().post(api().at(MAPS), configMap('x', {}, { ownerReferences }));
    expect(refusal(answer)).toMatchObject({
      status: 422,
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'metadata.ownerReferences' }] },
    });
  });

  test('empty metadata is not kept', async () => {
    const { metadata } = await make(
      api().name(),
      {},
      { labels: {}, annotations: {}, finalizers: [], ownerReferences: [] },
    );
    for (const key of ['labels', 'annotations', 'finalizers', 'ownerReferences'])
      expect(metadata).not.toHaveProperty(key);
  });
});
