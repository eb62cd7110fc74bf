import type { KubeObject } from '../api/objects.ts';
import { objectAt, textAt } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';

/** What a Canary lays claim to: its target and the Service name that its routes are made for. */
const claimsOf = (canary: KubeObject): readonly string[] => {
  const target = objectAt(canary, 'spec', 'targetRef');
  const name = textAt(target, 'name');
  const service = textAt(objectAt(canary, 'spec', 'service'), 'name') || name;
  return [`${textAt(target, 'kind')} ${name}`, `Service ${service}`];
};

/** Older first; of two made in the same second, the one whose name sorts first. */
const isOlder = (one: KubeObject, other: KubeObject): boolean => {
  const [a, b] = [one.metadata.creationTimestamp ?? '', other.metadata.creationTimestamp ?? ''];
  return a === b ? one.metadata.name < other.metadata.name : a < b;
};

/** The Canary that made this workload: it is its primary, and scaled to zero it would serve nobody. */
export const makerOf = (target: KubeObject | undefined, uid: string): string | undefined =>
  target?.metadata.ownerReferences?.find(
    (owner) => owner.controller === true && owner.kind === 'Canary' && owner.uid !== uid,
  )?.name;

/** The older Canary that has this one's target or Service, and what they share. */
export const claimedBy = (
  plan: Plan,
  canary: KubeObject,
  all: readonly KubeObject[],
): { readonly by: string; readonly what: string } | undefined => {
  const ours = claimsOf(canary);
  for (const other of all) {
    if (other.metadata.uid === plan.uid || !isOlder(other, canary)) continue;
    const what = claimsOf(other).find((claim) => ours.includes(claim));
    if (what !== undefined) return { by: other.metadata.name, what };
  }
  return undefined;
};
