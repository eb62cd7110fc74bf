import type { Rehearsal } from '../../simulation/rehearsal/rehearse.ts';
import type { Curve } from './curves.ts';
import { escaped } from './escaped.ts';
import { clockStep, roundStep, ticksAround } from './ticks.ts';
import { time } from './words.ts';

/** Of the drawing; the page scales it. */
const WIDTH = 560;
const HEIGHT = 190;
const LEFT = 58;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 26;
const MOST_STEPS = 5;

interface Scale {
  readonly x: (atMs: number) => number;
  readonly y: (value: number) => number;
  readonly values: readonly number[];
}

/** A curve over the time of a run, with the bounds that values must keep and the warnings of the run. */
export const plotOf = (curve: Curve, run: Rehearsal): string => {
  const { endedAtMs } = run;
  const points = curve.points.filter(({ atMs }) => atMs <= endedAtMs + JUST_AFTER_MS);
  const label = `${curve.name}${curve.bound === undefined ? '' : `, passes at ${curve.bound}`}`;
  const scale = scaleOf({ ...curve, points }, endedAtMs);
  return figure(label, [
    ...grid(scale, curve.unit),
    ...clock(scale, endedAtMs),
    ...boundsOf(curve, scale),
    ...warningsOf(run, scale),
    points.length === 0 ? notJudged() : drawn({ ...curve, points }, scale, endedAtMs),
  ]);
};

/** Some values in columns: how many lie where. */
export const distributionOf = (
  name: string,
  values: readonly number[],
  { unit, told }: { readonly unit: 'time' | 'share'; readonly told: (value: number) => string },
): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = unit === 'time' ? clockStep(most - least, COLUMNS) : roundStep(most - least, COLUMNS);
  const edges = ticksAround(least, most, step);
  const columns = edges.length > 1 ? edges.slice(0, -1) : edges;
  const first = columns[0] ?? 0;
  const counts = columns.map(() => 0);
  for (const value of values) {
    const column = Math.min(Math.floor((value - first) / step + 1e-9), counts.length - 1);
    counts[column] = (counts[column] ?? 0) + 1;
  }
  const highest = Math.max(...counts);
  const width = (WIDTH - LEFT - RIGHT) / Math.max(columns.length, LEAST_COLUMNS);
  const y = (count: number): number => HEIGHT - BOTTOM - (count / highest) * (HEIGHT - TOP - BOTTOM);
  return figure(`${name}, in ${values.length} runs`, [
    `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>`,
    `<text class="value" x="${LEFT - 6}" y="${TOP + 4}">${highest}</text>`,
    `<text class="value" x="${LEFT - 6}" y="${HEIGHT - BOTTOM + 4}">0</text>`,
    ...columns.map((from, column) => {
      const [count, x] = [counts[column] ?? 0, LEFT + column * width];
      const says = `${told(from)} to ${told(from + step)}: ${count}`;
      return `<rect class="column" x="${at(x + 1)}" y="${at(y(count))}" width="${at(width - 2)}" height="${at(HEIGHT - BOTTOM - y(count))}"><title>${escaped(says)}</title></rect>${
        column % Math.ceil(columns.length / MOST_STEPS) === 0
          ? `<text class="time" x="${at(x)}" y="${HEIGHT - 8}">${escaped(told(from))}</text>`
          : ''
      }`;
    }),
  ]);
};

const COLUMNS = 12;
/** So that two columns do not fill the drawing. */
const LEAST_COLUMNS = 8;
/** What a run measures last is noted a moment after its end. */
const JUST_AFTER_MS = 2_000;

const figure = (label: string, parts: readonly string[]): string =>
  `<figure><figcaption>${escaped(label)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(label)}">
${parts.join('')}
</svg></figure>
`;

const at = (coordinate: number): string => coordinate.toFixed(1);

/** With room for what is measured and for the bounds, between round numbers. */
const scaleOf = ({ points, bounds, unit }: Curve, endedAtMs: number): Scale => {
  const shown = [...points.map(({ value }) => value), bounds?.min, bounds?.max].filter(
    (value) => value !== undefined,
  );
  const values = valueTicks(shown, unit === ' %' ? 100 : Infinity);
  const [low, high] = [values[0] ?? 0, values.at(-1) ?? 1];
  return {
    values,
    x: (atMs) => LEFT + (Math.min(atMs, endedAtMs) / (endedAtMs || 1)) * (WIDTH - LEFT - RIGHT),
    y: (value) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM),
  };
};

/** One value alone is shown above zero. */
const valueTicks = (shown: readonly number[], ceiling: number): readonly number[] => {
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  if (shown.length === 0) return [0, 1];
  if (least === most)
    return ticksAround(Math.min(0, least), Math.max(0, most) || 1, roundStep(Math.abs(most), MOST_STEPS));
  const margin = (most - least) * 0.05;
  const [low, high] = [least >= 0 ? Math.max(0, least - margin) : least - margin, most + margin];
  const step = roundStep(high - low, MOST_STEPS);
  return ticksAround(low, most <= ceiling ? Math.min(high, ceiling) : high, step);
};

const grid = ({ y, values }: Scale, unit: string): readonly string[] =>
  values.map(
    (value) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(value))}" y2="${at(y(value))}"/><text class="value" x="${LEFT - 6}" y="${at(y(value) + 4)}">${value}${escaped(unit)}</text>`,
  );

const clock = ({ x }: Scale, endedAtMs: number): readonly string[] => {
  const step = clockStep(endedAtMs, MOST_STEPS + 1);
  const round = ticksAround(0, endedAtMs, step).filter((atMs) => atMs <= endedAtMs);
  return round.map((atMs) => `<text class="time" x="${at(x(atMs))}" y="${HEIGHT - 8}">${time(atMs)}</text>`);
};

const boundsOf = ({ bounds }: Curve, { y }: Scale): readonly string[] =>
  [bounds?.min, bounds?.max]
    .filter((value) => value !== undefined)
    .map(
      (value) =>
        `<line class="bound" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(value))}" y2="${at(y(value))}"/>`,
    );

/** A line with a mark on top, that says what it is about when it is pointed at. */
const warningsOf = ({ moments, endedAtMs }: Rehearsal, { x }: Scale): readonly string[] =>
  moments
    .filter(({ type, atMs }) => type === 'Warning' && atMs <= endedAtMs)
    .map(({ atMs, message }) => {
      const here = x(atMs);
      return `<g class="warning"><title>${escaped(`${time(atMs)}: ${message}`)}</title><line x1="${at(here)}" x2="${at(here)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><path d="M${at(here - 4)},${TOP - 7}h8l-4,7z"/></g>`;
    });

const notJudged = (): string =>
  `<text class="none" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${(TOP + HEIGHT - BOTTOM) / 2}">not judged in this run</text>`;

/** The weight moves in steps; what was measured are points, joined to lead the eye. */
const drawn = ({ points, bounds }: Curve, { x, y }: Scale, endedAtMs: number): string => {
  const places = points.map(({ atMs, value }) => [at(x(atMs)), at(y(value))] as const);
  if (bounds === undefined) {
    const path = places.map(([px, py], index) => (index === 0 ? `M${px},${py}` : `H${px}V${py}`));
    return `<path class="weight" d="${path.join('')}H${at(x(endedAtMs))}"/>`;
  }
  const dots = points.map(({ atMs, value }, index) => {
    const [px, py] = places[index] ?? ['', ''];
    const says = `${time(atMs)}: ${Number(value.toPrecision(4))}`;
    return `<circle cx="${px}" cy="${py}" r="3.5"><title>${escaped(says)}</title></circle>`;
  });
  return `<polyline class="measured" points="${places.map((place) => place.join(',')).join(' ')}"/>${dots.join('')}`;
};
