import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../../test/builders/plan.ts';
import { aRun, aStatus } from '../../../test/builders/status.ts';
import type { Run, Status } from '../../domain/status.ts';
import { isOtherStrategy, moveOf } from './strategy.ts';

const COUNTED = { stepWeight: undefined, maxWeight: undefined, iterations: 3 };
const BETA = [{ headers: { 'x-beta': { exact: 'yes' } } }];
const KUBERNETES = { provider: 'kubernetes' };
const HEALING = { reason: 'PromotionFailed' } as const;

interface Row {
  readonly name: string;
  readonly analysis?: Record<string, unknown>;
  readonly spec?: Record<string, unknown>;
  readonly status?: Partial<Status>;
  readonly run?: Partial<Run>;
  readonly is: Record<string, unknown>;
}

const rows: readonly Row[] = [
  {
    name: 'weights begin with the first rung',
    status: { canaryWeight: 0 },
    is: { kind: 'advance', weight: 10, mirrored: false, iterations: 0, gate: 'confirm-traffic-increase' },
  },
  {
    name: 'weights begin with copies where that is asked for',
    analysis: { mirror: true },
    status: { canaryWeight: 0 },
    is: { weight: 0, mirrored: true, message: 'Advance podinfo.test canary weight 0' },
  },
  {
    name: 'the first weight takes the place of copies',
    analysis: { mirror: true },
    status: { canaryWeight: 0 },
    run: { mirrored: true },
    is: { weight: 10, mirrored: false, message: 'Advance podinfo.test canary weight 10' },
  },
  {
    name: 'mirroring that is asked for in mid-run takes no weight back',
    analysis: { mirror: true },
    is: { weight: 20, mirrored: false },
  },
  {
    name: 'A/B testing sends all that match from the first round on, without a gate',
    analysis: { ...COUNTED, match: BETA },
    status: { canaryWeight: 0 },
    is: {
      weight: 100,
      mirrored: false,
      iterations: 1,
      gate: undefined,
      message: 'Advance podinfo.test canary iteration 1/3',
    },
  },
  {
    name: 'A/B testing only counts from then on',
    analysis: { ...COUNTED, match: BETA },
    status: { canaryWeight: 100, iterations: 2 },
    is: { weight: 100, iterations: 3, message: 'Advance podinfo.test canary iteration 3/3' },
  },
  {
    name: 'A/B testing promotes after its last round',
    analysis: { ...COUNTED, match: BETA },
    status: { canaryWeight: 100, iterations: 3 },
    is: { kind: 'promote' },
  },
  {
    name: 'A/B testing promotes when there are fewer rounds to go than have passed',
    analysis: { ...COUNTED, match: BETA },
    status: { canaryWeight: 100, iterations: 7 },
    is: { kind: 'promote' },
  },
  {
    name: 'Blue/Green counts without users',
    analysis: COUNTED,
    status: { canaryWeight: 0, iterations: 0 },
    is: { weight: 0, mirrored: false, iterations: 1, gate: undefined },
  },
  {
    name: 'Blue/Green mirrors in all of its rounds',
    analysis: { ...COUNTED, mirror: true },
    status: { canaryWeight: 0, iterations: 1 },
    run: { mirrored: true },
    is: { weight: 0, mirrored: true, iterations: 2 },
  },
  {
    name: 'Blue/Green gives everyone to the canary, with the gate of the promotion before it',
    analysis: COUNTED,
    status: { canaryWeight: 0, iterations: 3 },
    is: {
      weight: 100,
      iterations: 4,
      gate: 'confirm-promotion',
      message: 'Routing all traffic to canary',
    },
  },
  {
    name: 'Blue/Green stops mirroring with that',
    analysis: { ...COUNTED, mirror: true },
    status: { canaryWeight: 0, iterations: 3 },
    run: { mirrored: true },
    is: {
      weight: 100,
      mirrored: false,
      message: 'Stop traffic mirroring and route all traffic to canary',
    },
  },
  {
    name: 'Blue/Green switches although fewer rounds are asked for by now',
    analysis: COUNTED,
    status: { canaryWeight: 0, iterations: 9 },
    is: { weight: 100, iterations: 4 },
  },
  {
    name: 'Blue/Green promotes after a round with everyone',
    analysis: COUNTED,
    status: { canaryWeight: 100, iterations: 4 },
    is: { kind: 'promote' },
  },
  {
    name: 'without routes a round passes in place of the switch',
    analysis: COUNTED,
    spec: KUBERNETES,
    status: { canaryWeight: 0, iterations: 3 },
    is: { weight: 0, iterations: 4, gate: 'confirm-promotion', message: undefined },
  },
  {
    name: 'without routes the round after that promotes',
    analysis: COUNTED,
    spec: KUBERNETES,
    status: { canaryWeight: 0, iterations: 4 },
    is: { kind: 'promote' },
  },
  {
    name: 'a run that heals counts with everyone on the canary',
    analysis: { ...COUNTED, mirror: true },
    status: { canaryWeight: 100, iterations: 0 },
    run: HEALING,
    is: { weight: 100, mirrored: false, iterations: 1 },
  },
  {
    name: 'a run that heals promotes without a switch, there is none to make',
    analysis: COUNTED,
    status: { canaryWeight: 100, iterations: 3 },
    run: HEALING,
    is: { kind: 'promote' },
  },
];

describe('the next round:', () => {
  test.each(rows)('$name', ({ analysis, spec, status, run, is }) => {
    const record = aStatus({ ...status });
    expect(moveOf(aPlan(analysis, spec), record, aRun(run))).toMatchObject(is);
  });
});

describe('a run begins anew', () => {
  test.each([
    { name: 'when iterations take the place of weights', analysis: COUNTED, run: {}, is: true },
    { name: 'when a match narrows its users', analysis: { match: BETA }, run: {}, is: true },
    { name: 'when its match is gone', analysis: {}, run: { audience: 'matched' } as const, is: true },
    { name: 'not when its steps change', analysis: { stepWeight: 33 }, run: {}, is: false },
    {
      name: 'not when another match is asked for',
      analysis: { match: [{ sourceLabels: { app: 'front' } }] },
      run: { audience: 'matched' } as const,
      is: false,
    },
    {
      name: 'not when it serves everyone to heal a broken primary',
      analysis: { match: BETA },
      run: HEALING,
      is: false,
    },
  ])('$name', ({ analysis, run, is }) => {
    expect(isOtherStrategy(aPlan(analysis), aRun(run))).toBe(is);
  });
});
