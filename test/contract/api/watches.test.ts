import { expect, test } from '@jest/globals';
import type { OpenWatch } from '../session.ts';
import { configMap, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';

describeContract('watches', (api) => {
  /** A group of objects that only one test has. */
  const group = () => {
    const label = api().name('group');
    const labels = { group: label };
    return {
      selector: { labelSelector: `group=${label}` },
      make: (name: string, more: object = {}) =>
        api().make(api().at(MAPS), configMap(name, { data: { a: '1' }, ...more }, { labels })),
      path: (name: string) => api().at(MAPS, name),
    };
  };
  const version = async (): Promise<string> => (await api().read(api().at(MAPS))).metadata.resourceVersion;
  const seen = async (watch: OpenWatch, count: number): Promise<string[]> => {
    const list: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const event = await watch.next();
      list.push(event === undefined ? 'end' : `${event.type} ${event.object.metadata?.name ?? ''}`);
    }
    watch.close();
    return list;
  };

  test('a watch from a version sees what came after it', async () => {
    const { selector, make, path } = group();
    const [a, b] = [api().name('w'), api().name('w')];
    await make(a);
    const watch = await api().watch(api().at(MAPS), { ...selector, resourceVersion: await version() });
    await make(b);
    await api().merge(path(a), { data: { a: '2' } });
    await api().delete(path(b));
    expect(await seen(watch, 3)).toEqual([`ADDED ${b}`, `MODIFIED ${a}`, `DELETED ${b}`]);
  });

  test.each([{}, { resourceVersion: '0' }])('a watch with %j begins with what is there', async (from) => {
    const { selector, make } = group();
    const name = api().name('w');
    await make(name);
    const watch = await api().watch(api().at(MAPS), { ...selector, ...from });
    expect(await seen(watch, 1)).toEqual([`ADDED ${name}`]);
  });

  test('a watch resumes where another stopped, missing nothing', async () => {
    const { selector, make, path } = group();
    const name = api().name('w');
    const watch = await api().watch(api().at(MAPS), { ...selector, resourceVersion: await version() });
    await make(name);
    const first = await watch.next();
    watch.close();
    await api().merge(path(name), { data: { a: '2' } });
    await api().merge(path(name), { data: { a: '3' } });
    const { resourceVersion } = first?.object.metadata;
    const resumed = await api().watch(api().at(MAPS), { ...selector, resourceVersion });
    const values = [(await resumed.next())?.object.data.a, (await resumed.next())?.object.data.a];
    resumed.close();
    expect(values).toEqual(['2', '3']);
  });

  test('a deletion shows the last state under the version of the deletion', async () => {
    const { selector, make, path } = group();
    const name = api().name('w');
    const made = await make(name);
    const watch = await api().watch(api().at(MAPS), {
      ...selector,
      resourceVersion: made.metadata.resourceVersion,
    });
    await api().delete(path(name));
    const event = await watch.next();
    watch.close();
    expect(event).toMatchObject({
      type: 'DELETED',
      object: { kind: 'ConfigMap', apiVersion: 'v1', data: { a: '1' } },
    });
    expect(Number(event?.object.metadata.resourceVersion)).toBeGreaterThan(
      Number(made.metadata.resourceVersion),
    );
  });

  test('an object that leaves a label selection is DELETED, one that enters ADDED', async () => {
    const { selector, make, path } = group();
    const name = api().name('w');
    const made = await make(name);
    const { resourceVersion, labels } = made.metadata;
    const watch = await api().watch(api().at(MAPS), { ...selector, resourceVersion });
    await api().merge(path(name), { metadata: { labels: { group: 'other' } } });
    await api().merge(path(name), { metadata: { labels } });
    const left = await watch.next();
    expect(left?.type).toBe('DELETED');
    expect(left?.object.metadata.labels).toEqual(labels);
    expect(Number(left?.object.metadata.resourceVersion)).toBeGreaterThan(Number(resourceVersion));
    expect((await watch.next())?.type).toBe('ADDED');
    watch.close();
  });

  test('a watch by name sees one object', async () => {
    const { make, path } = group();
    const [a, b] = [api().name('w'), api().name('w')];
    const resourceVersion = await version();
    await make(a);
    await make(b);
    await api().merge(path(b), { data: { a: '2' } });
    const watch = await api().watch(api().at(MAPS), { fieldSelector: `metadata.name=${b}`, resourceVersion });
    expect(await seen(watch, 2)).toEqual([`ADDED ${b}`, `MODIFIED ${b}`]);
  });

  test('a watch ends when its time is over', async () => {
    const { selector } = group();
    const watch = await api().watch(api().at(MAPS), {
      ...selector,
      resourceVersion: await version(),
      timeoutSeconds: '1',
    });
    expect(await watch.next()).toBeUndefined();
  });

  test('initial events end with a bookmark that says so', async () => {
    const { selector, make } = group();
    const name = api().name('w');
    await make(name);
    const watch = await api().watch(api().at(MAPS), {
      ...selector,
      sendInitialEvents: 'true',
      allowWatchBookmarks: 'true',
      resourceVersionMatch: 'NotOlderThan',
    });
    expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name } } });
    expect(await watch.next()).toMatchObject({
      type: 'BOOKMARK',
      object: {
        kind: 'ConfigMap',
        apiVersion: 'v1',
        metadata: {
          resourceVersion: expect.stringMatching(/^\d+$/),
          annotations: { 'k8s.io/initial-events-end': 'true' },
        },
      },
    });
    watch.close();
  });

  test('initial events need to be asked for in full', async () => {
    const answer = await api().get(api().at(MAPS), {
      watch: 'true',
      sendInitialEvents: 'true',
      timeoutSeconds: '1',
    });
    expect(refusal(answer)).toMatchObject({ status: 422, reason: 'Invalid' });
  });

  test('events may carry metadata alone', async () => {
    const { selector, make } = group();
    const name = api().name('w');
    await make(name);
    const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
    const watch = await api().watch(api().at(MAPS), { ...selector, resourceVersion: '0' }, accept);
    const event = await watch.next();
    watch.close();
    expect(event).toMatchObject({
      type: 'ADDED',
      object: { kind: 'PartialObjectMetadata', metadata: { name } },
    });
    expect(event?.object).not.toHaveProperty('data');
  });

  test('events may carry tables, of which the first has columns', async () => {
    const { selector, make } = group();
    const name = api().name('w');
    const resourceVersion = await version();
    await make(name);
    await api().merge(api().at(MAPS, name), { data: { b: '2' } });
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    const watch = await api().watch(api().at(MAPS), { ...selector, resourceVersion }, accept);
    const [first, second] = [await watch.next(), await watch.next()];
    watch.close();
    expect(first?.object.rows[0].cells[0]).toBe(name);
    expect(first?.object.columnDefinitions).toHaveLength(3);
    expect(second?.object.columnDefinitions ?? []).toHaveLength(0);
  });

  test.each([
    ['a version that is none', { resourceVersion: 'abc' }, 500],
    ['a label selector that does not parse', { labelSelector: 'a=b=c' }, 400],
    ['a field that cannot be selected', { fieldSelector: 'data.a=b' }, 400],
    ['a time that is no number', { timeoutSeconds: 'long' }, 400],
  ])('a watch with %s is refused at once', async (_what, query, status) => {
    const answer = await api().get(api().at(MAPS), {
      watch: 'true',
      timeoutSeconds: '1',
      ...(query as object),
    });
    expect([answer.status, answer.body.status]).toEqual([status, 'Failure']);
  });

  test('a watch of what is not served is NotFound', async () => {
    const answer = await api().get(api().at('v1/nothings'), { watch: 'true', timeoutSeconds: '1' });
    expect(refusal(answer)).toMatchObject({ status: 404, reason: 'NotFound' });
  });
});
