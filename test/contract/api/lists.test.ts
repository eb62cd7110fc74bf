import { beforeAll, expect, test } from '@jest/globals';
import { configMap, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';
const LEASES = 'coordination.k8s.io/v1/leases';
/** Only objects of these tests: a real cluster puts more into every namespace. */
const OURS = 'contract=lists';

describeContract('lists', (api) => {
  const LABELS: Record<string, Record<string, string>> = {
    a: { tier: 'front', size: '1' },
    b: { tier: 'back', size: '5' },
    c: { tier: 'back' },
    d: {},
  };
  beforeAll(async () => {
    for (const [name, labels] of Object.entries(LABELS)) {
      await api().make(
        api().at(MAPS),
        configMap(name, { data: { of: name } }, { labels: { ...labels, contract: 'lists' } }),
      );
    }
  }, 60_000);

  const list = (query: Record<string, string> = {}, accept?: string) =>
    api().get(api().at(MAPS), { labelSelector: OURS, ...query }, accept);
  const named = async (query: Record<string, string>) =>
    (await list(query)).body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);

  test('a list names its kind and version, and its items do not', async () => {
    const { body } = await list();
    expect(body).toMatchObject({
      kind: 'ConfigMapList',
      apiVersion: 'v1',
      metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
    });
    expect(body.items[0]).toMatchObject({ data: { of: 'a' } });
    expect(Object.keys(body.items[0])).not.toContain('kind');
  });

  test('items come in the order of their names', async () => {
    expect(await named({})).toEqual(['a', 'b', 'c', 'd']);
  });

  test.each([
    ['tier=back', ['b', 'c']],
    ['tier==back', ['b', 'c']],
    ['tier!=back', ['a', 'd']],
    ['tier in (front,back)', ['a', 'b', 'c']],
    ['tier in (front)', ['a']],
    ['tier notin (front)', ['b', 'c', 'd']],
    ['tier', ['a', 'b', 'c']],
    ['!tier', ['d']],
    ['tier=back,size', ['b']],
    ['tier=back,!size', ['c']],
    ['size>2', ['b']],
    ['size<2', ['a']],
    ['tier=', []],
    ['tier in (front, )', ['a']],
    ['none=here', []],
    [' tier = back ', ['b', 'c']],
  ])('the label selector %j selects %j', async (selector, names) => {
    expect(await named({ labelSelector: `${OURS},${selector}` })).toEqual(names);
  });

  test.each([
    'a=b=c',
    'a in',
    'a in (b',
    '=b',
    'a b',
    'a=b c',
    ',,',
    'a!b',
    '-a=b',
    'a=-b',
    'a/b/c=d',
    'size>many',
    'a in ()x',
  ])('the label selector %j is refused', async (labelSelector) => {
    const answer = await api().get(api().at(MAPS), { labelSelector });
    expect(refusal(answer)).toMatchObject({ status: 400, code: 400, reason: 'BadRequest' });
  });

  test.each([
    ['metadata.name=a', ['a']],
    ['metadata.name==a', ['a']],
    ['metadata.name!=a', ['b', 'c', 'd']],
    ['metadata.name=a,metadata.name=b', []],
    ['metadata.name=', []],
    ['metadata.namespace=default', []],
  ])('the field selector %j selects %j', async (fieldSelector, names) => {
    expect(await named({ fieldSelector })).toEqual(names);
  });

  test.each(['metadata.labels=a', 'data.of=a', 'metadata.name', 'nonsense'])(
    'the field selector %j is refused',
    async (fieldSelector) => {
      expect(refusal(await list({ fieldSelector }))).toMatchObject({ status: 400, reason: 'BadRequest' });
    },
  );

  test('all namespaces are listed above them', async () => {
    const { body } = await api().get(api().above(MAPS), {
      labelSelector: OURS,
      fieldSelector: `metadata.namespace=${api().namespace}`,
    });
    expect(body.items).toHaveLength(4);
  });

  test('a namespace that is not there has an empty list', async () => {
    expect((await api().get('/api/v1/namespaces/nowhere/configmaps')).body.items).toEqual([]);
  });

  test('a list comes in pages', async () => {
    const first = (await list({ limit: '3' })).body;
    expect(first.items).toHaveLength(3);
    expect(first.metadata.continue).toEqual(expect.any(String));
    const next = (await list({ limit: '3', continue: first.metadata.continue })).body;
    expect(next.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual(['d']);
    expect(next.metadata.continue ?? '').toBe('');
    expect(next.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  test('pages show the state of the first', async () => {
    const first = (await list({ limit: '2' })).body;
    const extra = configMap('bb', {}, { labels: { contract: 'lists' } });
    await api().make(api().at(MAPS), extra);
    await api().delete(api().at(MAPS, 'bb'));
    const next = (await list({ continue: first.metadata.continue })).body;
    expect(next.items).toHaveLength(2);
  });

  /** No controller puts Leases into a namespace of ours, so that there are two. */
  test('what remains is counted when nothing selects, and a page as long as the list has no next', async () => {
    for (const name of ['one', 'two']) {
      const lease = {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name, labels: { a: 'b' } },
      };
      await api().make(api().at(LEASES), lease);
    }
    const page = async (query: Record<string, string>) =>
      (await api().get(api().at(LEASES), query)).body.metadata;
    expect(await page({ limit: '1' })).toMatchObject({ remainingItemCount: 1, continue: expect.any(String) });
    expect((await page({ limit: '1', labelSelector: 'a=b' })).remainingItemCount).toBeUndefined();
    expect((await page({ limit: '2' })).continue ?? '').toBe('');
  });

  test.each(['garbage', 'e30'])('the continue token %j is refused', async (token) => {
    expect(refusal(await list({ limit: '1', continue: token }))).toMatchObject({
      status: 400,
      reason: 'BadRequest',
    });
  });

  test('a continue token and a version do not go together', async () => {
    const { metadata } = (await list({ limit: '1' })).body;
    const answer = await list({
      limit: '1',
      continue: metadata.continue,
      resourceVersion: metadata.resourceVersion,
    });
    expect(refusal(answer)).toMatchObject({ status: 400, reason: 'BadRequest' });
  });

  test('a limit must be a number', async () => {
    expect(refusal(await list({ limit: 'many' }))).toMatchObject({ status: 400, reason: 'BadRequest' });
  });

  test('a version must be a number', async () => {
    expect(refusal(await list({ resourceVersion: 'abc' }))).toMatchObject({
      status: 400,
      reason: 'BadRequest',
    });
  });

  test('a list of any age, and of one not older than a version', async () => {
    const { metadata } = (await list()).body;
    expect((await list({ resourceVersion: '0' })).status).toBe(200);
    const { resourceVersion } = metadata;
    const newer = (await list({ resourceVersion, resourceVersionMatch: 'NotOlderThan' })).body.metadata
      .resourceVersion;
    expect(Number(newer)).toBeGreaterThanOrEqual(Number(resourceVersion));
  });

  test('a list of exactly one version', async () => {
    const { resourceVersion } = (await list()).body.metadata;
    await api().make(api().at(MAPS), configMap('late', {}, { labels: { contract: 'lists' } }));
    const { body } = await list({ resourceVersion, resourceVersionMatch: 'Exact' });
    await api().delete(api().at(MAPS, 'late'));
    expect(body.metadata.resourceVersion).toBe(resourceVersion);
    expect(body.items).toHaveLength(4);
  });

  test.each([
    ['a match without a version', { resourceVersionMatch: 'Exact' }],
    ['an unknown match', { resourceVersion: '1', resourceVersionMatch: 'Sometimes' }],
    ['exactly any version', { resourceVersion: '0', resourceVersionMatch: 'Exact' }],
  ])('%s is refused', async (_what, query) => {
    expect(refusal(await list(query as never))).toMatchObject({ status: 422, reason: 'Invalid' });
  });

  test('metadata alone', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const { body } = await list({}, accept);
    expect(body).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(body.items[0].metadata.name).toBe('a');
    expect(body.items[0]).not.toHaveProperty('data');
  });

  test('metadata of one object alone', async () => {
    const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
    const { body } = await api().get(api().at(MAPS, 'a'), {}, accept);
    expect(Object.keys(body).toSorted()).toEqual(['apiVersion', 'kind', 'metadata']);
    expect(body).toMatchObject({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' });
  });

  const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1,application/json';

  test('a table for people', async () => {
    const { body } = await list({}, TABLE);
    expect(body).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
    expect(body.columnDefinitions.map(({ name }: { name: string }) => name)).toEqual(['Name', 'Data', 'Age']);
    expect(body.rows[0].cells.slice(0, 2)).toEqual(['a', 1]);
    expect(body.rows[0].object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
  });

  test.each([
    ['None', null],
    ['Object', 'ConfigMap'],
  ])('rows that carry %s', async (includeObject, kind) => {
    const { body } = await list({ includeObject }, TABLE);
    expect(body.rows[0].object?.kind ?? null).toBe(kind);
  });

  test('what nobody can send is not acceptable', async () => {
    expect(refusal(await list({}, 'text/html'))).toMatchObject({ status: 406, reason: 'NotAcceptable' });
    expect((await list({}, 'text/html, application/json')).status).toBe(200);
  });

  test('a selection can be deleted', async () => {
    const labels = { contract: 'gone' };
    for (const name of ['x1', 'x2']) await api().make(api().at(MAPS), configMap(name, {}, { labels }));
    const answer = await api().delete(api().at(MAPS), undefined, { labelSelector: 'contract=gone' });
    expect(answer.status).toBe(200);
    expect(answer.body.items).toHaveLength(2);
    expect(answer.body.kind).toBe('ConfigMapList');
    expect(await named({ labelSelector: 'contract=gone' })).toEqual([]);
  });
});
