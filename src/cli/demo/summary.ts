import { styleText } from 'node:util';
import type { Tally } from './tally.ts';

export interface RolledBack {
  readonly revision: string;
  readonly reason: string;
}

export interface Summary {
  readonly promoted: readonly string[];
  readonly rolledBack: readonly RolledBack[];
  readonly requests: number;
  readonly errorsSeen: number;
  /** Requests that the canary answered, in all rollouts. */
  readonly canaryRequests: number;
}

/** For people; the share of users who met the bad version is what progressive delivery is for. */
export const summaryLines = (
  summary: Summary,
  bad: { readonly version: string; readonly tally: Tally },
): readonly string[] => {
  const met = bad.tally.of(bad.version).requests;
  const share = summary.requests === 0 ? 0 : (100 * met) / summary.requests;
  return [
    '',
    ...summary.promoted.map((revision) => `${styleText('green', 'promoted')}     ${revision}`),
    ...summary.rolledBack.map(
      ({ revision, reason }) => `${styleText('red', 'rolled back')}  ${revision}: ${reason}`,
    ),
    `requests     ${summary.requests} sent, ${summary.errorsSeen} errors seen by users`,
    `exposure     ${met} requests (${share.toFixed(1)}%) met the bad version`,
  ];
};
