import { describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../src/api/kinds.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeModelledMesh } from '../../src/sandbox/mesh/modelled.ts';
import { canary, deployment, NAMESPACE } from '../support/manifests.ts';
import { outage } from '../support/outage.ts';
import { seeded } from '../../src/runtime/seeded.ts';
import { makeWorld, type World } from '../support/world.ts';

/** How long the API server is away, and how long after its return the mesh hears nothing from it. */
const AWAY_MS = 30_000;
/** The longest that was seen with a real istiod. */
const BEHIND_MS = 104_000;

interface Story {
  readonly name: string;
  readonly phase: string;
  /** Happens while the API server is away, at weight 40. */
  readonly meanwhile: (world: World) => void;
}

const STORIES: readonly Story[] = [
  { name: 'a promotion', phase: 'Succeeded', meanwhile: () => undefined },
  {
    name: 'a rollback',
    phase: 'Failed',
    meanwhile: (world) => {
      world.outside.successRate = 50;
    },
  },
];

/** A rollout through an outage of the API server, with users behind a proxy that comes to know of its end late. */
const throughOutage = async ({ phase, meanwhile }: Story, args: readonly string[], firstWord?: ErrorCode) => {
  const world = await makeWorld({ args });
  const stop = new AbortController();
  const [ours, theirs] = [outage(), outage()];
  const operator = world.startOperator(ours.through);
  try {
    await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
    await world.user.create(CANARY, canary(), world.never);
    await world.until(async () => (await world.status())['phase'] === 'Initialized', 120_000);
    const mesh = makeModelledMesh({
      cluster: theirs.through(world.api.cluster('istiod')),
      driver: world.driver,
      clock: world.clock,
      random: seeded(7),
      log: silentLog,
      namespace: NAMESPACE,
      request: { host: 'podinfo' },
      ratePerSecond: 50,
      everyMs: 100,
    });
    const running = mesh.run(stop.signal);
    await world.setImage('1.0.1');
    await world.until(async () => (await world.status())['canaryWeight'] === 40);
    ours.begin();
    theirs.begin();
    meanwhile(world);
    await world.clock.advance(AWAY_MS);
    ours.end(firstWord);
    await world.clock.advance(BEHIND_MS);
    theirs.end();
    await world.until(async () => (await world.status())['phase'] === phase, 300_000);
    await world.clock.advance(30_000);
    const { sent, failed } = mesh.totals();
    stop.abort();
    await world.clock.advance(1_000);
    await running;
    const events = await world.events();
    return { sent, failed, told: events.filter((message) => message.includes('proxies may not know')) };
  } finally {
    stop.abort();
    await operator.stop();
    await world.close();
  }
};

describe.each(STORIES)(
  '$name after an outage of the API server from which the mesh recovers late',
  (story) => {
    test('takes no pod away to which users are still sent, and says why it waits', async () => {
      const { sent, failed, told } = await throughOutage(story, []);
      expect(sent).toBeGreaterThan(5_000);
      expect(failed).toBe(0);
      expect(told.length).toBeGreaterThan(0);
    });

    test.each(['EXPIRED', 'FORBIDDEN'] as const)('waits also when it first hears %s', async (firstWord) => {
      const { failed, told } = await throughOutage(story, [], firstWord);
      expect(failed).toBe(0);
      expect(told.length).toBeGreaterThan(0);
    });

    test('would fail requests if nobody waited for the mesh', async () => {
      const { failed } = await throughOutage(story, ['--catch-up-time=0s']);
      expect(failed).toBeGreaterThan(100);
    });
  },
);
