const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const PART = /^(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/;

/**
 * Milliseconds of a Go duration such as `1m30s`, `1.5h` or `100ms`; undefined when it is none.
 * Source: Go's time.ParseDuration; its sign is refused, since nothing here lasts a negative time.
 */
export const parseDuration = (text: string): number | undefined => {
  if (text === '0') return 0;
  if (text === '' || text.length > 64) return undefined;
  let rest = text;
  let total = 0;
  while (rest !== '') {
    const [whole, amount, unit = ''] = PART.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    total += Number(amount) * (UNIT_MS[unit] ?? Number.NaN);
    rest = rest.slice(whole.length);
  }
  return Number.isFinite(total) ? total : undefined;
};

/** The shortest Go form of whole milliseconds: `1m30s`, `250ms`, `0s`. */
export const formatDuration = (durationMs: number): string => {
  const parts: string[] = [];
  let rest = Math.round(durationMs);
  if (rest === 0) return '0s';
  for (const unit of ['h', 'm', 's', 'ms'] as const) {
    const size = UNIT_MS[unit] ?? 1;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.join('');
};
