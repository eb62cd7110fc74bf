import type { Plan } from '../domain/plan.ts';
import { cookieValue } from '../domain/revision.ts';
import type { Status } from '../domain/status.ts';
import type { Cookies } from '../domain/traffic.ts';

/**
 * The record with the cookies that its weight calls for: a value of the run's own while the canary has users,
 * which becomes the previous one when they have left. It stands in the record before any route sets it, so a
 * crash never leaves browsers with a cookie that nobody knows.
 */
export const withCookies = (plan: Plan, status: Status): Status => {
  const cookies = cookiesOf(plan, status);
  return cookies === status.cookies ? status : { ...status, cookies };
};

const cookiesOf = (plan: Plan, { canaryWeight, cookies, run }: Status): Cookies => {
  const { affinity } = plan.analysis;
  if (canaryWeight === 0) {
    const isLeft = cookies.canary !== '' || cookies.primary !== '';
    return isLeft ? { canary: '', primary: '', previous: cookies.canary || cookies.previous } : cookies;
  }
  if (affinity === undefined || run === undefined || cookies.canary !== '') return cookies;
  const cookie = (name: string): string => `${name}=${cookieValue(plan.uid, run.id, name)}`;
  const { cookieName, primaryCookieName } = affinity;
  return {
    ...cookies,
    canary: cookie(cookieName),
    primary: primaryCookieName === undefined ? '' : cookie(primaryCookieName),
  };
};
