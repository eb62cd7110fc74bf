import { parseDuration } from '../../domain/duration.ts';
import type { Fields } from '../../domain/fields.ts';
import type { Expectation } from './scenario.ts';

const FORM =
  'must read like "promoted within 30m" or "rolledBack within 10m, exposed < 2%, in 95% of runs"; only the first word is required';

/** A percentage in words such as `exposed < 2%`. */
const EXPOSED = /^exposed\s*<=?\s*(\d+(?:\.\d+)?)\s*%$/;
const SHARE = /^in\s+(\d+(?:\.\d+)?)\s*%\s+of\s+runs$/;
const OUTCOME = /^(promoted|rolledBack)(?:\s+within\s+(\S+))?$/;

/** Undefined when nothing is expected, or when it cannot be read, which is noted. */
export const parseExpectation = (scenario: Fields): Expectation | undefined => {
  if (!scenario.has('expect')) return undefined;
  const text = scenario.string('expect');
  if (typeof scenario.raw['expect'] !== 'string') return undefined;
  const expectation = readExpectation(text);
  if (expectation === undefined) scenario.issue('expect', `${FORM}, got ${JSON.stringify(text)}`);
  return expectation;
};

const readExpectation = (text: string): Expectation | undefined => {
  const [first = '', ...others] = text.split(',').map((part) => part.trim());
  const [, outcome, limit] = OUTCOME.exec(first) ?? [];
  const withinMs = limit === undefined ? Infinity : parseDuration(limit);
  const isRead = others.every((part) => EXPOSED.test(part) || SHARE.test(part));
  if (outcome === undefined || withinMs === undefined || !isRead) return undefined;
  return {
    text,
    outcome: outcome === 'promoted' ? 'promoted' : 'rolledBack',
    withinMs,
    exposed: percentage(others, EXPOSED) ?? 1,
    share: percentage(others, SHARE) ?? 1,
  };
};

const percentage = (parts: readonly string[], form: RegExp): number | undefined => {
  const found = parts.map((part) => form.exec(part)?.[1]).find((digits) => digits !== undefined);
  return found === undefined ? undefined : Number(found) / 100;
};
