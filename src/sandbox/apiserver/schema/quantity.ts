/**
 * Kubernetes' quantities in their canonical form: the largest suffix that leaves a whole number. Source: the
 * documentation of `resource.Quantity` in k8s.io/apimachinery.
 */

const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Smaller parts of one are rounded up. */
const NANO = 1_000_000_000n;

const roundedUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

const inNano = (digits: string, fraction: string, suffix: string): bigint => {
  const mantissa = BigInt(`${digits}${fraction}`);
  const parts = 10n ** BigInt(fraction.length);
  const power = BINARY.indexOf(suffix);
  if (power > 0) return roundedUp(mantissa * NANO * 1024n ** BigInt(power), parts);
  return roundedUp(mantissa * 1000n ** BigInt(DECIMAL.indexOf(suffix)), parts);
};

const written = (value: bigint, suffixes: readonly string[], base: bigint): string => {
  let [rest, at] = [value, 0];
  while (at < suffixes.length - 1 && rest % base === 0n) [rest, at] = [rest / base, at + 1];
  return `${rest}${suffixes[at] ?? ''}`;
};

const canonical = (nano: bigint, suffix: string): string => {
  if (nano === 0n) return '0';
  const isWhole = nano % NANO === 0n;
  if (suffix.endsWith('i') && isWhole) return written(nano / NANO, BINARY, 1024n);
  return written(nano, DECIMAL, 1000n);
};

const read = (text: string): { negative: boolean; digits: string; fraction: string; suffix: string } => {
  const [, sign = '', digits = '', fraction = '', suffix = ''] = FORM.exec(text) ?? [];
  return { negative: sign === '-', digits, fraction, suffix };
};

/** A quantity as the API server stores it; what is none, or has an exponent, is left as it is. */
export const canonicalQuantity = (value: unknown): unknown => {
  if (typeof value !== 'number' && typeof value !== 'string') return value;
  const { negative, digits, fraction, suffix } = read(String(value));
  if (`${digits}${fraction}` === '') return value;
  const text = canonical(inNano(digits, fraction, suffix), suffix);
  return negative && text !== '0' ? `-${text}` : text;
};
