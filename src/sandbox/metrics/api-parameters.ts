import { fromRfc3339 } from '../../runtime/time.ts';
import { parseDurationMs, parseNumber } from './promql/literals.ts';

/** A request that Prometheus would answer with 400. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

const invalid = (name: string, why: string): BadRequest =>
  new BadRequest(`invalid parameter "${name}": ${why}`);

/** Seconds since 1970, or RFC 3339; in milliseconds. */
const parseTimeMs = (text: string): number => {
  if (RFC3339.test(text)) return fromRfc3339(text);
  const seconds = /^[-+\d.eE]+$/.test(text) ? parseNumber(text) : undefined;
  return seconds === undefined ? NaN : Math.round(seconds * 1000);
};

export const timeParameter = (query: URLSearchParams, name: string, fallbackMs?: number): number => {
  const text = query.get(name) ?? '';
  if (text === '' && fallbackMs !== undefined) return fallbackMs;
  const ms = parseTimeMs(text);
  if (!Number.isFinite(ms)) throw invalid(name, `cannot parse "${text}" to a valid timestamp`);
  return ms;
};

/** Seconds, or a duration such as `15s`; in milliseconds. */
export const stepParameter = (query: URLSearchParams, name: string): number => {
  const text = query.get(name) ?? '';
  const ms = parseDurationMs(text) ?? (parseNumber(text) ?? NaN) * 1000;
  if (!Number.isFinite(ms)) throw invalid(name, `cannot parse "${text}" to a valid duration`);
  if (ms < 1) {
    throw invalid(
      name,
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  return Math.round(ms);
};

const MOST_POINTS = 11_000;

export const rangeParameters = (
  query: URLSearchParams,
): { startMs: number; endMs: number; stepMs: number } => {
  const startMs = timeParameter(query, 'start');
  const endMs = timeParameter(query, 'end');
  if (endMs < startMs) throw invalid('end', 'end timestamp must not be before start time');
  const stepMs = stepParameter(query, 'step');
  if ((endMs - startMs) / stepMs > MOST_POINTS) {
    throw new BadRequest(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  return { startMs, endMs, stepMs };
};
