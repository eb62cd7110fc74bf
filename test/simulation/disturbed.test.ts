import { describe, expect, test } from '@jest/globals';
import {
  CANARY,
  CONFIG_MAP,
  DEPLOYMENT,
  DESTINATION_RULE,
  SERVICE,
  VIRTUAL_SERVICE,
} from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { isOperatorError } from '../../src/errors.ts';
import { canary, deployment, NAMESPACE } from '../support/manifests.ts';
import { makeWorld, type World } from '../support/world.ts';

const GATES = ['confirm-rollout', 'confirm-promotion'].map((type) => ({
  name: type,
  type,
  url: `http://gate.test/${type}`,
}));
const close = (world: World, type: string, status: number): void => {
  world.outside.hooks.set(`http://gate.test/${type}`, status);
};

const withConfig = (version: string): KubeObject => {
  const object = structuredClone(deployment(version)) as Record<string, any>;
  object['spec'].template.spec.containers[0].envFrom = [{ configMapRef: { name: 'settings' } }];
  return object as KubeObject;
};

const settings = (colour: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: NAMESPACE },
  data: { colour },
});

const phaseOf = async (world: World): Promise<unknown> => (await world.status())['phase'];
const imageOf = async (world: World, name: string): Promise<string> =>
  String((await world.deployment(name))['spec'].template.spec.containers[0].image).split(':')[1] ?? '';

/** Fine steps: some phases last no longer than a pod takes to start. */
const reach = async (world: World, holds: () => Promise<boolean>): Promise<void> => {
  for (let steps = 0; steps < 6_000; steps += 1) {
    if (await holds()) return;
    await world.clock.advance(100);
  }
  throw new Error(`never came: ${JSON.stringify(await world.status())}`);
};

const patch = async (world: World, type: ResourceType, name: string, body: unknown): Promise<void> => {
  const before = await world.get(type, name);
  const resourceVersion = before.metadata.resourceVersion ?? '';
  await world.user.patch(
    { type, namespace: NAMESPACE, name },
    { type: 'merge', body, resourceVersion },
    world.never,
  );
};

const remove = async (world: World, type: ResourceType, name: string): Promise<void> => {
  try {
    await world.user.delete({ type, namespace: NAMESPACE, name }, world.never);
  } catch (thrown) {
    if (!isOperatorError(thrown, 'NOT_FOUND')) throw thrown;
  }
};

/** How to come to each state that a Canary can be in; 1.0.1 is the revision under analysis. */
const STATES: readonly { readonly state: string; readonly come: (world: World) => Promise<void> }[] = [
  {
    state: 'Initializing',
    come: (world) => reach(world, async () => (await phaseOf(world)) === 'Initializing'),
  },
  { state: 'Initialized', come: (world) => initialised(world) },
  {
    state: 'Waiting',
    come: async (world) => {
      await initialised(world);
      close(world, 'confirm-rollout', 403);
      await world.setImage('1.0.1');
      await reach(world, async () => (await phaseOf(world)) === 'Waiting');
      close(world, 'confirm-rollout', 200);
    },
  },
  {
    state: 'Progressing at 0',
    come: async (world) => {
      await initialised(world);
      await world.setImage('1.0.1');
      await reach(world, async () => (await phaseOf(world)) === 'Progressing');
    },
  },
  { state: 'Progressing at 25', come: (world) => rising(world) },
  {
    state: 'WaitingPromotion',
    come: async (world) => {
      close(world, 'confirm-promotion', 403);
      await rising(world);
      await reach(world, async () => (await phaseOf(world)) === 'WaitingPromotion');
      close(world, 'confirm-promotion', 200);
    },
  },
  {
    state: 'Promoting',
    come: async (world) => {
      await rising(world);
      await reach(world, async () => (await phaseOf(world)) === 'Promoting');
    },
  },
  {
    state: 'Finalising',
    come: async (world) => {
      await rising(world);
      await reach(world, async () => (await phaseOf(world)) === 'Finalising');
    },
  },
  {
    state: 'a rollback',
    come: async (world) => {
      await rising(world);
      world.outside.successRate = 50;
      await reach(world, async () => (await world.status())['run'].intent === 'rollBack');
      world.outside.successRate = 100;
    },
  },
  {
    state: 'Failed',
    come: async (world) => {
      await rising(world);
      world.outside.successRate = 50;
      await reach(world, async () => (await phaseOf(world)) === 'Failed');
      world.outside.successRate = 100;
    },
  },
];

const initialised = async (world: World): Promise<void> => {
  await reach(world, async () => (await phaseOf(world)) === 'Initialized');
  await world.clock.advance(20_000);
};

const rising = async (world: World): Promise<void> => {
  await initialised(world);
  await world.setImage('1.0.1');
  await reach(world, async () => (await world.status())['canaryWeight'] === 25);
};

/** Passes time until nothing is under way any more. */
const settle = async (world: World): Promise<void> => {
  await world.until(
    async () => ['Initialized', 'Succeeded', 'Failed'].includes(String(await phaseOf(world))),
    1_200_000,
  );
  await world.clock.advance(5_000);
  await world.until(
    async () => ['Initialized', 'Succeeded', 'Failed'].includes(String(await phaseOf(world))),
    1_200_000,
  );
  await world.clock.advance(60_000);
};

const inState = async (
  come: (world: World) => Promise<void>,
  story: (world: World) => Promise<void>,
): Promise<void> => {
  const world = await makeWorld();
  await world.user.create(CONFIG_MAP, settings('blue'), world.never);
  await world.user.create(DEPLOYMENT, withConfig('1.0.0'), world.never);
  await world.user.create(
    CANARY,
    canary({ stepWeight: 25, stepWeightPromotion: 25, threshold: 1, webhooks: GATES }),
    world.never,
  );
  const operator = world.startOperator();
  try {
    await come(world);
    await story(world);
  } finally {
    await operator.stop();
    await world.close();
  }
};

const holding = async (world: World): Promise<Record<string, any>> =>
  ((await world.status())['conditions'] ?? []).find(
    (item: Record<string, any>) => item['type'] === 'Holding',
  ) ?? {};

const isServed = async (world: World, image: string): Promise<void> => {
  expect({ primary: await imageOf(world, 'podinfo-primary'), weights: await world.weights() }).toEqual({
    primary: image,
    weights: { primary: 100, canary: 0 },
  });
  expect((await world.deployment('podinfo'))['spec'].replicas).toBe(0);
  expect((await holding(world))['status'] ?? 'False').toBe('False');
};

describe.each(STATES)('in $state', ({ state, come }) => {
  const ended = ['a rollback', 'Failed'].includes(state);
  const begun = !['Initializing', 'Initialized'].includes(state);
  /** What serves when the story changed nothing about the revision. */
  const expected = ended ? '1.0.0' : begun ? '1.0.1' : '1.0.0';

  test('a template that is edited twice is promoted in its last form', async () => {
    await inState(come, async (world) => {
      await world.setImage('1.0.4');
      await world.clock.advance(100);
      await world.setImage('1.0.5');
      await settle(world);
      expect(await phaseOf(world)).toMatch(state === 'Initializing' ? /Initialized|Succeeded/ : /Succeeded/);
      await isServed(world, '1.0.5');
    });
  });

  test('a template that is edited, and edited back, ends where it would have', async () => {
    await inState(come, async (world) => {
      const before = await imageOf(world, 'podinfo');
      await world.setImage('1.0.4');
      await world.clock.advance(300);
      await world.setImage(before);
      await settle(world);
      expect(await imageOf(world, 'podinfo')).toBe(before);
      const serving = await imageOf(world, 'podinfo-primary');
      expect(ended ? ['1.0.0', before] : [before]).toContain(serving);
      await isServed(world, serving);
    });
  });

  test('a template that goes back to what is promoted ends well', async () => {
    await inState(come, async (world) => {
      await world.setImage('1.0.0');
      await settle(world);
      expect(await phaseOf(world)).toMatch(/Initialized|Succeeded/);
      await isServed(world, '1.0.0');
    });
  });

  test('a config that changes is rolled out', async () => {
    await inState(come, async (world) => {
      await patch(world, CONFIG_MAP, 'settings', { data: { colour: 'green' } });
      await settle(world);
      expect((await world.get(CONFIG_MAP, 'settings-primary'))['data']).toEqual({ colour: 'green' });
      expect(await phaseOf(world)).toMatch(/Initialized|Succeeded/);
      await isServed(world, begun ? '1.0.1' : '1.0.0');
    });
  });

  test('what is deleted comes back, with the recorded weight', async () => {
    await inState(come, async (world) => {
      for (const name of ['podinfo', 'podinfo-primary', 'podinfo-canary']) await remove(world, SERVICE, name);
      for (const name of ['podinfo-primary', 'podinfo-canary']) await remove(world, DESTINATION_RULE, name);
      await remove(world, VIRTUAL_SERVICE, 'podinfo');
      if (state !== 'Initializing') {
        await world.clock.advance(300);
        const weight = Number((await world.status())['canaryWeight']);
        expect(await world.weights()).toEqual({ primary: 100 - weight, canary: weight });
        for (const name of ['podinfo', 'podinfo-primary', 'podinfo-canary']) await world.get(SERVICE, name);
        for (const name of ['podinfo-primary', 'podinfo-canary']) await world.get(DESTINATION_RULE, name);
      }
      await settle(world);
      const serving = await imageOf(world, 'podinfo-primary');
      expect(['1.0.0', '1.0.1']).toContain(serving);
      await isServed(world, serving);
    });
  });

  test('half an hour of suspension changes nothing, and nothing is lost', async () => {
    await inState(come, async (world) => {
      await patch(world, CANARY, 'podinfo', { spec: { suspend: true } });
      await world.clock.advance(60_000);
      const from = world.requests.length;
      await world.clock.advance(1_800_000);
      const writes = world.requests
        .slice(from)
        .filter(({ user, verb }) => user === 'operator' && !['get', 'list', 'watch'].includes(verb));
      expect(writes).toEqual([]);
      await patch(world, CANARY, 'podinfo', { spec: { suspend: false } });
      await settle(world);
      await isServed(world, expected);
    });
  });

  test('half an hour with an invalid spec changes nothing, and nothing is lost', async () => {
    await inState(come, async (world) => {
      await patch(world, CANARY, 'podinfo', { spec: { analysis: { stepWeight: 0 } } });
      await world.clock.advance(1_800_000);
      await patch(world, CANARY, 'podinfo', { spec: { analysis: { stepWeight: 25 } } });
      await settle(world);
      await isServed(world, expected);
    });
  });

  test('a target that is deleted and comes back with a new revision is promoted', async () => {
    await inState(come, async (world) => {
      await remove(world, DEPLOYMENT, 'podinfo');
      await world.clock.advance(60_000);
      if (state !== 'Initializing') expect(await imageOf(world, 'podinfo-primary')).toMatch(/1\.0\.[01]/);
      await world.user.create(DEPLOYMENT, withConfig('1.0.6'), world.never);
      await settle(world);
      await isServed(world, '1.0.6');
    });
  });

  test('a lost primary is made again from a target that holds what it ran', async () => {
    await inState(come, async (world) => {
      const ran = state === 'Initializing' ? '1.0.0' : await imageOf(world, 'podinfo-primary');
      await remove(world, DEPLOYMENT, 'podinfo-primary');
      await world.clock.advance(10_000);
      await world.setImage(ran);
      await settle(world);
      await isServed(world, ran);
    });
  });
});
