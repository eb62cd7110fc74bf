/** The arithmetic of a rolling update, as the Deployment controller of Kubernetes does it. */
export type IntOrPercent = number | string;

export interface Size {
  /** spec.replicas */
  readonly replicas: number;
  readonly available: number;
}

export interface Rollout {
  readonly desired: number;
  readonly surge: number;
  readonly unavailable: number;
  readonly current: Size;
  /** Oldest first. */
  readonly old: readonly Size[];
}

export interface Sizes {
  readonly current: number;
  readonly old: readonly number[];
}

const DEFAULT_SHARE = '25%';

const resolve = (value: IntOrPercent, desired: number, round: (exact: number) => number): number => {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? round((Number(value.slice(0, -1)) * desired) / 100) : Number(value);
};

/** Surge rounds up and unavailability down; both 0 would never move, so one pod may then be unavailable. */
export const limitsOf = (
  desired: number,
  strategy: { readonly maxSurge?: IntOrPercent; readonly maxUnavailable?: IntOrPercent } = {},
): { readonly surge: number; readonly unavailable: number } => {
  const surge = resolve(strategy.maxSurge ?? DEFAULT_SHARE, desired, Math.ceil);
  const unavailable = resolve(strategy.maxUnavailable ?? DEFAULT_SHARE, desired, Math.floor);
  return { surge, unavailable: Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, desired) };
};

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

const grown = ({ desired, surge, current, old }: Rollout): number => {
  if (current.replicas >= desired) return desired;
  const pods = current.replicas + total(old.map(({ replicas }) => replicas));
  const room = Math.max(0, desired + surge - pods);
  return current.replicas + Math.min(room, desired - current.replicas);
};

/** Takes up to `budget` pods away, from the first set on, at most `limit` of each. */
const takeAway = (
  sizes: readonly number[],
  budget: number,
  limit: (index: number, size: number) => number,
): number[] => {
  let left = Math.max(0, budget);
  return sizes.map((size, index) => {
    const taken = Math.min(left, Math.max(0, Math.min(size, limit(index, size))));
    left -= taken;
    return size - taken;
  });
};

const shrunk = ({ desired, unavailable, current, old }: Rollout, currentSize: number): readonly number[] => {
  const sizes = old.map(({ replicas }) => replicas);
  const minAvailable = desired - unavailable;
  const notYetAvailable = Math.max(0, currentSize - current.available);
  const budget = total(sizes) + currentSize - minAvailable - notYetAvailable;
  if (budget <= 0) return sizes;
  const cleaned = takeAway(sizes, budget, (index, size) => size - (old[index]?.available ?? 0));
  const available = current.available + total(old.map((size) => size.available));
  return takeAway(cleaned, Math.min(available - minAvailable, budget), (_, size) => size);
};

/** One step: first room is used for the new set; pods of old sets go when that keeps enough available. */
export const rollingStep = (rollout: Rollout): Sizes => {
  const current = grown(rollout);
  if (current > rollout.current.replicas)
    return { current, old: rollout.old.map(({ replicas }) => replicas) };
  return { current, old: shrunk(rollout, current) };
};

/** Old pods must be gone before the first new one is made. */
export const recreateStep = (rollout: Rollout, oldPods: number): Sizes => {
  const old = rollout.old.map(() => 0);
  return { current: oldPods > 0 ? rollout.current.replicas : rollout.desired, old };
};

/** A new size for the whole in mid-rollout is shared in proportion; what rounding leaves goes to the largest set. */
export const proportional = (sizes: readonly number[], allowed: number): readonly number[] => {
  const before = total(sizes);
  if (before === 0) return sizes;
  const shares = sizes.map((size) => Math.round((size * allowed) / before));
  const largest = sizes.indexOf(Math.max(...sizes));
  const rest = allowed - total(shares);
  return shares.map((share, index) => (index === largest ? Math.max(0, share + rest) : share));
};
