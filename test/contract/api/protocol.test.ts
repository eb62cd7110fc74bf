import { expect, test } from '@jest/globals';
import type { Json } from '../session.ts';
import { configMap, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';

describeContract('the protocol', (api) => {
  const make = async () => {
    const name = api().name();
    await api().make(api().at(MAPS), configMap(name));
    return api().at(MAPS, name);
  };

  test.each(['/api/v1/nothings', '/api/v7/configmaps'])('%s is not there', async (path) => {
    const answer = await api().get(path);
    expect(refusal(answer)).toEqual({ status: 404, code: 404, reason: 'NotFound', details: {} });
    expect(answer.body.message).toBe('the server could not find the requested resource');
  });

  test('a group that is not served is not there', async () => {
    expect((await api().get('/apis/none.serinette.dev/v1/things')).status).toBe(404);
  });

  test.each(['PUT', 'PATCH'] as const)('%s of a collection is not allowed', async (method) => {
    const answer = await api().call(method, api().at(MAPS), {
      body: {},
      type: 'application/merge-patch+json',
    });
    expect(refusal(answer)).toEqual({ status: 405, code: 405, reason: 'MethodNotAllowed', details: {} });
  });

  test('POST to an object is not allowed', async () => {
    const answer = await api().post(await make(), configMap('x'));
    expect(refusal(answer)).toMatchObject({ status: 405, reason: 'MethodNotAllowed' });
  });

  test('a body of an unknown type is refused', async () => {
    const answer = await api().call('POST', api().at(MAPS), { body: '<a/>', type: 'text/xml' });
    expect(refusal(answer)).toMatchObject({ status: 415, reason: 'UnsupportedMediaType' });
  });

  test('a body in YAML is understood', async () => {
    const name = api().name();
    const body = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: b}\n`;
    const answer = await api().call('POST', api().at(MAPS), { body, type: 'application/yaml' });
    expect([answer.status, answer.body.data]).toEqual([201, { a: 'b' }]);
  });

  test.each(['{}', '{"kind":"ConfigMap"}'])('the body %j is taken for the kind of the path', async (body) => {
    const answer = await api().call('POST', api().at(MAPS), { body });
    expect(answer.body.message).toBe(
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    );
  });

  test.each(['{', '[]', '"x"', ''])('the body %j is refused', async (body) => {
    expect(refusal(await api().call('POST', api().at(MAPS), { body }))).toMatchObject({
      status: 400,
      reason: 'BadRequest',
    });
  });

  test('unknown parameters are let pass', async () => {
    expect((await api().get(await make(), { nonsense: '1', pretty: 'false' })).status).toBe(200);
  });

  test('an unknown kind of field validation is refused', async () => {
    const answer = await api().post(api().at(MAPS), configMap('x'), { fieldValidation: 'Harsh' });
    expect(refusal(answer)).toMatchObject({
      status: 422,
      reason: 'Invalid',
      details: {
        kind: 'CreateOptions',
        causes: [{ reason: 'FieldValueNotSupported', field: 'fieldValidation' }],
      },
    });
  });

  test('an unknown way of deletion is refused', async () => {
    const answer = await api().delete(await make(), undefined, { propagationPolicy: 'Sideways' });
    expect(refusal(answer)).toMatchObject({ status: 422, reason: 'Invalid' });
  });

  test('a manager may not have a name without end', async () => {
    const answer = await api().post(api().at(MAPS), configMap('x'), { fieldManager: 'm'.repeat(129) });
    expect(refusal(answer)).toMatchObject({ status: 422, reason: 'Invalid' });
  });

  test('a duplicate field is warned of', async () => {
    const name = api().name();
    const body = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"},"data":{"a":"1"},"data":{"a":"2"}}`;
    const answer = await api().call('POST', api().at(MAPS), { body });
    expect(answer.status).toBe(201);
    expect(answer.headers['warning']).toEqual(
      api().differs('duplicates', { real: '299 - "duplicate field \\"data\\""', embedded: undefined }),
    );
  });

  test('health', async () => {
    for (const path of ['/healthz', '/livez', '/readyz']) {
      expect(await api().get(path)).toMatchObject({ status: 200, body: 'ok' });
    }
  });

  test('the version', async () => {
    const { body } = await api().get('/version');
    expect(body).toMatchObject({
      major: '1',
      minor: expect.stringMatching(/^\d+/),
      gitVersion: expect.stringMatching(/^v1\./),
    });
  });

  test('groups and their versions are listed', async () => {
    expect((await api().get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const { body } = await api().get('/apis');
    expect(body).toMatchObject({ kind: 'APIGroupList', apiVersion: 'v1' });
    const groups = Object.fromEntries(
      body.groups.map((one: Json) => [one.name, one.preferredVersion.groupVersion]),
    );
    expect(groups).toMatchObject({
      apps: 'apps/v1',
      autoscaling: 'autoscaling/v2',
      'discovery.k8s.io': 'discovery.k8s.io/v1',
      'coordination.k8s.io': 'coordination.k8s.io/v1',
      'apiextensions.k8s.io': 'apiextensions.k8s.io/v1',
    });
    expect((await api().get('/apis/apps')).body).toMatchObject({
      kind: 'APIGroup',
      name: 'apps',
      preferredVersion: { version: 'v1' },
    });
  });

  test.each<[string, string, object]>([
    [
      '/api/v1',
      'configmaps',
      { kind: 'ConfigMap', namespaced: true, singularName: 'configmap', shortNames: ['cm'] },
    ],
    ['/api/v1', 'services', { kind: 'Service', shortNames: ['svc'], categories: ['all'] }],
    ['/api/v1', 'namespaces', { kind: 'Namespace', namespaced: false, shortNames: ['ns'] }],
    ['/apis/apps/v1', 'deployments', { kind: 'Deployment', shortNames: ['deploy'], categories: ['all'] }],
    ['/apis/apps/v1', 'deployments/scale', { group: 'autoscaling', version: 'v1', kind: 'Scale' }],
    [
      '/apis/autoscaling/v2',
      'horizontalpodautoscalers',
      { kind: 'HorizontalPodAutoscaler', shortNames: ['hpa'] },
    ],
    ['/apis/authorization.k8s.io/v1', 'selfsubjectaccessreviews', { verbs: ['create'] }],
  ])('%s lists %s', async (path, name, expected) => {
    const { body } = await api().get(path);
    expect(body.kind).toBe('APIResourceList');
    expect(body.resources.find((one: Json) => one.name === name)).toMatchObject(expected);
  });

  test('all is discovered at once', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const answer = await api().get('/apis', {}, accept);
    expect(answer.headers['content-type']).toContain('as=APIGroupDiscoveryList');
    const apps = answer.body.items.find((one: Json) => one.metadata.name === 'apps').versions[0];
    expect(apps).toMatchObject({ version: 'v1', freshness: 'Current' });
    expect(apps.resources.find((one: Json) => one.resource === 'deployments')).toMatchObject({
      scope: 'Namespaced',
      singularResource: 'deployment',
      responseKind: { kind: 'Deployment' },
    });
  });

  test('schemas are published by group', async () => {
    const { body } = await api().get('/openapi/v3');
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['api/v1', 'apis/apps/v1']));
    const { serverRelativeURL } = body.paths['apis/apps/v1'];
    const schemas: Json[] = Object.values((await api().get(serverRelativeURL)).body.components.schemas);
    const kinds = schemas
      .flatMap((one) => one['x-kubernetes-group-version-kind'] ?? [])
      .map((one: Json) => one.kind);
    expect(kinds).toContain('Deployment');
  });
});
