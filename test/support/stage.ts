import { RECORD_STAMP } from '../../src/api/identifiers.ts';
import { CANARY, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { NAMESPACE } from './manifests.ts';
import type { World } from './world.ts';

type Raw = Record<string, any>;

/** What tests of one Canary in a world do and look at, in short words. */
export const stageOf = (world: World) => {
  const get = async (type: ResourceType, name: string): Promise<Raw> => world.get(type, name);
  const condition = async (type: string): Promise<Raw> =>
    ((await world.status())['conditions'] ?? []).find((item: Raw) => item['type'] === type) ?? {};
  return {
    get,
    apply: (type: ResourceType, object: KubeObject) => world.user.create(type, object, world.never),
    change: async (type: ResourceType, name: string, body: unknown): Promise<void> => {
      const resourceVersion = (await world.get(type, name)).metadata.resourceVersion ?? '';
      const ref = { type, namespace: NAMESPACE, name };
      await world.user.patch(ref, { type: 'merge', body, resourceVersion }, world.never);
    },
    remove: (type: ResourceType, name: string) =>
      world.user.delete({ type, namespace: NAMESPACE, name }, world.never),
    phaseIs: (phase: string, limitMs?: number) =>
      world.until(async () => (await world.status())['phase'] === phase, limitMs),
    weightIs: (weight: number) =>
      world.until(async () => (await world.status())['canaryWeight'] === weight, 300_000),
    holding: () => condition('Holding'),
    promoted: () => condition('Promoted'),
    accepted: () => condition('Accepted'),
    /** Makes status and routes look as another controller left them: without a record of ours. */
    leaveStatus: async (status: Raw): Promise<void> => {
      const routes = await world.get(VIRTUAL_SERVICE, 'podinfo');
      const patch = {
        type: 'merge',
        body: { metadata: { annotations: { [RECORD_STAMP]: null } } },
        resourceVersion: routes.metadata.resourceVersion ?? '',
      } as const;
      await world.user.patch(
        { type: VIRTUAL_SERVICE, namespace: NAMESPACE, name: 'podinfo' },
        patch,
        world.never,
      );
      const canary = await world.get(CANARY, 'podinfo');
      const resourceVersion = canary.metadata.resourceVersion ?? '';
      const metadata = { ...canary.metadata, resourceVersion };
      await world.user.replace(CANARY, { ...canary, metadata, status }, world.never, 'status');
    },
    imageOf: async (type: ResourceType, name: string): Promise<string> =>
      String((await get(type, name))['spec'].template.spec.containers[0].image).split(':')[1] ?? '',
  };
};

export type Stage = ReturnType<typeof stageOf>;
