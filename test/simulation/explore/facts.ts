import { SCALE_TO_ZERO } from '../../../src/api/identifiers.ts';
import { isObject, type Json as Plain, listAt, objectAt, textAt } from '../../../src/domain/json.ts';
import { isPhase, isSettled, type Phase } from '../../../src/domain/phase.ts';
import { revisionOf } from '../../../src/domain/revision.ts';
import type { Json, Write } from './history.ts';

export const isOperator = ({ user }: Write): boolean => user.startsWith('operator');

export const nameOf = ({ object }: Write): string => textAt(objectAt(object, 'metadata'), 'name');
export const isOf = (write: Write, kind: string, name = nameOf(write)): boolean =>
  write.object['kind'] === kind && nameOf(write) === name;
export const isRoutes = (write: Write): boolean => isOf(write, 'VirtualService') && write.verb !== 'delete';
export const isRecord = (write: Write): boolean => isOf(write, 'Canary') && write.isStatus;
const isWorkload = (write: Write): boolean => isOf(write, 'Deployment') || isOf(write, 'DaemonSet');
export const isWorkloadCalled = (write: Write, name: string): boolean =>
  isWorkload(write) && nameOf(write) === name;

export const statusOf = (canary: Json | undefined): Plain => objectAt(canary, 'status');
export const runOf = (canary: Json | undefined): Plain => objectAt(canary, 'status', 'run');
export const runIdOf = (canary: Json | undefined): string => textAt(runOf(canary), 'id');
export const weightOf = (canary: Json | undefined): number => numberIn(statusOf(canary)['canaryWeight']);
export const phaseOf = (canary: Json | undefined): Phase | undefined => {
  const { phase } = statusOf(canary);
  return isPhase(phase) ? phase : undefined;
};
/** A run that is on its way back is a state of its own. */
export const stateOf = (canary: Json | undefined): string => {
  const phase = phaseOf(canary);
  return runOf(canary)['intent'] === 'rollBack' && !isSettled(phase) ? 'rolling back' : (phase ?? 'none');
};
export const conditionOf = (canary: Json | undefined, type: string): Plain =>
  listAt(statusOf(canary), 'conditions')
    .filter(isObject)
    .find((one) => one['type'] === type) ?? {};

export const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The promotion and what comes after it go by no check of their own. */
export const isAnalysing = (phase: Phase | undefined): boolean =>
  phase === 'Progressing' || phase === 'Waiting' || phase === 'WaitingPromotion';

export const templateOf = (workload: Json | undefined): Plain => objectAt(workload, 'spec', 'template');
export const imageIn = (workload: Json | undefined): string =>
  textAt(objectAt(listAt(templateOf(workload), 'spec', 'containers')[0]), 'image');

/** Of what is analysed: what only scales a DaemonSet is none of it. */
export const fingerprint = (workload: Json | undefined): string => {
  const template = structuredClone(templateOf(workload)) as Json;
  const spec = objectAt(template, 'spec') as Json;
  const { nodeSelector, ...rest } = spec;
  if (!isObject(nodeSelector)) return revisionOf(template);
  const { [SCALE_TO_ZERO]: _, ...selector } = nodeSelector;
  const isBare = Object.keys(selector).length === 0;
  return revisionOf({ ...template, spec: isBare ? rest : { ...rest, nodeSelector: selector } });
};

/** A DaemonSet is at zero when it is bound to nodes that do not exist. Undefined for what does not scale. */
export const replicasIn = (write: Write, which: 'before' | 'object' = 'object'): number | undefined => {
  const object = write[which];
  if (object === undefined || write.isStatus || !isWorkload(write)) return undefined;
  if (isOf(write, 'DaemonSet'))
    return SCALE_TO_ZERO in objectAt(templateOf(object), 'spec', 'nodeSelector') ? 0 : 1;
  const { replicas } = objectAt(object, 'spec');
  return replicas === undefined ? 1 : numberIn(replicas);
};

export const isScaledToZero = (write: Write): boolean =>
  replicasIn(write) === 0 && replicasIn(write, 'before') !== 0;

export const CANARY_HOST = 'podinfo-canary';
export const PRIMARY_HOST = 'podinfo-primary';

export const rulesOf = (virtualService: Json | undefined): readonly Plain[] => [
  ...listAt(virtualService, 'spec', 'http').filter(isObject),
  ...listAt(virtualService, 'spec', 'tcp').filter(isObject),
];

export const destinationsOf = (rule: Plain): readonly { readonly host: string; readonly weight: unknown }[] =>
  listAt(rule, 'route')
    .filter(isObject)
    .map((one) => ({ host: textAt(objectAt(one, 'destination'), 'host'), weight: one['weight'] }));

/** Of the route that draws lots: those with matches come before it, or it has one itself. Zeros where there is none. */
export const drawing = (
  virtualService: Json | undefined,
): { readonly primary: number; readonly canary: number } => {
  const [primary, canary] = rulesOf(virtualService)
    .map(destinationsOf)
    .findLast(({ length }) => length === 2) ?? [undefined, undefined];
  return { primary: numberIn(primary?.weight), canary: numberIn(canary?.weight) };
};

/** Whether any route, match or mirror leads to the canary. */
export const reachesCanary = (virtualService: Json | undefined): boolean =>
  rulesOf(virtualService).some(
    (rule) =>
      textAt(objectAt(rule, 'mirror'), 'host') === CANARY_HOST ||
      destinationsOf(rule).some(({ host, weight = 100 }) => host === CANARY_HOST && weight !== 0),
  );

export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
