import type { PromqlFunction } from './function.ts';
import { derived, mapping } from './function.ts';
import { samplesOf, scalar, scalarOf, vector } from './value.ts';

const round = (value: number, to = 1): number => {
  const inverse = 1 / to;
  return Math.floor(value * inverse + 0.5) / inverse;
};

const clamp: PromqlFunction = {
  takes: ['vector', 'scalar', 'scalar'],
  gives: 'vector',
  call: ([of, low, high]) => {
    const [least, most] = [scalarOf(low), scalarOf(high)];
    if (most < least) return vector([]);
    return vector(derived(samplesOf(of), ({ value }) => Math.max(least, Math.min(most, value))));
  },
};

/** Functions of single numbers. */
export const SCALARS: Readonly<Record<string, PromqlFunction>> = {
  abs: mapping(0, Math.abs),
  ceil: mapping(0, Math.ceil),
  floor: mapping(0, Math.floor),
  sqrt: mapping(0, Math.sqrt),
  exp: mapping(0, Math.exp),
  ln: mapping(0, Math.log),
  log2: mapping(0, Math.log2),
  log10: mapping(0, Math.log10),
  sgn: mapping(0, Math.sign),
  round: { ...mapping(1, round), optional: 1 },
  clamp,
  clamp_min: mapping(1, (value, least = NaN) => Math.max(value, least)),
  clamp_max: mapping(1, (value, most = NaN) => Math.min(value, most)),
  time: { takes: [], gives: 'scalar', call: (_, { atMs }) => scalar(atMs / 1000) },
  pi: { takes: [], gives: 'scalar', call: () => scalar(Math.PI) },
  vector: {
    takes: ['scalar'],
    gives: 'vector',
    call: ([of]) => vector([{ labels: {}, value: scalarOf(of) }]),
  },
  scalar: {
    takes: ['vector'],
    gives: 'scalar',
    call: ([of]) => {
      const samples = samplesOf(of);
      return scalar(samples.length === 1 ? (samples[0]?.value ?? NaN) : NaN);
    },
  },
};
