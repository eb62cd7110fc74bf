import type { Random } from '../../../src/runtime/clock.ts';
import { seeded } from '../../../src/runtime/seeded.ts';
import {
  type Fault,
  type Happening,
  type HookType,
  type Kind,
  type Side,
  type State,
  STATES,
  type Story,
} from './story.ts';
import { WORKLOADS } from './workloads.ts';

/** Until faults end. */
export const FAULTY_MS = 150_000;
const MOST_FAULTS = 10;

/** The latest time at which a fault begins to wait for a state. */
const EARLIEST_MS: Readonly<Record<State, number>> = {
  Initializing: -20_000,
  Initialized: -10_000,
  Waiting: 0,
  Progressing: 60_000,
  WaitingPromotion: 20_000,
  Promoting: 30_000,
  Finalising: 30_000,
  'rolling back': 30_000,
  Succeeded: 100_000,
  Failed: 60_000,
};

interface Dice {
  readonly random: Random;
  readonly one: <T>(from: readonly T[]) => T;
  /** A whole number from `least` to `most`. */
  readonly whole: (least: number, most: number) => number;
}

const diceOf = (seed: number): Dice => {
  const random = seeded(seed);
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  return { random, whole, one: (from) => from[whole(0, from.length - 1)] as (typeof from)[number] };
};

const SIDES: readonly Side[] = ['target', 'primary'];
const HOOKS: readonly HookType[] = ['confirm-rollout', 'pre-rollout', 'rollout', 'confirm-promotion'];
const RESOURCES = ['canaries', 'deployments', 'virtualservices', 'services', 'endpointslices'] as const;

const span = ({ whole }: Dice): number => whole(1, 60) * 1000;

/** How each kind of fault is drawn. */
const DRAWN: { readonly [K in Kind]: (dice: Dice) => Extract<Happening, { kind: K }> } = {
  kill: ({ whole }) => ({ kind: 'kill', downMs: whole(0, 20) * 1000 }),
  'kill at write': ({ whole, one }) => ({
    kind: 'kill at write',
    nth: whole(1, 4),
    position: one(['before', 'unanswered', 'answered']),
    downMs: whole(0, 20) * 1000,
  }),
  restart: () => ({ kind: 'restart' }),
  pause: (dice) => ({ kind: 'pause', forMs: span(dice), takeOver: dice.random() < 0.6 }),
  'second leader': (dice) => ({ kind: 'second leader', forMs: span(dice), lagMs: dice.whole(0, 12) * 1000 }),
  lag: (dice) => ({
    kind: 'lag',
    byMs: dice.one([50, 500, 3_000, 15_000]),
    forMs: span(dice),
    ...(dice.random() < 0.6 ? { only: dice.one(RESOURCES) } : {}),
  }),
  'watches cut': () => ({ kind: 'watches cut' }),
  'history gone': () => ({ kind: 'history gone' }),
  'API away': (dice) => ({ kind: 'API away', forMs: span(dice) }),
  'call fails': ({ whole, one }) => ({
    kind: 'call fails',
    nth: whole(1, 6),
    code: one(['CONFLICT', 'UNAVAILABLE', 'TIMEOUT', 'FORBIDDEN', 'NOT_FOUND']),
    when: one(['before', 'after']),
  }),
  'calls slow': (dice) => ({ kind: 'calls slow', byMs: dice.one([200, 2_000, 8_000]), forMs: span(dice) }),
  refused: (dice) => ({
    kind: 'refused',
    plural: dice.one(['virtualservices', 'deployments', 'services', 'destinationrules']),
    code: dice.one(['REJECTED', 'FORBIDDEN']),
    forMs: span(dice),
  }),
  'fighting writer': (dice) => ({ kind: 'fighting writer', forMs: dice.whole(1, 20) * 1000 }),
  'clock jumps': ({ one }) => ({
    kind: 'clock jumps',
    byMs: one([-3_600_000, -300_000, 5_000, 300_000, 3_600_000]),
  }),
  'bad metrics': (dice) => ({ kind: 'bad metrics', forMs: span(dice) }),
  'no metrics': (dice) => ({ kind: 'no metrics', how: dice.one(['none', 'down']), forMs: span(dice) }),
  'nonsense metrics': (dice) => ({
    kind: 'nonsense metrics',
    how: dice.one([
      'not a number',
      'infinite',
      'a flood',
      'several series',
      'a matrix',
      'an error',
      'a page',
      'status 500',
    ]),
    // Long enough for a round to hear it.
    forMs: dice.whole(20, 90) * 1000,
  }),
  'hook closed': (dice) => ({ kind: 'hook closed', hook: dice.one(HOOKS), forMs: span(dice) }),
  'hook silent': (dice) => ({ kind: 'hook silent', hook: dice.one(HOOKS), forMs: span(dice) }),
  'rollback asked': (dice) => ({ kind: 'rollback asked', forMs: dice.whole(11, 30) * 1000 }),
  'new revision': ({ one }) => ({
    kind: 'new revision',
    version: one(['2.0.0', '3.0.0', '4.0.0-unready', '5.0.0-crash']),
  }),
  'old revision': () => ({ kind: 'old revision' }),
  'config changed': ({ one }) => ({ kind: 'config changed', value: one(['red', 'green', 'blue']) }),
  'spec edited': ({ one }) => ({
    kind: 'spec edited',
    stepWeight: one([10, 20, 50]),
    interval: one(['10s', '12s', '20s']),
  }),
  suspended: (dice) => ({ kind: 'suspended', forMs: span(dice) }),
  'spec mistaken': (dice) => ({
    kind: 'spec mistaken',
    how: dice.one(['too much weight', 'unrenderable query']),
    forMs: dice.whole(30, 90) * 1000,
  }),
  'bad neighbour': () => ({ kind: 'bad neighbour' }),
  command: ({ one }) => ({ kind: 'command', verb: one(['promote', 'rollback', 'halt', 'retry', 'approve']) }),
  'routes edited': ({ whole }) => ({ kind: 'routes edited', canary: whole(0, 100) }),
  'foreign annotation': () => ({ kind: 'foreign annotation' }),
  'scaled by hand': ({ one }) => ({ kind: 'scaled by hand', side: one(SIDES), replicas: one([0, 0, 1, 4]) }),
  'pods killed': ({ one }) => ({ kind: 'pods killed', side: one(SIDES) }),
  deleted: ({ one }) => ({
    kind: 'deleted',
    what: one(['VirtualService', 'Service', 'primary', 'DestinationRule']),
  }),
  'GitOps reverts': (dice) => ({ kind: 'GitOps reverts', forMs: span(dice) }),
};

export const KINDS = Object.keys(DRAWN) as readonly Kind[];

/** Nobody would notice them but an analysis. */
const OF_ANALYSIS: ReadonlySet<Kind> = new Set<Kind>([
  'bad metrics',
  'no metrics',
  'nonsense metrics',
  'spec mistaken',
]);

/** A story by its seed. As in swarm testing each one knows only some of the kinds, so that rare pairs meet often. */
export const drawStory = (seed: number): Story => {
  const dice = diceOf(seed);
  const share = dice.one([0.15, 0.4, 1]);
  const known = KINDS.filter(() => dice.random() < share);
  const count = known.length === 0 ? 0 : dice.whole(0, MOST_FAULTS);
  const faults = Array.from({ length: count }, (): Fault => {
    const happening = DRAWN[dice.one(known)](dice);
    const atMs = dice.whole(-20, FAULTY_MS / 1000) * 1000 + dice.whole(0, 999);
    if (OF_ANALYSIS.has(happening.kind))
      return { atMs: Math.min(atMs, 30_000), state: 'Progressing', ...happening };
    if (dice.random() < 0.5) return { atMs, ...happening };
    // Some states are short: a fault that waits for one meets it.
    const state = dice.one(STATES);
    return { atMs: Math.min(atMs, EARLIEST_MS[state]), state, ...happening };
  });
  return {
    seed,
    workload: dice.one(WORKLOADS).name,
    faults: faults.toSorted((a, b) => a.atMs - b.atMs),
  };
};
