import { escaped } from './escaped.ts';
import { hasFailed, type Study } from './study.ts';
import { ending, factsOf } from './words.ts';

/** One test case a scenario, as CI systems read it. */
export const asJunit = (studies: readonly Study[]): string => {
  const failures = studies.filter(hasFailed).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="serinette simulate" tests="${studies.length}" failures="${failures}">`,
    `  <testsuite name="serinette simulate" tests="${studies.length}" failures="${failures}">`,
    ...studies.flatMap(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

const testCase = (study: Study): readonly string[] => {
  const { script, scenario, first } = study;
  const { name, namespace } = script.plan;
  const told = [
    ending(first),
    ...factsOf(study).map(({ what, value }) => `${what}: ${value}`),
    ...study.advice,
  ].join('\n');
  const expected = scenario.expect?.text ?? 'a rollout that ends';
  return [
    // The time is virtual: what the rollout would have taken.
    `    <testcase classname="${escaped(`${namespace}.${name}`)}" name="${escaped(scenario.name)}" time="${(first.endedAtMs / 1000).toFixed(3)}">`,
    ...(hasFailed(study)
      ? [`      <failure message="${escaped(`expected ${expected}; ${ending(first)}`)}"/>`]
      : []),
    `      <system-out>${escaped(told)}</system-out>`,
    '    </testcase>',
  ];
};
