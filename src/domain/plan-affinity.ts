import type { Fields } from './fields.ts';

/** Cookies that keep a user on the side that answered first. */
export interface AffinityPlan {
  readonly cookieName: string;
  /** Undefined: users of the primary are drawn anew with each request. */
  readonly primaryCookieName: string | undefined;
  readonly maxAgeSeconds: number;
  /** Such as `; Path=/; Secure`: all attributes but the age, in a fixed order. */
  readonly attributes: string;
}

const COOKIE_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these would end an attribute or a header
const ENDS_ATTRIBUTE = /[\u0000-\u001f\u007f;]/;

/** Seconds that every browser can count; some take more for none, or for a number below 0. */
const LONGEST_AGE = 2_147_483_647;

export const parseAffinity = (analysis: Fields): AffinityPlan | undefined => {
  if (!analysis.has('sessionAffinity')) return undefined;
  const affinity = analysis.within('sessionAffinity');
  const cookieName = parseName(affinity, 'cookieName', affinity.required('cookieName'));
  const primaryCookieName = parseName(affinity, 'primaryCookieName', affinity.string('primaryCookieName'));
  if (cookieName !== '' && cookieName === primaryCookieName)
    affinity.issue('primaryCookieName', 'must differ from cookieName');
  return {
    cookieName,
    primaryCookieName: primaryCookieName || undefined,
    maxAgeSeconds: affinity.integer('maxAge', { min: 1, max: LONGEST_AGE, otherwise: 86_400 }),
    attributes: attributesOf(affinity),
  };
};

const parseName = (affinity: Fields, key: string, name: string): string => {
  if (name !== '' && !COOKIE_NAME.test(name))
    affinity.issue(key, "must be letters, digits and !#$%&'*+.^_`|~- only");
  return name;
};

/** In Flagger's order, so that a route that it left is not written again. */
const attributesOf = (affinity: Fields): string => {
  const text = (key: string, name: string): string => {
    const value = affinity.string(key);
    if (ENDS_ATTRIBUTE.test(value)) affinity.issue(key, 'must not contain ";" or control characters');
    return value === '' ? '' : `; ${name}=${value}`;
  };
  const flag = (key: string, name: string): string => (affinity.boolean(key) ? `; ${name}` : '');
  return [
    text('domain', 'Domain'),
    flag('httpOnly', 'HttpOnly'),
    flag('partitioned', 'Partitioned'),
    text('path', 'Path'),
    sameSite(affinity),
    flag('secure', 'Secure'),
  ].join('');
};

const sameSite = (affinity: Fields): string => {
  const value = affinity.string('sameSite');
  if (value === '') return '';
  if (value !== 'Strict' && value !== 'Lax' && value !== 'None')
    affinity.issue('sameSite', `must be Strict, Lax or None, got "${value}"`);
  return `; SameSite=${value}`;
};
