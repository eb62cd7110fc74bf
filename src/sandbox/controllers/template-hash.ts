/**
 * JSON with sorted keys and without nulls, so that equal templates have equal text: kubectl sends
 * `creationTimestamp: null` where others send nothing.
 */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
};

/** Kubernetes' alphabet for generated names: no vowels, and nothing that is mistaken for something else. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
};

/** The `pod-template-hash` of a pod template: up to ten letters that are safe in a name. */
export const templateHash = (template: unknown): string =>
  Array.from(String(fnv1a(canonical(template))), (digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join('');

/** The five letters at the end of a generated name. */
export const nameSuffix = (random: () => number): string =>
  Array.from({ length: 5 }, () => SAFE[Math.floor(random() * SAFE.length)]).join('');
