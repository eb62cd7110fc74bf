import type { Rehearsal } from '../../simulation/rehearsal/rehearse.ts';
import { curvesOf } from './curves.ts';
import { hasFailed, type Study } from './study.ts';
import { counts, ending, factsOf, time } from './words.ts';

const COLUMNS = 60;
const BARS = '_▁▂▃▄▅▆▇█';

/** For a terminal. */
export const asText = (studies: readonly Study[]): string => studies.map(oneAsText).join('\n');

const oneAsText = (study: Study): string => {
  const { script, scenario, first, summary, advice, verdict } = study;
  const { name, namespace } = script.plan;
  const mark = verdict === undefined ? '' : hasFailed(study) ? ' ✗' : ' ✓';
  const facts = factsOf(study);
  const width = Math.max(...facts.map(({ what }) => what.length));
  return [
    `${name}.${namespace} in "${scenario.name}": ${ending(first)}${mark}`,
    '',
    ...first.moments.map(
      ({ atMs, type, message }) => `${time(atMs).padStart(9)} ${type === 'Warning' ? '!' : ' '} ${message}`,
    ),
    '',
    ...drawn(study),
    '',
    ...(summary.runs > 1 ? [`Of ${summary.runs} runs: ${counts(summary)}.`] : []),
    ...facts.map(({ what, value }) => `  ${what.padEnd(width)}  ${value}`),
    ...(script.madeUp.length === 0
      ? []
      : ['', `Made up, since no manifest has it: ${script.madeUp.join(', ')}.`]),
    ...(script.passedOver.length === 0 ? [] : ['', `Passed over: ${script.passedOver.join(', ')}.`]),
    ...(advice.length === 0 ? [] : ['', 'To improve it:', ...advice.map((line) => `  - ${line}`)]),
    '',
  ].join('\n');
};

/** The curves of the first run, a line each, with their largest value. */
const drawn = ({ script, first }: Study): readonly string[] => {
  const curves = curvesOf(script.plan, first);
  const width = Math.max(...curves.map(({ name }) => name.length));
  return [
    ...curves.map(({ name, points, unit, bound }) => {
      const values = sampled(points, first);
      const known = values.filter((value) => value !== undefined);
      const [low, high] = [Math.min(0, ...known), Math.max(...known, 0)];
      const line = values.map((value) => (value === undefined ? ' ' : bar(value, low, high))).join('');
      const most = known.length === 0 ? 'not judged' : `up to ${Number(high.toPrecision(4))}${unit}`;
      return `  ${name.padEnd(width)} ${line} ${most}${bound === undefined ? '' : `, passes at ${bound}`}`;
    }),
    `  ${''.padEnd(width)} 0s${time(first.endedAtMs).padStart(COLUMNS - 2)}`,
  ];
};

const bar = (value: number, low: number, high: number): string =>
  BARS[Math.round(((value - low) / (high - low || 1)) * (BARS.length - 1))] ?? ' ';

/** What holds at each column's time: a curve goes on at its last point. */
const sampled = (
  points: readonly { readonly atMs: number; readonly value: number }[],
  { endedAtMs }: Rehearsal,
): readonly (number | undefined)[] =>
  Array.from({ length: COLUMNS }, (_, column) => {
    const atMs = ((column + 0.5) / COLUMNS) * endedAtMs;
    return points.findLast((point) => point.atMs <= atMs)?.value;
  });
