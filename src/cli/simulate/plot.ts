import type { Rehearsal } from '../../simulation/rehearsal/rehearse.ts';
import type { Curve } from './curves.ts';
import { escaped } from './escaped.ts';
import { time } from './words.ts';

/** Of the drawing; the page scales it. */
const WIDTH = 640;
const HEIGHT = 180;
const LEFT = 56;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;
const TICKS = 4;

interface Scale {
  readonly x: (atMs: number) => number;
  readonly y: (value: number) => number;
  readonly low: number;
  readonly high: number;
}

/** A curve over the time of a run, with the bounds that values must keep. */
export const plotOf = (curve: Curve, { endedAtMs, moments }: Rehearsal): string => {
  const scale = scaleOf(curve, endedAtMs);
  const label = `${curve.name}${curve.bound === undefined ? '' : `, passes ${curve.bound}`}`;
  return `<figure><figcaption>${escaped(label)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(label)}">
${grid(scale, endedAtMs, curve.unit)}
${boundsOf(curve, scale)}
${moments
  .filter(({ type, atMs }) => type === 'Warning' && atMs <= endedAtMs)
  .map(
    ({ atMs, message }) =>
      `<line class="warning" x1="${at(scale.x(atMs))}" x2="${at(scale.x(atMs))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"><title>${escaped(`${time(atMs)}: ${message}`)}</title></line>`,
  )
  .join('')}
${drawn(curve, scale, endedAtMs)}
</svg></figure>`;
};

const at = (coordinate: number): string => coordinate.toFixed(1);

/** With room for what is measured and for the bounds. */
const scaleOf = ({ points, bounds }: Curve, endedAtMs: number): Scale => {
  const shown = [...points.map(({ value }) => value), bounds?.min, bounds?.max].filter(
    (value) => value !== undefined,
  );
  const [least, most] = [Math.min(...shown, Infinity), Math.max(...shown, -Infinity)];
  const isEmpty = shown.length === 0;
  const margin = (most - least || Math.abs(most) || 1) * 0.08;
  const low = isEmpty ? 0 : least >= 0 ? Math.max(0, least - margin) : least - margin;
  const high = isEmpty ? 1 : most + margin;
  return {
    low,
    high,
    x: (atMs) => LEFT + (atMs / (endedAtMs || 1)) * (WIDTH - LEFT - RIGHT),
    y: (value) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM),
  };
};

const steps = (low: number, high: number): readonly number[] =>
  Array.from({ length: TICKS + 1 }, (_, step) => low + ((high - low) * step) / TICKS);

const grid = ({ x, y, low, high }: Scale, endedAtMs: number, unit: string): string =>
  [
    ...steps(low, high).map(
      (value) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(value))}" y2="${at(y(value))}"/><text class="value" x="${LEFT - 6}" y="${at(y(value) + 3)}">${Number(value.toPrecision(3))}${escaped(unit)}</text>`,
    ),
    ...steps(0, endedAtMs).map(
      (atMs) => `<text class="time" x="${at(x(atMs))}" y="${HEIGHT - 8}">${time(atMs)}</text>`,
    ),
  ].join('');

const boundsOf = ({ bounds }: Curve, { y }: Scale): string =>
  [bounds?.min, bounds?.max]
    .filter((value) => value !== undefined)
    .map(
      (value) =>
        `<line class="bound" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(value))}" y2="${at(y(value))}"/>`,
    )
    .join('');

/** The weight moves in steps; what was measured are points, joined to lead the eye. */
const drawn = ({ points, bounds }: Curve, { x, y }: Scale, endedAtMs: number): string => {
  const within = points.filter(({ atMs }) => atMs <= endedAtMs + 2_000);
  const places = within.map(({ atMs, value }) => `${at(x(Math.min(atMs, endedAtMs)))},${at(y(value))}`);
  if (bounds !== undefined)
    return `<polyline class="measured" points="${places.join(' ')}"/>${places
      .map((place) => `<circle cx="${place.split(',')[0] ?? ''}" cy="${place.split(',')[1] ?? ''}" r="3"/>`)
      .join('')}`;
  const path = within.map(({ atMs, value }, index) =>
    index === 0 ? `M${at(x(atMs))},${at(y(value))}` : `H${at(x(atMs))}V${at(y(value))}`,
  );
  return `<path class="weight" d="${path.join('')}H${at(x(endedAtMs))}"/>`;
};
