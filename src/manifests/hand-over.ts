import { FLUX_PAIR, KUBECTL_LAST_APPLIED, ORIGINAL_CONFIGURATION, RECORD_STAMP } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { isObject, type Json, objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import { isSameContent } from '../domain/revision.ts';
import type { Label } from '../domain/snapshot.ts';
import { isOwnedBy } from './ownership.ts';

/** Marks on what is ours to write; what is given back bears none. */
const MARKS: ReadonlySet<string> = new Set([ORIGINAL_CONFIGURATION, RECORD_STAMP, ...Object.keys(FLUX_PAIR)]);

/** Chosen by the cluster for each Service, and not to be changed. */
const ADDRESSING: ReadonlySet<string> = new Set(['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']);

const entriesOf = (spec: Json, keeps: (key: string) => boolean): Json =>
  Object.fromEntries(Object.entries(spec).filter(([key]) => keeps(key)));

/** Nothing where a hand has made it something else than an object in JSON. */
const parsed = (text: string | undefined): Json => {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return isObject(value) ? value : {};
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return {};
    throw thrown;
  }
};

/**
 * What an object may have held before it was taken over: what was noted then, and what kubectl has applied, where
 * Flagger looks first. Either may have been written when the object was a controller's already.
 */
export const originalsOf = ({ metadata: { annotations } }: KubeObject): readonly Json[] =>
  [
    parsed(annotations?.[ORIGINAL_CONFIGURATION]),
    objectAt(parsed(annotations?.[KUBECTL_LAST_APPLIED]), 'spec'),
  ].filter((spec) => Object.keys(spec).length > 0);

/** With this spec, and without our marks. What we never took over is left alone, whatever it bears. */
export const returned = (
  existing: KubeObject,
  { uid }: Pick<Plan, 'uid'>,
  { spec, outlives }: { readonly spec: Json; readonly outlives: boolean },
): KubeObject => {
  const isTaken =
    isOwnedBy(existing, uid) ||
    [ORIGINAL_CONFIGURATION, RECORD_STAMP].some((key) => existing.metadata.annotations?.[key] !== undefined);
  if (!isTaken && isSameContent(spec, existing['spec'])) return existing;
  return { ...existing, metadata: returnedMetadata(existing, uid, outlives), spec };
};

/** One that is to outlive the Canary does not belong to it any more. */
const returnedMetadata = (
  { metadata }: KubeObject,
  uid: string,
  outlives: boolean,
): KubeObject['metadata'] => {
  const { annotations, ownerReferences, ...rest } = metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !MARKS.has(key));
  const owners = (ownerReferences ?? []).filter((owner) => !outlives || owner.uid !== uid);
  return {
    ...rest,
    ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
    ...(owners.length === 0 ? {} : { ownerReferences: owners }),
  };
};

/**
 * The Service that users call, as it was before it was taken over; one that we made leads to the target. One that
 * does not lead to the primary any more is left as it is, so this may be done again.
 */
export const returnedService = (
  plan: Plan,
  existing: KubeObject,
  { label, outlives }: { readonly label: Label | undefined; readonly outlives: boolean },
): KubeObject => returned(existing, plan, { spec: returnedSpec(existing, label), outlives });

/** Without a selector nobody could be led anywhere, so a spec that has none is no original. */
const returnedSpec = (existing: KubeObject, label: Label | undefined): Json => {
  const live = objectAt(existing, 'spec');
  if (label === undefined) return live;
  const leadsToPrimary = (spec: Json): boolean =>
    objectAt(spec, 'selector')[label.key] === primaryName(label.value);
  if (!leadsToPrimary(live)) return live;
  const original = originalsOf(existing).find(
    (spec) => Object.keys(objectAt(spec, 'selector')).length > 0 && !leadsToPrimary(spec),
  );
  if (original === undefined) return { ...live, selector: { [label.key]: label.value } };
  return {
    ...entriesOf(live, (key) => ADDRESSING.has(key)),
    ...entriesOf(original, (key) => !ADDRESSING.has(key)),
  };
};
