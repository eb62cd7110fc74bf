import { scenarios } from '../../support/rollouts.ts';
import { type CrashRun, differenceAt, pointsOf, runWithCrashes } from '../explore/crash-points.ts';
import type { Finding } from './finding.ts';

type Scenario = (typeof scenarios)[number];

/** A crash around every write of each scenario: what is wrong on the way, or ends otherwise than without it. */
export const crashed = async (): Promise<Finding | undefined> => {
  for (const scenario of scenarios) {
    const found = await crashedIn(scenario);
    if (found !== undefined) return found;
  }
  return undefined;
};

const crashedIn = async (scenario: Scenario): Promise<Finding | undefined> => {
  let where = scenario.name;
  try {
    const reference = await runWithCrashes(scenario);
    const [first] = reference.wrong;
    if (first !== undefined) return findingOf(where, first);
    for (const point of pointsOf(reference)) {
      where = `${scenario.name}, write ${point.k} ${point.position}`;
      const [wrong] = (await differenceAt(scenario, reference, [point])).wrong;
      if (wrong !== undefined) return findingOf(where, wrong);
    }
    return undefined;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { where, predicate: 'L-01', message: message.slice(0, 300) };
  }
};

/** A line names its predicate first; one that does not is about the end. */
const findingOf = (where: string, wrong: CrashRun['wrong'][number]): Finding => {
  const [, id, message] = /^([SL]-\d+): (.*)$/s.exec(wrong) ?? [];
  return { where, predicate: id ?? 'same end', message: (message ?? wrong).slice(0, 300) };
};
