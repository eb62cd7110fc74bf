import { afterEach, describe, expect, test } from '@jest/globals';
import { DESTINATION_RULE, SERVICE, VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import type { ResourceType } from '../../../src/api/objects.ts';
import type { Phase } from '../../../src/domain/phase.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
import type { Scene } from '../../support/scene.ts';

let scene: Scene;

afterEach(() => scene.end());

const OBJECTS: readonly { readonly type: ResourceType; readonly name: string }[] = [
  { type: VIRTUAL_SERVICE, name: 'podinfo' },
  { type: SERVICE, name: 'podinfo' },
  { type: SERVICE, name: 'podinfo-canary' },
  { type: SERVICE, name: 'podinfo-primary' },
  { type: DESTINATION_RULE, name: 'podinfo-canary' },
  { type: DESTINATION_RULE, name: 'podinfo-primary' },
];

const PHASES: readonly Phase[] = [
  ...(['Initialized', 'Waiting', 'Progressing', 'WaitingPromotion'] as const),
  ...(['Promoting', 'Finalising', 'Succeeded', 'Failed'] as const),
];

describe.each(PHASES)('in %s', (phase) => {
  test.each(OBJECTS)(
    'the $type.kind $name that somebody deletes is made again before users notice',
    async ({ type, name }) => {
      scene = await sceneIn(phase);
      const before = (await scene.stage.get(type, name))['spec'];
      await scene.stage.remove(type, name);
      await scene.world.clock.advance(1_000);
      expect((await scene.stage.get(type, name))['spec']).toEqual({
        ...before,
        ...(type === SERVICE ? { clusterIP: expect.anything(), clusterIPs: expect.anything() } : {}),
      });
      wayTo(phase).leave(scene);
      const { end } = wayTo(phase);
      await ends(scene, end);
      await scene.world.clock.advance(30_000);
      expect((await scene.outcome()).failed).toBe(0);
      expect((await scene.world.status())['failedChecks']).toBe(phase === 'Failed' ? 2 : 0);
    },
  );
});
