import { createHash } from 'node:crypto';

/** JSON with sorted keys and without unset fields, so that equal content has equal text. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = value as Members;
  const texts: string[] = [];
  for (const key of Object.keys(members).sort()) {
    const item = members[key];
    if (item !== undefined && item !== null) texts.push(`${JSON.stringify(key)}:${canonicalJson(item)}`);
  }
  return `{${texts.join(',')}}`;
};

/** Whether two values have the same canonical JSON, without writing it. */
export const isSameContent = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (isUnset(one) || isUnset(other)) return isUnset(one) && isUnset(other);
  if (Array.isArray(one)) return Array.isArray(other) && isSameList(one, other);
  return isMembers(one) && isMembers(other) && !Array.isArray(other) && isSameMembers(one, other);
};

const isUnset = (value: unknown): boolean => value === undefined || value === null;

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, at) => isSameContent(item, other[at]));

/** Keys come from outside: one such as `constructor` must not find what every object inherits. */
const own = (members: Members, key: string): unknown =>
  Object.hasOwn(members, key) ? members[key] : undefined;

const isSameMembers = (one: Members, other: Members): boolean =>
  Object.keys(one).every((key) => isSameContent(one[key], own(other, key))) &&
  Object.keys(other).every((key) => isUnset(other[key]) || !isUnset(own(one, key)));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const SCHEME = 'v2:';

/** Fingerprint of a pod template: stable across languages, library versions and operator upgrades. */
export const revisionOf = (template: unknown): string => `${SCHEME}${sha256(canonicalJson(template))}`;

/** False for Flagger's own 32-bit hashes, which nobody but Flagger can compute. */
export const isOurs = (revision: string): boolean => revision.startsWith(SCHEME);

/** Go's encoding/json escapes these, and Flagger's checksums are taken over its output. */
const GO_ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/**
 * Checksum of a ConfigMap's or Secret's content: the first 16 hex digits of SHA-256 over Go's JSON of `data`,
 * as Flagger records it. `binaryData`, which Flagger leaves out, is appended when there is any.
 */
export const configChecksum = (config: {
  readonly data?: unknown;
  readonly binaryData?: unknown;
}): string => {
  const binary =
    config.binaryData === undefined || config.binaryData === null ? '' : goJson(config.binaryData);
  return sha256(goJson(config.data ?? null) + binary).slice(0, 16);
};

const goJson = (value: unknown): string =>
  canonicalJson(value).replace(/[<>&\u2028\u2029]/g, (char) => GO_ESCAPES[char] ?? char);

/** True for the UUIDs that `promotionPin` derives; Flagger's own are random ones. */
export const isPromotionPin = (flaggerId: string): boolean => /^.{14}5/.test(flaggerId);

/**
 * The `flagger-id` that a primary carries once this revision with these configs was promoted to it. It is a
 * UUID, as tools expect, yet derived: promoting twice changes nothing, and a look tells what was promoted.
 */
export const promotionPin = (revision: string, configs: Readonly<Record<string, string>>): string => {
  const hex = sha256(`${revision}\n${canonicalJson(configs)}`);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Ten letters for one cookie of one run. Derived, so that no randomness has to be recorded; the uid that they are
 * derived from is random itself and known only to who may read the Canary.
 */
export const cookieValue = (uid: string, run: string, name: string): string =>
  [...createHash('sha256').update(`cookie\n${uid}\n${run}\n${name}`).digest().subarray(0, 10)]
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join('');
