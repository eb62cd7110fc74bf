import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ALERT_PROVIDER, CANARY, DEPLOYMENT, EVENT } from '../../../src/api/kinds.ts';
import { deployment, NAMESPACE } from '../../support/manifests.ts';
import { withSpec } from './circumstances.ts';
import { push } from './input.ts';
import { makeStage, type Stage, withImage } from './stage.ts';

const HANGS = 'http://team.test/';
/** From the new revision to its promotion, with a receiver or without one. */
const ROLLOUT_MS = 100_000;

let stage: Stage;
beforeEach(async () => {
  stage = await makeStage();
});
afterEach(() => stage.end());

const telling = async (address: string): Promise<void> => {
  await stage.create(ALERT_PROVIDER, {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'AlertProvider',
    metadata: { name: 'team', namespace: NAMESPACE },
    spec: { type: 'slack', address },
  });
  await stage.create(DEPLOYMENT, deployment('1.0.0'));
  const toTeam = push('analysis.alerts', { name: 'team', providerRef: { name: 'team' } });
  await stage.create(CANARY, withSpec(stage.good, toTeam));
  await stage.phaseIs('Initialized', 60_000);
  await stage.world.clock.advance(10_000);
  await stage.edit(DEPLOYMENT, 'podinfo', withImage('1.0.1'));
};

test('135: an address that is none is named, shown nowhere, and holds up nothing', async () => {
  await telling('htp://hooks.test/T0P/hunter2');
  await stage.phaseIs('Succeeded', ROLLOUT_MS);
  await stage.world.clock.advance(900_000);
  expect(stage.warnings).toContainEqual(
    expect.stringContaining('alert provider team.test: spec.address must be an http:// or https:// URL'),
  );
  const { items } = await stage.world.user.list(EVENT, { namespace: NAMESPACE }, stage.world.never);
  const shown = JSON.stringify([stage.warnings, stage.bugs, items, await stage.statusOf('podinfo')]);
  expect(shown).not.toContain('hunter2');
});

test('137: a receiver that takes everything and answers nothing holds up nothing', async () => {
  stage.world.outside.silent.add(HANGS);
  await telling(HANGS);
  await stage.phaseIs('Succeeded', ROLLOUT_MS);
  expect(stage.world.outside.calls.filter(({ url }) => url === HANGS).length).toBeGreaterThan(0);
  expect(stage.bugs).toEqual([]);
});
