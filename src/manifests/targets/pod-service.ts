import { service } from '../services.ts';
import type { TargetKind } from './target-kind.ts';

/** The Services of a target with pods; without a label nobody could say which pods they select. */
export const podService: TargetKind['service'] = (plan, role, { label, target }, existing) =>
  label === undefined ? undefined : service(plan, role, { label, target }, existing);
