import { readFileSync, writeFileSync } from 'node:fs';
import { screenOf } from '../src/cli/demo/screen.ts';
import type { DemoState, Happening, Look } from '../src/cli/demo/state.ts';
import { type Summary, summaryLines } from '../src/cli/demo/summary.ts';
import { Tally } from '../src/cli/demo/tally.ts';

/**
 * Draws the last screen of a recorded demo and its summary as SVG: of `serinette demo --output json > FILE`, run
 * `node scripts/demo-picture.ts FILE docs/demo.svg`.
 */
interface Line {
  readonly at: number;
  readonly kind?: 'step' | 'event' | 'status' | 'metrics';
  readonly summary?: Summary;
  readonly [field: string]: unknown;
}

const FONT_SIZE = 14;
const CELL = { width: 8.43, height: 18 };
const MARGIN = 16;
const BACKGROUND = '#161b22';
const FOREGROUND = '#d5dae1';
const COLOURS: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#56d364',
  33: '#e3b341',
  36: '#56c8d8',
};

/** What the demo showed when its last rollout had just ended. */
const lastState = (lines: readonly Line[], summary: Summary): DemoState => {
  const done = lines.findLastIndex(({ kind }) => kind === 'step');
  const shown = lines.slice(0, done);
  const of = (kind: Line['kind']) => shown.filter((line) => line.kind === kind);
  const status = of('status').at(-1) ?? { at: 0 };
  const step = String(of('step').at(-1)?.['step']);
  return {
    elapsedMs: shown.at(-1)?.at ?? 0,
    step,
    phase: String(status['phase']),
    weight: Number(status['canaryWeight']),
    failedChecks: Number(status['failedChecks']),
    threshold: 3,
    primaryVersion: summary.promoted.at(-1) ?? '',
    targetVersion: summary.rolledBack.at(-1)?.revision ?? '',
    requests: summary.requests,
    errors: summary.errorsSeen,
    looks: of('metrics') as unknown as readonly Look[],
    happenings: of('event') as unknown as readonly Happening[],
  };
};

interface Style {
  readonly colour?: string;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
}

const styled = (before: Style, code: number): Style => {
  const { colour: _, ...plain } = before;
  if (code === 1) return { ...before, isBold: true };
  if (code === 2) return { ...before, isDim: true };
  if (code === 22) return { ...before, isBold: false, isDim: false };
  const colour = COLOURS[code];
  return colour === undefined ? plain : { ...plain, colour };
};

const attributes = ({ colour = FOREGROUND, isBold = false, isDim = false }: Style): string =>
  `fill="${colour}"${isBold ? ' font-weight="bold"' : ''}${isDim ? ' opacity="0.6"' : ''}`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Blocks of a bar or a plot, drawn, so that no font leaves gaps between them: shares of a cell's height. */
const blockHeight = (char: string): number | undefined => {
  const at = '▁▂▃▄▅▆▇█'.indexOf(char);
  return at < 0 ? undefined : (at + 1) / 8;
};

const drawn = (text: string, column: number, y: number, style: Style): string => {
  const parts: string[] = [];
  const letters = Array.from(text);
  letters.forEach((char, at) => {
    const share = blockHeight(char);
    if (share === undefined) return;
    const height = share * (CELL.height - 4);
    const x = MARGIN + (column + at) * CELL.width;
    parts.push(
      `<rect shape-rendering="crispEdges" x="${x.toFixed(1)}" y="${(y + 2 - height).toFixed(1)}" width="${CELL.width}" height="${height.toFixed(1)}" ${attributes(style)}/>`,
    );
  });
  const words = letters.map((char) => (blockHeight(char) === undefined ? char : ' ')).join('');
  if (words.trim() !== '') {
    const start = words.length - words.trimStart().length;
    const x = MARGIN + (column + start) * CELL.width;
    const length = words.trim().length * CELL.width;
    parts.push(
      `<text x="${x.toFixed(1)}" y="${y}" textLength="${length.toFixed(1)}" ${attributes(style)}>${escaped(words.trim())}</text>`,
    );
  }
  return parts.join('');
};

const SGR = /\u001b\[(\d+)m/;

/** One terminal line; escape codes become attributes. */
const lineToSvg = (line: string, row: number): string => {
  const y = MARGIN + (row + 1) * CELL.height - 4;
  let style: Style = {};
  let column = 0;
  let svg = '';
  line.split(SGR).forEach((part, at) => {
    if (at % 2 === 1) {
      style = styled(style, Number(part));
      return;
    }
    // A run of text is cut at wide gaps, so that columns stay where a terminal has them.
    for (const piece of part.split(/(\s{2,})/)) {
      svg += drawn(piece, column, y, style);
      column += Array.from(piece).length;
    }
  });
  return svg;
};

const widthOf = (line: string): number => Array.from(line.replaceAll(new RegExp(SGR, 'g'), '')).length;

const toSvg = (lines: readonly string[]): string => {
  const width = Math.ceil(2 * MARGIN + Math.max(...lines.map(widthOf)) * CELL.width);
  const height = 2 * MARGIN + lines.length * CELL.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${FONT_SIZE}">`,
    '<title>The last screen and the summary of the demo</title>',
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    ...lines.map(lineToSvg),
    '</svg>\n',
  ].join('\n');
};

const [from = '', to = 'docs/demo.svg'] = process.argv.slice(2);
process.env['FORCE_COLOR'] = '1';
const recorded = readFileSync(from, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Line);
const summary = recorded.find((line) => line.summary !== undefined)?.summary;
if (summary === undefined) throw new Error(`${from} does not end with a summary`);
const [bad] = summary.rolledBack;
const closing = summaryLines(summary, { version: bad?.revision ?? '', tally: new Tally() });
// The share of users who met the bad version is not in the record, so its line is left out.
writeFileSync(to, toSvg([...screenOf(lastState(recorded, summary)), ...closing.slice(0, -1)]));
