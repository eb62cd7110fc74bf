import { styleText } from 'node:util';
import type { DemoState, Happening, Look } from './state.ts';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const BAR_WIDTH = 40;
const PLOT_WIDTH = 60;
const SHOWN_HAPPENINGS = 12;

/** A row of blocks, the lowest for `low` or less, the highest for `high` or more; a gap where there is no value. */
export const plot = (values: readonly (number | undefined)[], low: number, high: number): string =>
  values
    .slice(-PLOT_WIDTH)
    .map((value) => {
      if (value === undefined) return ' ';
      const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
      return BLOCKS[Math.round(share * (BLOCKS.length - 1))] ?? ' ';
    })
    .join('');

export const bar = (percent: number): string => {
  const filled = Math.round((percent / 100) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}`;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(5)}s`;

const shown = (value: number | undefined, unit: string, digits: number): string =>
  value === undefined ? 'no data' : `${value.toFixed(digits)} ${unit}`;

const happeningLine = ({ at, type, message }: Happening): string => {
  const text = `${seconds(at)}  ${message}`;
  return type === 'Warning' ? styleText('yellow', text) : text;
};

const side = (name: string, version: string, weight: number, colour: 'green' | 'cyan'): string =>
  `  ${name.padEnd(8)} ${version.padEnd(10)} ${styleText(colour, bar(weight))} ${String(weight).padStart(3)}%`;

const plotLine = (label: string, line: string, now: string): string =>
  `  ${label.padEnd(13)} ${line.padEnd(PLOT_WIDTH)} ${now}`;

/** The whole screen as lines; pure, so that a picture of it can be tested. */
export const screenOf = (state: DemoState): readonly string[] => {
  const last: Look | undefined = state.looks.at(-1);
  const { looks } = state;
  return [
    styleText('bold', 'Serinette demo') +
      styleText('dim', ' — real HTTP, routed by a VirtualService, judged by PromQL'),
    styleText(
      'dim',
      'samples with the overlay "fast": interval 1 s, window 5 s, --min-interval=1s (default 10s)',
    ),
    '',
    `  ${seconds(state.elapsedMs)}  ${styleText('bold', state.step)}`,
    '',
    `  phase    ${styleText('bold', state.phase.padEnd(16))} failed checks ${state.failedChecks} of ${state.threshold}`,
    side('primary', state.primaryVersion, 100 - state.weight, 'green'),
    side('canary', state.targetVersion, state.weight, 'cyan'),
    '',
    plotLine(
      'weight',
      plot(
        looks.map(({ weight }) => weight),
        0,
        50,
      ),
      `${state.weight}%`,
    ),
    plotLine(
      'success rate',
      plot(
        looks.map(({ successRate }) => successRate),
        85,
        100,
      ),
      shown(last?.successRate, '%', 1),
    ),
    plotLine(
      'p99 latency',
      plot(
        looks.map(({ p99 }) => p99),
        0,
        500,
      ),
      shown(last?.p99, 'ms', 0),
    ),
    '',
    ...state.happenings.slice(-SHOWN_HAPPENINGS).map((happening) => `  ${happeningLine(happening)}`),
    '',
    styleText('dim', `  ${state.requests} requests sent, ${state.errors} errors seen by users`),
  ];
};

const CLEAR_LINE = '\u001b[K';
const HOME = '\u001b[H';
const CLEAR_BELOW = '\u001b[J';

/** What redraws the screen in place, cut to the terminal's size. */
export const frame = (lines: readonly string[], rows: number): string =>
  `${HOME}${lines
    .slice(0, Math.max(1, rows - 1))
    .map((line) => `${line}${CLEAR_LINE}`)
    .join('\n')}\n${CLEAR_BELOW}`;
