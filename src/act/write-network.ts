import { DESTINATION_RULE, SERVICE, VIRTUAL_SERVICE } from '../api/kinds.ts';
import type { Side } from '../domain/question.ts';
import type { Traffic } from '../domain/traffic.ts';
import type { ServiceRole } from '../manifests/services.ts';
import { targetKindOf } from '../manifests/targets/targets.ts';
import { destinationRule, virtualService } from '../routing/istio.ts';
import { type Context, required } from './context.ts';
import { write } from './write.ts';

const SERVICE_NAME = { apex: 'apexName', primary: 'primaryService', canary: 'canaryService' } as const;

export const writeService = async (context: Context, role: ServiceRole): Promise<void> => {
  const { plan, seen, existing } = context;
  const before = existing(SERVICE.kind, plan[SERVICE_NAME[role]]);
  const parts = { target: seen.target?.object, label: seen.label };
  const wanted = required(targetKindOf(plan).service(plan, role, parts, before), `the ${role} Service`);
  await write(context, SERVICE, wanted, before);
};

export const writeRule = async (context: Context, side: Side): Promise<void> => {
  const { plan, existing } = context;
  const before = existing(
    DESTINATION_RULE.kind,
    side === 'primary' ? plan.primaryService : plan.canaryService,
  );
  await write(context, DESTINATION_RULE, destinationRule(plan, side, before), before);
};

export const writeRoutes = async (context: Context, traffic: Traffic, seq: number): Promise<void> => {
  const { plan, seen, clock, formatTime } = context;
  const before = seen.routes.object;
  const stamp = { seq, time: formatTime(clock.now()) };
  await write(context, VIRTUAL_SERVICE, virtualService(plan, traffic, stamp, before), before);
};
