import type { Study } from '../../src/cli/simulate/study.ts';
import { parseScenario } from '../../src/simulation/rehearsal/parse-scenario.ts';
import type { Rehearsal } from '../../src/simulation/rehearsal/rehearse.ts';
import type { Scenario } from '../../src/simulation/rehearsal/scenario.ts';
import { type Script, scriptFor } from '../../src/simulation/rehearsal/script.ts';
import { judge, summarise } from '../../src/simulation/rehearsal/summary.ts';
import { aCanary } from './plan.ts';

export const aScript = (
  analysis: Record<string, unknown> = {},
  spec: Record<string, unknown> = {},
): Script => {
  const found = scriptFor([aCanary(analysis, spec)], undefined);
  if ('problem' in found) throw new Error(found.problem);
  return found.script;
};

export const aScenario = (document: Record<string, unknown> = {}): Scenario => {
  const parsed = parseScenario(document, 'a day');
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.scenario;
};

/** Promoted after six minutes, with one measurement. */
export const aRehearsal = (over: Partial<Rehearsal> = {}): Rehearsal => ({
  seed: 1,
  result: 'promoted',
  endedAtMs: 360_000,
  holding: '',
  firstFailureAtMs: undefined,
  awayAtMs: undefined,
  requests: 1000,
  failed: 3,
  exposed: 250,
  exposedFailed: 2,
  moments: [],
  weights: [
    { atMs: 60_000, weight: 10 },
    { atMs: 355_000, weight: 0 },
  ],
  measured: [{ atMs: 120_000, metric: 'request-success-rate', value: 99.5 }],
  ...over,
});

export const aStudy = (
  all: readonly Rehearsal[] = [aRehearsal()],
  { script = aScript(), scenario = aScenario(), ...over }: Partial<Study> = {},
): Study => {
  const [first] = all;
  if (first === undefined) throw new Error('a study has at least one run');
  return {
    script,
    scenario,
    first,
    all,
    summary: summarise(all),
    isHarmless: true,
    control: undefined,
    verdict: scenario.expect === undefined ? undefined : judge(all, scenario.expect),
    advice: [],
    ...over,
  };
};
