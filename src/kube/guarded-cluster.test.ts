import { expect, test } from '@jest/globals';
import type { KubeObject, ResourceType } from '../api/objects.ts';
import type { Cluster } from './cluster.ts';
import { guardedCluster } from './guarded-cluster.ts';
import { LEASE } from './lease.ts';

const metadata = { name: 'a', namespace: 'default', resourceVersion: '1' };
const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
const type: ResourceType = { ...LEASE, kind: 'ConfigMap', plural: 'configmaps' };
const ref = { type, namespace: 'default', name: 'a' };

const recording = (sent: string[]): Cluster => {
  const answer =
    <T>(verb: string, value: T) =>
    (): Promise<T> => {
      sent.push(verb);
      return Promise.resolve(value);
    };
  return {
    get: answer('get', object),
    list: answer('list', { items: [object], resourceVersion: '1' }),
    watch: () => {
      sent.push('watch');
      throw new Error('not followed here');
    },
    create: answer('create', object),
    replace: answer('replace', object),
    patch: answer('patch', object),
  };
};

test('reads pass at any time; writes are refused, and not sent, while this replica may not write', async () => {
  const { signal } = new AbortController();
  const sent: string[] = [];
  const leadership = { may: false, mayWrite: () => leadership.may };
  const cluster = guardedCluster(recording(sent), leadership);
  const writes = [
    () => cluster.create(type, object, signal),
    () => cluster.replace(type, { ...object, metadata }, signal),
    () => cluster.patch(ref, { type: 'merge', body: {}, resourceVersion: '1' }, signal),
  ];
  for (const write of writes) await expect(write()).rejects.toMatchObject({ code: 'NOT_LEADER' });
  await cluster.get(ref, signal);
  await cluster.list(type, {}, signal);
  expect(() => cluster.watch(type, { resourceVersion: '1' }, signal)).toThrow('not followed here');
  expect(sent).toEqual(['get', 'list', 'watch']);
  leadership.may = true;
  for (const write of writes) await write();
  expect(sent.slice(3)).toEqual(['create', 'replace', 'patch']);
});
