import { promotionPin } from '../domain/revision.ts';
import type { PrimaryParts } from '../manifests/targets/target-kind.ts';
import { targetKindOf } from '../manifests/targets/targets.ts';
import { type Context, required } from './context.ts';
import { write } from './write.ts';

/** Gives the primary the very revision that was seen and analysed; no fresh read, so nothing slips in between. */
export const writePrimary = async (context: Context): Promise<void> => {
  const { plan, seen, settings } = context;
  const kind = targetKindOf(plan);
  const target = required(seen.target, 'the target');
  const sums = Object.fromEntries((seen.configs ?? []).map(({ key, checksum }) => [key, checksum ?? '']));
  const parts: PrimaryParts = {
    target: target.object,
    label: seen.label,
    trackedConfigs: new Set(Object.keys(sums)),
    flaggerId: promotionPin(target.revision, sums),
    includeLabelPrefixes: settings.includeLabelPrefixes,
  };
  const existing = seen.primary?.object;
  const object =
    existing === undefined ? kind.newPrimary(plan, parts) : kind.promotedPrimary(plan, existing, parts);
  await write(context, kind.type, object, existing);
};
