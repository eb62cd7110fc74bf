import { expect, test } from '@jest/globals';
import type { Json } from '../session.ts';
import { configMap, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';
const HOLD = 'contract.serinette.dev/hold';
const PATIENCE_MS = 60_000;

describeContract('owners and what they own', (api) => {
  const path = (name: string) => api().at(MAPS, name);
  const make = (name: string, metadata: object = {}) =>
    api().make(api().at(MAPS), configMap(name, {}, metadata));
  const isGone = async (name: string) => (await api().get(path(name))).status === 404;
  const reference = (owner: Json, more: object = {}) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    ...more,
  });
  const family = async (more: object = {}, metadata: object = {}) => {
    const [parent, child] = [api().name('parent'), api().name('child')];
    const owner = await make(parent);
    await make(child, { ownerReferences: [reference(owner, more)], ...metadata });
    return { parent, child, owner };
  };

  test(
    'a deletion in the background takes the owned with it',
    async () => {
      const { parent, child } = await family();
      expect((await api().delete(path(parent), { propagationPolicy: 'Background' })).status).toBe(200);
      expect(await isGone(parent)).toBe(true);
      await api().until(() => isGone(child), PATIENCE_MS);
    },
    PATIENCE_MS,
  );

  test(
    'a deletion in the foreground waits for the owned',
    async () => {
      const { parent, child } = await family({ blockOwnerDeletion: true }, { finalizers: [HOLD] });
      const answer = await api().delete(path(parent), { propagationPolicy: 'Foreground' });
      expect(answer.body.metadata).toMatchObject({
        finalizers: ['foregroundDeletion'],
        deletionTimestamp: expect.any(String),
      });
      await api().until(
        async () => (await api().read(path(child))).metadata.deletionTimestamp !== undefined,
        PATIENCE_MS,
      );
      expect(await isGone(parent)).toBe(false);
      await api().merge(path(child), { metadata: { finalizers: null } });
      await api().until(async () => (await isGone(child)) && (await isGone(parent)), PATIENCE_MS);
    },
    PATIENCE_MS,
  );

  test(
    'a deletion may leave orphans',
    async () => {
      const { parent, child } = await family();
      await api().delete(path(parent), { propagationPolicy: 'Orphan' });
      await api().until(() => isGone(parent), PATIENCE_MS);
      await api().until(
        async () => (await api().read(path(child))).metadata.ownerReferences === undefined,
        PATIENCE_MS,
      );
    },
    PATIENCE_MS,
  );

  test(
    'who has another owner stays and forgets the lost one',
    async () => {
      const { owner, child } = await family();
      const other = await make(api().name('parent'));
      const ownerReferences = [reference(owner), reference(other)];
      await api().merge(path(child), { metadata: { ownerReferences } });
      await api().delete(path(owner.metadata.name));
      await api().until(async () => {
        const left = (await api().read(path(child))).metadata.ownerReferences;
        return left.length === 1 && left[0].uid === other.metadata.uid;
      }, PATIENCE_MS);
    },
    PATIENCE_MS,
  );

  test(
    'who is owned by nobody that is there goes',
    async () => {
      const child = api().name('child');
      const gone = { metadata: { name: 'nobody', uid: '00000000-0000-4000-8000-000000000000' } };
      await make(child, { ownerReferences: [reference(gone)] });
      await api().until(() => isGone(child), PATIENCE_MS);
    },
    PATIENCE_MS,
  );
});

describeContract('namespaces', (api) => {
  const made = async () => {
    const name = api().name(`${api().namespace}-n`);
    const path = `/api/v1/namespaces/${name}`;
    await api().make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    api().later(path);
    return { name, path, maps: `${path}/configmaps` };
  };

  test(
    'a deleted one takes its objects with it',
    async () => {
      const { path, maps } = await made();
      await api().make(maps, configMap('x'));
      const answer = await api().delete(path);
      expect(answer.status).toBe(200);
      await api().until(async () => (await api().get(path)).status === 404, PATIENCE_MS);
      expect((await api().get(`${maps}/x`)).status).toBe(404);
    },
    PATIENCE_MS,
  );

  test(
    'a terminating one takes nothing in',
    async () => {
      const { name, path, maps } = await made();
      await api().make(maps, configMap('held', {}, { finalizers: [HOLD] }));
      await api().delete(path);
      await api().until(async () => (await api().get(path)).body.status.phase === 'Terminating', PATIENCE_MS);
      const answer = await api().post(maps, configMap('late'));
      expect(refusal(answer)).toMatchObject({
        status: 403,
        reason: 'Forbidden',
        details: {
          causes: [
            {
              reason: 'NamespaceTerminating',
              field: 'metadata.namespace',
              message: `namespace ${name} is being terminated`,
            },
          ],
        },
      });
      await api().merge(`${maps}/held`, { metadata: { finalizers: null } });
      await api().until(async () => (await api().get(path)).status === 404, PATIENCE_MS);
    },
    PATIENCE_MS,
  );
});
