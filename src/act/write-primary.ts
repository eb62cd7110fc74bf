import { DEPLOYMENT } from '../api/kinds.ts';
import { promotionPin } from '../domain/revision.ts';
import { newPrimary, type PrimaryParts, promotedPrimary } from '../manifests/primary-workload.ts';
import { type Context, required } from './context.ts';
import { write } from './write.ts';

/** Gives the primary the very template that was seen and analysed; no fresh read, so nothing slips in between. */
export const writePrimary = async (context: Context): Promise<void> => {
  const { plan, seen, settings } = context;
  const target = required(seen.target, 'the target');
  const sums = Object.fromEntries((seen.configs ?? []).map(({ key, checksum }) => [key, checksum ?? '']));
  const parts: PrimaryParts = {
    target: target.object,
    label: target.label,
    trackedConfigs: new Set(Object.keys(sums)),
    flaggerId: promotionPin(target.revision, sums),
    includeLabelPrefixes: settings.includeLabelPrefixes,
  };
  const existing = seen.primary?.object;
  const object = existing === undefined ? newPrimary(plan, parts) : promotedPrimary(existing, parts);
  await write(context, DEPLOYMENT, object, existing);
};
