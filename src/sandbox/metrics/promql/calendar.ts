import type { PromqlFunction } from './function.ts';
import { derived } from './function.ts';
import { samplesOf, vector } from './value.ts';

interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  /** From 1. */
  readonly day: number;
}

const DAY_SECONDS = 86_400;
const DAYS_PER_400_YEARS = 146_097;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysInMonth = ({ year, month }: Day): number =>
  month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? NaN);

/** Days from 1970 to the first of January. */
const daysBefore = (year: number): number => {
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return past * 365 + leaps - 719_162;
};

const dayOf = (seconds: number): Day => {
  const days = Math.floor(seconds / DAY_SECONDS);
  let year = 1970 + Math.floor((days * 400) / DAYS_PER_400_YEARS);
  if (daysBefore(year) > days) year -= 1;
  else if (daysBefore(year + 1) <= days) year += 1;
  let day = days - daysBefore(year) + 1;
  let month = 1;
  for (let length = 31; day > length && month < 12; length = daysInMonth({ year, month, day })) {
    day -= length;
    month += 1;
  }
  return { year, month, day };
};

const within = (seconds: number, cycle: number, unit: number): number =>
  Math.floor((((seconds % cycle) + cycle) % cycle) / unit);

/** Of a time in seconds since 1970, in UTC; without an argument, of the evaluation time. */
const calendar = (read: (seconds: number) => number): PromqlFunction => ({
  takes: ['vector'],
  optional: 1,
  gives: 'vector',
  call: ([of], { atMs }) => {
    const samples = of === undefined ? [{ labels: {}, value: atMs / 1000 }] : samplesOf(of);
    return vector(derived(samples, ({ value }) => (Number.isFinite(value) ? read(Math.trunc(value)) : NaN)));
  },
});

export const CALENDAR: Readonly<Record<string, PromqlFunction>> = {
  minute: calendar((seconds) => within(seconds, 3600, 60)),
  hour: calendar((seconds) => within(seconds, DAY_SECONDS, 3600)),
  // 1970 began on a Thursday.
  day_of_week: calendar((seconds) => within(seconds + 4 * DAY_SECONDS, 7 * DAY_SECONDS, DAY_SECONDS)),
  day_of_month: calendar((seconds) => dayOf(seconds).day),
  day_of_year: calendar((seconds) => Math.floor(seconds / DAY_SECONDS) - daysBefore(dayOf(seconds).year) + 1),
  days_in_month: calendar((seconds) => daysInMonth(dayOf(seconds))),
  month: calendar((seconds) => dayOf(seconds).month),
  year: calendar((seconds) => dayOf(seconds).year),
};
