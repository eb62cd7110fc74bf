import { expect, test } from '@jest/globals';
import { CONFIG_MAP } from '../api/kinds.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import { makeApiServer } from '../sandbox/apiserver/api-server.ts';
import { guardedCluster } from './guarded-cluster.ts';

test('reads pass at any time; writes are refused, and not sent, while this replica may not write', async () => {
  const signal = new AbortController().signal;
  const api = makeApiServer({ clock: new VirtualClock(), random: () => 0.5 });
  const leadership = { may: true, mayWrite: () => leadership.may };
  const cluster = guardedCluster(api.cluster('operator'), leadership);
  const metadata = { name: 'a', namespace: 'default' };
  const ref = { type: CONFIG_MAP, ...metadata };
  const made = await cluster.create(CONFIG_MAP, { apiVersion: 'v1', kind: 'ConfigMap', metadata }, signal);
  const resourceVersion = made.metadata.resourceVersion ?? '';
  const writes = [
    () => cluster.create(CONFIG_MAP, { ...made, metadata: { ...metadata, name: 'b' } }, signal),
    () => cluster.replace(CONFIG_MAP, { ...made, metadata: { ...made.metadata, resourceVersion } }, signal),
    () => cluster.patch(ref, { type: 'merge', body: { data: { a: '1' } }, resourceVersion }, signal),
  ];
  const sent: string[] = [];
  api.onRequest(({ verb }) => sent.push(verb));
  leadership.may = false;
  for (const write of writes) await expect(write()).rejects.toMatchObject({ code: 'NOT_LEADER' });
  await cluster.get(ref, signal);
  expect((await cluster.list(CONFIG_MAP, {}, signal)).items).toHaveLength(1);
  expect(sent).toEqual(['get', 'list']);
  leadership.may = true;
  for (const write of writes) await write();
});
