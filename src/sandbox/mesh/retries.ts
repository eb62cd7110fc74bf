import { durationMs } from '../duration.ts';
import type { Retries } from './istio.ts';

export interface RetryPolicy {
  /** Tries after the first. */
  readonly attempts: number;
  readonly perTryTimeoutMs: number | undefined;
  readonly retryOn: readonly string[];
}

/** How one try ended. */
export type TryOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'timed-out' };

/** What Istio does when a route says nothing of retries. */
const DEFAULT_ATTEMPTS = 2;
const DEFAULT_RETRY_ON = 'connect-failure,refused-stream,unavailable,cancelled,503';

export const retryPolicy = (retries: Retries | undefined): RetryPolicy => ({
  attempts: retries?.attempts ?? DEFAULT_ATTEMPTS,
  perTryTimeoutMs: retries?.perTryTimeout === undefined ? undefined : durationMs(retries.perTryTimeout),
  retryOn: (retries?.retryOn ?? DEFAULT_RETRY_ON).split(',').map((condition) => condition.trim()),
});

const GATEWAY_ERRORS: readonly number[] = [502, 503, 504];

const statusRetries = (condition: string, status: number): boolean => {
  if (condition === '5xx') return status >= 500;
  if (condition === 'gateway-error') return GATEWAY_ERRORS.includes(status);
  if (condition === 'retriable-4xx') return status === 409;
  return condition === String(status);
};

const CONDITIONS_OF: Readonly<Record<Exclude<TryOutcome['kind'], 'answered'>, readonly string[]>> = {
  refused: ['connect-failure', 'gateway-error', '5xx', 'reset', 'reset-before-request'],
  reset: ['reset', 'gateway-error', '5xx'],
  'timed-out': ['reset', 'gateway-error', '5xx'],
};

/** Envoy's `x-envoy-retry-on` conditions. */
export const isRetriable = (policy: RetryPolicy, outcome: TryOutcome): boolean =>
  outcome.kind === 'answered'
    ? policy.retryOn.some((condition) => statusRetries(condition, outcome.status))
    : policy.retryOn.some((condition) => CONDITIONS_OF[outcome.kind].includes(condition));
