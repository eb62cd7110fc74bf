import { expect, test } from '@jest/globals';
import type { HookPlan } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import type { Answer, Question } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { makeAsker } from './ask.ts';

const never = new AbortController().signal;
const PASS: Answer = { outcome: 'pass' };

const hook = (name: string, url = 'http://h'): Question => ({
  kind: 'hook',
  hook: { name, url, type: 'rollout' } as HookPlan,
});

const at = (tick: number, askableAt = 0) => ({
  plan: { uid: 'u', target: { name: 'podinfo' } } as unknown as Plan,
  seen: { askableAt, status: { phase: 'Progressing', run: { id: 'r', tick } } } as unknown as Snapshot,
});

/** An asker whose hooks answer from a table, and what was asked of them. */
const stage = (answers: Readonly<Record<string, Answer>> = {}) => {
  const asked: string[] = [];
  const never = () => Promise.reject(new Error('not asked for'));
  const asker = makeAsker({
    live: { config: never, endpoints: never },
    hook: ({ name }) => {
      asked.push(name);
      return Promise.resolve(answers[name] ?? PASS);
    },
    metric: never,
  });
  return { asker, asked };
};

test('stops at the first answer that halts', async () => {
  const { asker, asked } = stage({ b: { outcome: 'fail', message: 'no' } });
  const verdicts = await asker.ask([hook('a'), hook('b'), hook('c')], at(1), never);
  expect(asked).toEqual(['a', 'b']);
  expect(verdicts.map(({ answer }) => answer.outcome)).toEqual(['pass', 'fail']);
});

test('asks nothing twice in a tick, and everything again in the next tick or look', async () => {
  const { asker, asked } = stage();
  for (const moment of [at(1), at(1), at(2), at(2), at(2, 5_000)]) {
    expect(await asker.ask([hook('a')], moment, never)).toHaveLength(1);
  }
  expect(asked).toEqual(['a', 'a', 'a']);
});

test('asks each of two hooks that bear the same name', async () => {
  const { asker, asked } = stage();
  await asker.ask([hook('a'), hook('a', 'http://other')], at(1), never);
  expect(asked).toEqual(['a', 'a']);
});

test('knows nothing of a Canary that was forgotten', async () => {
  const { asker, asked } = stage();
  await asker.ask([hook('a')], at(1), never);
  asker.forget('u');
  await asker.ask([hook('a')], at(1), never);
  expect(asked).toEqual(['a', 'a']);
});

test('asks nothing for a Canary that is refused', async () => {
  const { asker, asked } = stage();
  const refused = { plan: { reason: 'InvalidSpec' as const, issues: [] }, seen: at(1).seen };
  expect(await asker.ask([hook('a')], refused, never)).toEqual([]);
  expect(asked).toEqual([]);
});
