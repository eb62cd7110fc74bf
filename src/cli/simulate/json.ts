import { curvesOf } from './curves.ts';
import { hasFailed, type Study } from './study.ts';

/** One object with all that is known, for programs; times in milliseconds, shares from 0 to 1. */
export const asJson = (studies: readonly Study[]): string =>
  `${JSON.stringify({ scenarios: studies.map(oneAsObject) }, undefined, 2)}\n`;

const oneAsObject = (study: Study) => {
  const { script, scenario, first, summary, control, verdict, advice, isHarmless } = study;
  const { moments, weights: _, measured: __, ...run } = first;
  return {
    canary: { namespace: script.plan.namespace, name: script.plan.name },
    scenario: scenario.name,
    ...(scenario.expect === undefined
      ? {}
      : { expect: scenario.expect.text, holds: verdict?.holds ?? false }),
    failed: hasFailed(study),
    releaseIsAsGood: isHarmless,
    first: { ...run, events: moments, curves: curvesOf(script.plan, first) },
    summary,
    ...(control === undefined ? {} : { control }),
    ...(verdict === undefined ? {} : { asExpected: verdict.asExpected }),
    madeUp: script.madeUp,
    passedOver: script.passedOver,
    advice,
  };
};
