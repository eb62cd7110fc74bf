import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Answer, isError, tally, totalOf, windowsOf } from './answers.ts';
import { type Health, ONE_SIDED_LIMIT, RESULTS_FILE, type ScenarioResult } from './scenario-result.ts';
import { settings } from './settings.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

export interface ScenarioOptions extends Omit<StageOptions, 'name'> {
  readonly health: Health;
  /** False: its requests say nothing about rollouts. */
  readonly rollout?: false;
  /** Sets up what the Canary needs before it is applied. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  /** Undoes what is not in the namespace. */
  readonly cleanUp?: (stage: Stage) => Promise<void>;
  /** Why it cannot run here. */
  readonly skip?: string | undefined;
  /** Given instead of version 1.0.0, initialised and with users. */
  readonly bare?: boolean;
}

type Step = <T>(what: string, body: () => T | Promise<T>) => Promise<T>;

export interface Scene {
  readonly stage: Stage;
  readonly when: Step;
  readonly then: Step;
  /** Adds a figure to the scenario's line in the table. */
  readonly note: (text: string) => void;
}

const record = (result: ScenarioResult): void => {
  mkdirSync(settings.results, { recursive: true });
  appendFileSync(join(settings.results, RESULTS_FILE), `${JSON.stringify(result)}\n`);
};

/** A story on a real cluster: given version 1.0.0 that is initialised and has users; when …; then …. */
export const scenario = (
  name: string,
  options: ScenarioOptions,
  body: (scene: Scene) => Promise<void>,
): void => {
  const kind = { name, health: options.health, rollout: options.rollout ?? true };
  if (options.skip !== undefined) {
    record({
      ...kind,
      outcome: 'skipped',
      seconds: 0,
      requests: 0,
      errors: 0,
      notes: [options.skip],
    });
    test.skip(`${name}: ${options.skip}`, () => undefined);
    return;
  }
  test(
    name,
    async () => {
      const began = performance.now();
      const notes: string[] = [];
      const stage = await openStage({ ...options, name });
      let answers: readonly Answer[] = [];
      let step = 'given version 1.0.0 with users';
      const following =
        (word: string): Step =>
        async (what, act) => {
          step = `${word} ${what}`;
          return await act();
        };
      const finish = (failure?: string): void =>
        record({
          ...kind,
          outcome: failure === undefined ? 'passed' : 'failed',
          seconds: Math.round((performance.now() - began) / 1_000),
          requests: answers.length,
          errors: answers.filter(isError).length,
          notes,
          ...(failure === undefined ? {} : { failure }),
        });
      try {
        await options.prepare?.(stage);
        if (options.bare !== true) await given(stage);
        await body({
          stage,
          when: following('when'),
          then: following('then'),
          note: (text) => notes.push(text),
        });
        step = 'then users noticed no more than they may';
        answers = await stage.lastAnswers();
        expectHealth(options.health, answers, stage.rps);
        finish();
      } catch (thrown) {
        const path = await stage.dump();
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        finish(`${step}: ${message.split('\n')[0] ?? ''} (${path})`);
        throw new Error(`${name}: ${step}: ${message}\n(objects, Events and logs: ${path})`, {
          cause: thrown,
        });
      } finally {
        if (!settings.keep) await options.cleanUp?.(stage);
        await stage.close();
      }
    },
    LIMIT_MS,
  );
};

/** Above the sum of all that any scenario waits for: each wait has its own limit, and says what it waited for. */
const LIMIT_MS = 1_200_000;

const given = async (stage: Stage): Promise<void> => {
  await stage.release('1.0.0');
  await stage.applyCanary();
  await stage.untilPhase('Initialized', 120);
  await stage.startUsers();
};

/** Fewer requests than users send in this time prove nothing. */
const ENOUGH_S = 10;

const expectHealth = (health: Health, answers: readonly Answer[], rps: number): void => {
  expect(answers.length).toBeGreaterThanOrEqual(rps * ENOUGH_S);
  const errors = answers.filter(isError);
  if (health === 'healthy') expect(`${errors.length} errors: ${tally(errors)}`).toBe('0 errors: ');
  if (health === 'one-sided' && errors.length > answers.length * ONE_SIDED_LIMIT)
    throw new Error(`${errors.length} of ${answers.length} requests failed: ${tally(errors)}`);
};

/** The widest difference between the recorded weight and what clients saw, in points of a hundred. */
const SPLIT_TOLERANCE = 3;
/** From so many requests on, chance alone is not worth mentioning. */
const MANY_REQUESTS = 2_500;

/** What chance may add among fewer requests, in points of a hundred: three standard deviations. */
export const chance = (weight: number, requests: number): number =>
  requests >= MANY_REQUESTS ? 0 : 300 * Math.sqrt(((weight / 100) * (1 - weight / 100)) / requests);

/**
 * Clients saw the recorded weights, ±3 points and what chance adds among few requests, in each time between two changes
 * of the route and over all of them; and no weight went by that they did not see.
 */
export const expectSplit = async (
  { stage, note }: Pick<Scene, 'stage' | 'note'>,
  canaryVersion: string,
): Promise<void> => {
  // In promotion the primary serves the new version, too.
  const endMs = stage.moments().find(({ phase }) => phase === 'Promoting')?.at ?? Date.now();
  const changes = stage.routes().filter(({ at }) => at < endMs);
  const isSplit = (weight: number): boolean => weight > 0 && weight < 100;
  const windows = windowsOf(changes, await stage.answers(), canaryVersion, endMs).filter(({ weight }) =>
    isSplit(weight),
  );
  const recorded = new Set(changes.map(({ canaryWeight }) => canaryWeight).filter(isSplit));
  expect(new Set(windows.map(({ weight }) => weight))).toEqual(recorded);
  const total = totalOf(windows);
  note(`split ${total.observed.toFixed(1)} of ${total.weight.toFixed(1)} %`);
  expect(total.requests).toBeGreaterThan(0);
  expect(windows.filter(({ observed }) => observed === 0)).toEqual([]);
  for (const { weight, requests, observed } of [...windows, total]) {
    const within = Math.abs(observed - weight) <= SPLIT_TOLERANCE + chance(weight, requests);
    expect({ weight, requests, observed, within }).toEqual({ weight, requests, observed, within: true });
  }
};

/** Each came an interval or more after the one before. */
export const expectSpacing = (changes: readonly { readonly at: number }[], intervalMs: number): void => {
  const gaps = changes.slice(1).map(({ at }, index) => at - (changes[index]?.at ?? NaN));
  // The moments are those at which the watch told us: half a second for the way.
  expect(gaps.filter((gap) => !(gap > intervalMs - 500))).toEqual([]);
};
