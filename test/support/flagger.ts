import { CANARY, CONFIG_MAP, DEPLOYMENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import { CONFIG_CHECKSUM, FLAGGER_ID, RECORD_STAMP } from '../../src/api/identifiers.ts';
import type { Phase } from '../../src/domain/phase.ts';
import type { Scene } from './scene.ts';

type Raw = Record<string, any>;

const PROMOTED_HASH = '5d8c9bf64b';
const NEXT_HASH = '7c5b68f9c6';
const UUID = '0b6f2ef7-0d8a-4c6e-9d1c-0f5f3f2a9b11';

/** In all other phases it records neither weight nor iterations, whatever the routes say. */
const KEEPS_COUNTERS: ReadonlySet<string> = new Set<Phase>(['Progressing', 'Waiting', 'Promoting']);
/** It has recorded what the run analyses. */
const HAS_BEGUN: ReadonlySet<string> = new Set<Phase>([
  'Progressing',
  'WaitingPromotion',
  'Promoting',
  'Finalising',
  'Failed',
]);

/** The status that Flagger would have where this one is: no run, hashes of its own, one condition. */
const statusOfFlagger = (ours: Raw, iterations: number): Raw => {
  const phase = String(ours['phase']);
  const { canaryWeight, failedChecks, trackedConfigs, lastTransitionTime, conditions } = ours;
  const [{ observedGeneration: _, ...promoted }] = conditions;
  const waiting = phase === 'WaitingPromotion' ? iterations - 1 : 0;
  const counters = KEEPS_COUNTERS.has(phase)
    ? { canaryWeight, iterations: ours['iterations'] }
    : { canaryWeight: 0, iterations: waiting };
  return {
    phase,
    ...counters,
    failedChecks,
    trackedConfigs,
    lastTransitionTime,
    conditions: [promoted],
    lastAppliedSpec: HAS_BEGUN.has(phase) ? NEXT_HASH : PROMOTED_HASH,
    ...(phase === 'Initializing'
      ? {}
      : { lastPromotedSpec: phase === 'Succeeded' ? PROMOTED_HASH : PROMOTED_HASH }),
  };
};

/**
 * Stops the operator and takes its marks away: what is left is what Flagger leaves in a cluster. Its copies of
 * configs have no checksum, and a primary's pods a random id.
 */
export const leaveAsFlagger = async (scene: Scene): Promise<void> => {
  const { stage, world } = scene;
  await scene.stopOperator();
  await stage
    .change(VIRTUAL_SERVICE, 'podinfo', { metadata: { annotations: { [RECORD_STAMP]: null } } })
    .catch(() => undefined);
  await stage.change(CONFIG_MAP, 'settings-primary', {
    metadata: { annotations: { [CONFIG_CHECKSUM]: null } },
  });
  const template = { metadata: { annotations: { [FLAGGER_ID]: UUID } } };
  await stage.change(DEPLOYMENT, 'podinfo-primary', { spec: { template } });
  await world.clock.advance(30_000);
  const canary = await world.get(CANARY, 'podinfo');
  const { iterations = 0 } = (canary['spec'] as Raw)['analysis'];
  const resourceVersion = canary.metadata.resourceVersion ?? '';
  const status = statusOfFlagger(await world.status(), iterations);
  const left = { ...canary, metadata: { ...canary.metadata, resourceVersion }, status };
  await world.user.replace(CANARY, left, world.never, 'status');
};
