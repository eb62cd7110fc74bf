import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../../src/api/kinds.ts';
import type { KubeObject } from '../../../src/api/objects.ts';
import { deployment } from '../../support/manifests.ts';
import type { Spec } from './input.ts';
import { INPUTS } from './inputs.ts';
import { expectTold } from './expect-told.ts';
import { makeStage, refusalOf, type Stage } from './stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await makeStage();
});

afterEach(async () => {
  await stage.end();
});

const bad = (good: KubeObject, edit: (spec: Spec) => void): KubeObject => {
  const object = structuredClone(good) as Spec;
  edit(object['spec']);
  return object as KubeObject;
};

describe('a Canary that is created with', () => {
  test.each(INPUTS)('$row: $what', async ({ edit, told }) => {
    const { world, good } = stage;
    await stage.create(DEPLOYMENT, deployment('1.0.0'));
    const refusal = await refusalOf(() => stage.create(CANARY, bad(good, edit)));
    await world.clock.advance(3_000);
    await expectTold(stage, told, refusal);
    if (told.by !== 'nobody' && told.by !== 'Event')
      expect((await world.deployment('podinfo'))['spec'].replicas).toBe(2);
    if (refusal === undefined)
      await stage.edit(CANARY, 'podinfo', (object) => (object['spec'] = good['spec']));
    else await stage.create(CANARY, good);
    await stage.phaseIs('Initialized', 60_000);
    expect((await stage.condition('Accepted'))['status']).toBe('True');
    expect(stage.bugs).toEqual([]);
  });
});
