import type { HookPlan } from './plan-analysis.ts';
import type { Plan } from './plan.ts';
import { promotionPin } from './revision.ts';
import type { Snapshot } from './snapshot.ts';

/** Flagger's payload, and what tells a repeated call from a new one. */
export const hookPayload = (
  hook: HookPlan,
  plan: Pick<Plan, 'name' | 'namespace' | 'uid'>,
  seen: Pick<Snapshot, 'status' | 'target' | 'configs'>,
) => {
  const { run, phase } = seen.status;
  const revision = seen.target?.revision ?? '';
  const configs = Object.fromEntries((seen.configs ?? []).map(({ key, checksum }) => [key, checksum ?? '']));
  const { metadata } = hook;
  return {
    name: plan.name,
    namespace: plan.namespace,
    phase: phase === 'WaitingPromotion' ? 'Progressing' : phase,
    checksum: promotionPin(revision, configs),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    serinette: { uid: plan.uid, run: run?.id ?? '', tick: run?.tick ?? 0, hook: hook.name },
  };
};

/** The call of a hook with a payload. */
export const hookRequest = ({ url, timeoutMs, skipTlsVerify, origin }: HookPlan, payload: object) => ({
  url,
  timeoutMs,
  skipTlsVerify,
  origin,
  body: JSON.stringify(payload),
});
