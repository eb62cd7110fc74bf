import { ONE_SIDED_LIMIT, type ScenarioResult } from './scenario-result.ts';

const HEALTHY_GOAL = 100_000;

const sum = (results: readonly ScenarioResult[], pick: (result: ScenarioResult) => number): number =>
  results.reduce((total, result) => total + pick(result), 0);

/** The scenarios with times and what users noticed, as a Markdown table. */
export const table = (results: readonly ScenarioResult[]): string => {
  const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [
    row('scenario', 'result', 's', 'requests', 'failed', 'notes'),
    row('---', '---', '---:', '---:', '---:', '---'),
    ...results
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ name, outcome, seconds, requests, errors, notes, failure }) =>
        row(
          name,
          outcome === 'failed' ? 'FAILED' : outcome,
          seconds,
          requests,
          errors,
          failure ?? notes.join('; '),
        ),
      ),
  ].join('\n');
};

/** What holds for the scenarios together, each as a claim and whether it is true. */
export const claims = (
  results: readonly ScenarioResult[],
): readonly { readonly claim: string; readonly holds: boolean }[] => {
  const healthy = results.filter(({ health, rollout }) => health === 'healthy' && rollout);
  const oneSided = results.filter(({ health }) => health === 'one-sided');
  const requests = sum(healthy, (result) => result.requests);
  const errors = sum(healthy, (result) => result.errors);
  const faulty = sum(oneSided, (result) => result.requests);
  const faultyErrors = sum(oneSided, (result) => result.errors);
  return [
    { claim: `healthy rollouts: ${errors} of ${requests} requests failed`, holds: errors === 0 },
    {
      claim: `healthy rollouts: ${requests} requests (at least ${HEALTHY_GOAL})`,
      holds: requests >= HEALTHY_GOAL,
    },
    {
      claim: `faults with one healthy side: ${faultyErrors} of ${faulty} requests failed (at most 0.01 %)`,
      holds: faultyErrors <= faulty * ONE_SIDED_LIMIT,
    },
  ];
};
