import { expect, test } from '@jest/globals';
import type { Json } from '../session.ts';
import { configMap, container, deployment, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';
const DEPLOYMENTS = 'apps/v1/deployments';

describeContract('server-side apply and field owners', (api) => {
  const fresh = () => {
    const name = api().name();
    const path = api().at(MAPS, name);
    const apply = (manager: string, data: object, more: Record<string, string> = {}) =>
      api().apply(path, configMap(name, { data }), { fieldManager: manager, ...more });
    return { name, path, apply };
  };
  const owners = (object: Json): Record<string, string[]> =>
    Object.fromEntries(
      object.metadata.managedFields.map((entry: Json) => [
        `${entry.operation} ${entry.manager}`,
        Object.keys(entry.fieldsV1['f:data'] ?? {})
          .filter((key) => key !== '.')
          .toSorted(),
      ]),
    );

  test('an apply creates what is not there, with 201, and then changes it, with 200', async () => {
    const { apply } = fresh();
    expect((await apply('one', { a: '1' })).status).toBe(201);
    const next = await apply('one', { a: '2' });
    expect([next.status, next.body.data]).toEqual([200, { a: '2' }]);
  });

  test('the applier owns what it applied', async () => {
    const { apply } = fresh();
    const { body } = await apply('one', { a: '1', b: '2' });
    expect(owners(body)).toEqual({ 'Apply one': ['f:a', 'f:b'] });
    expect(body.metadata.managedFields[0]).toMatchObject({
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      time: expect.stringMatching(/Z$/),
    });
  });

  test('what an applier no longer names goes', async () => {
    const { apply } = fresh();
    await apply('one', { a: '1', b: '2' });
    expect((await apply('one', { a: '1' })).body.data).toEqual({ a: '1' });
  });

  test('what others own stays', async () => {
    const { apply, path } = fresh();
    await apply('one', { a: '1' });
    await api().merge(path, { data: { b: '2' } }, { fieldManager: 'other' });
    const { body } = await apply('one', { a: '3' });
    expect(body.data).toEqual({ a: '3', b: '2' });
    expect(owners(body)).toEqual({ 'Apply one': ['f:a'], 'Update other': ['f:b'] });
  });

  test('a field that two appliers share stays until both let go', async () => {
    const { apply } = fresh();
    await apply('one', { a: '1', b: '2' });
    await apply('two', { a: '1' });
    expect((await apply('one', { b: '2' })).body.data).toEqual({ a: '1', b: '2' });
    const { body } = await apply('two', {});
    expect(body.data).toEqual({ b: '2' });
  });

  test('another value of a field that somebody owns is a conflict', async () => {
    const { apply, path } = fresh();
    await apply('one', { a: '1' });
    const answer = await apply('two', { a: '2' });
    expect(refusal(answer)).toEqual({
      status: 409,
      code: 409,
      reason: 'Conflict',
      details: {
        causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' }],
      },
    });
    expect(answer.body.message).toBe('Apply failed with 1 conflict: conflict with "one": .data.a');
    expect((await api().read(path)).data).toEqual({ a: '1' });
  });

  test('a conflict with an update names its version', async () => {
    const { name, path, apply } = fresh();
    await api().must(
      201,
      api().post(api().at(MAPS), configMap(name, { data: { a: '1' } }), { fieldManager: 'writer' }),
    );
    const answer = await apply('one', { a: '2' });
    expect(answer.body.details.causes[0].message).toMatch(/^conflict with "writer" using v1/);
    expect((await api().read(path)).data).toEqual({ a: '1' });
  });

  test('the same value is no conflict and is owned by both', async () => {
    const { apply } = fresh();
    await apply('one', { a: '1' });
    expect(owners((await apply('two', { a: '1' })).body)).toEqual({
      'Apply one': ['f:a'],
      'Apply two': ['f:a'],
    });
  });

  test('force takes the field over', async () => {
    const { apply } = fresh();
    await apply('one', { a: '1', b: '1' });
    const { status, body } = await apply('two', { a: '2' }, { force: 'true' });
    expect([status, body.data]).toEqual([200, { a: '2', b: '1' }]);
    expect(owners(body)).toEqual({ 'Apply one': ['f:b'], 'Apply two': ['f:a'] });
  });

  test('an update takes what it changes', async () => {
    const { apply, path } = fresh();
    await apply('one', { a: '1', b: '1' });
    const { body } = await api().merge(path, { data: { a: '2' } }, { fieldManager: 'other' });
    expect(owners(body)).toEqual({ 'Apply one': ['f:b'], 'Update other': ['f:a'] });
  });

  test('an apply of the same changes nothing', async () => {
    const { apply } = fresh();
    const first = (await apply('one', { a: '1' })).body;
    expect((await apply('one', { a: '1' })).body.metadata.resourceVersion).toBe(
      first.metadata.resourceVersion,
    );
  });

  test('an apply needs a manager', async () => {
    const { name, path } = fresh();
    const answer = await api().apply(path, configMap(name));
    expect(refusal(answer)).toMatchObject({ status: 422, reason: 'Invalid' });
  });

  test('force is for applies only', async () => {
    const { path, apply } = fresh();
    await apply('one', {});
    expect(refusal(await api().merge(path, {}, { force: 'true' }))).toMatchObject({
      status: 422,
      reason: 'Invalid',
    });
  });

  test.each<[string, object, number]>([
    ['another name', { metadata: { name: 'other' } }, 400],
    ['another kind', { kind: 'Secret' }, 400],
    ['no kind', { kind: undefined }, 400],
    ['managed fields', { metadata: { managedFields: [{ manager: 'x', operation: 'Apply' }] } }, 400],
  ])('an apply of %s is refused', async (_what, wrong, status) => {
    const { name, path } = fresh();
    const body = { ...configMap(name), ...wrong };
    expect((await api().apply(path, body, { fieldManager: 'one' })).status).toBe(status);
  });

  test('YAML can be applied', async () => {
    const { name, path } = fresh();
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: "1"\n`;
    expect((await api().apply(path, text, { fieldManager: 'one' })).body.data).toEqual({ a: '1' });
  });

  test('an apply may be a dry run', async () => {
    const { path, apply } = fresh();
    expect((await apply('one', { a: '1' }, { dryRun: 'All' })).status).toBe(201);
    expect((await api().get(path)).status).toBe(404);
  });

  test('containers are owned one by one', async () => {
    const name = api().name();
    const path = api().at(DEPLOYMENTS, name);
    const apply = (manager: string, ...containers: object[]) =>
      api().apply(path, deployment(name, {}, { containers }), { fieldManager: manager });
    await apply('one', container());
    const second = await api().apply(
      path,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name },
        spec: { template: { spec: { containers: [container({ name: 'side' })] } } },
      },
      { fieldManager: 'two' },
    );
    const names = (object: Json) =>
      object.spec.template.spec.containers.map((one: Json) => one.name).toSorted();
    expect(names(second.body)).toEqual(['app', 'side']);
    const third = await apply('one', container({ image: 'example.org/app:2' }));
    expect(names(third.body)).toEqual(['app', 'side']);
  });

  test('replicas that an applier leaves out are left to others', async () => {
    const name = api().name();
    const path = api().at(DEPLOYMENTS, name);
    const whole = deployment(name);
    await api().apply(path, whole, { fieldManager: 'one' });
    await api().merge(
      api().at(DEPLOYMENTS, name, 'scale'),
      { spec: { replicas: 0 } },
      { fieldManager: 'scaler' },
    );
    const { replicas: _replicas, ...spec } = whole.spec as Json;
    const { body } = await api().apply(path, { ...whole, spec }, { fieldManager: 'one' });
    expect(body.spec.replicas).toBe(1);
  });

  test('a write by HTTP is recorded under the name of the program', async () => {
    const name = api().name();
    const made = await api().make(api().at(MAPS), configMap(name, { data: { a: '1' } }));
    expect(owners(made)).toEqual({ 'Update contract': ['f:a'] });
  });

  test('writes of the status are recorded apart', async () => {
    const name = api().name();
    await api().make(api().at(DEPLOYMENTS), deployment(name));
    const { body } = await api().merge(
      api().at(DEPLOYMENTS, name, 'status'),
      { status: { conditions: [{ type: 'Contract', status: 'True' }] } },
      { fieldManager: 'watcher' },
    );
    expect(body.metadata.managedFields.find((one: Json) => one.manager === 'watcher')).toMatchObject({
      operation: 'Update',
      subresource: 'status',
    });
  });

  test('the record of owners can be dropped', async () => {
    const { path, apply } = fresh();
    await apply('one', { a: '1' });
    const { body } = await api().json(path, [
      { op: 'replace', path: '/metadata/managedFields', value: [{}] },
    ]);
    expect(body.metadata.managedFields).toBeUndefined();
  });
});
