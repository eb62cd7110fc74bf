import { adviceFor } from '../../simulation/rehearsal/advice.ts';
import { type Rehearsal, rehearse } from '../../simulation/rehearsal/rehearse.ts';
import { isHarmless, type Scenario, withoutHarm } from '../../simulation/rehearsal/scenario.ts';
import type { Script } from '../../simulation/rehearsal/script.ts';
import { judge, type Proportion, type Summary, summarise } from '../../simulation/rehearsal/summary.ts';
import { definitions } from '../assets.ts';
import { rehearseAll } from './pool.ts';

/** All that is known of one scenario once it has been rehearsed. */
export interface Study {
  readonly script: Script;
  readonly scenario: Scenario;
  /** The first run, with all its details. */
  readonly first: Rehearsal;
  /** All of them, the first too. */
  readonly all: readonly Rehearsal[];
  readonly summary: Summary;
  /** The release is as good as the baseline: a rollback of it is a false one. */
  readonly isHarmless: boolean;
  /** Of a release that differs: what becomes of one that is as good as the baseline. Only with more than one run. */
  readonly control: Summary | undefined;
  readonly verdict: { readonly holds: boolean; readonly asExpected: Proportion } | undefined;
  readonly advice: readonly string[];
}

export const study = async (
  script: Script,
  scenario: Scenario,
  { runs, seed, jobs }: { readonly runs: number; readonly seed: number; readonly jobs: number | undefined },
): Promise<Study> => {
  const first = await rehearse({ script, scenario, seed, definitions: definitions(), details: true });
  const seeds = Array.from({ length: runs - 1 }, (_, at) => seed + 1 + at);
  const all = [first, ...(await rehearseAll({ script, scenario, seeds }, jobs))];
  const harmless = isHarmless(scenario);
  const isCompared = !harmless && runs > 1;
  const control = isCompared
    ? summarise(await rehearseAll({ script, scenario: withoutHarm(scenario), seeds: [seed, ...seeds] }, jobs))
    : undefined;
  return {
    script,
    scenario,
    first,
    all,
    summary: summarise(all),
    isHarmless: harmless,
    control,
    verdict: scenario.expect === undefined ? undefined : judge(all, scenario.expect),
    advice: adviceFor(script, scenario),
  };
};

/** Where nothing is expected, either end will do, but not none. */
export const hasFailed = ({ verdict, summary }: Study): boolean =>
  verdict === undefined ? summary.undecided.count > 0 : !verdict.holds;
