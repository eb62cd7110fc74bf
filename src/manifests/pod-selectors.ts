import { isObject, type Json, listAt, objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Label } from '../domain/snapshot.ts';

type Change = (item: Json) => Json;

const mapList = (parent: Json, key: string, change: Change): Json =>
  Array.isArray(parent[key])
    ? { ...parent, [key]: listAt(parent, key).map((item) => (isObject(item) ? change(item) : item)) }
    : parent;

const mapAt = (parent: Json, key: string, change: Change): Json =>
  isObject(parent[key]) ? { ...parent, [key]: change(objectAt(parent, key)) } : parent;

/** What a term says about the pods of one side, said about the other. */
const mapSelector =
  ({ key, value }: Label): Change =>
  (selector) => {
    const renamed = (text: unknown): unknown => (text === value ? primaryName(value) : text);
    const labels = mapAt(selector, 'matchLabels', (wanted) =>
      wanted[key] === value ? { ...wanted, [key]: primaryName(value) } : wanted,
    );
    return mapList(labels, 'matchExpressions', (expression) =>
      expression['key'] === key && Array.isArray(expression['values'])
        ? { ...expression, values: expression['values'].map(renamed) }
        : expression,
    );
  };

/**
 * Pods that keep away from each other, or spread, among their own side: the primary must do so among primary
 * pods. Affinity towards pods stays as written, since it may well mean the pods of others.
 */
export const mapPodSelectors = (podSpec: Json, label: Label): Json => {
  const ofTerm: Change = (term) => mapAt(term, 'labelSelector', mapSelector(label));
  const ofWeighted: Change = (weighted) => mapAt(weighted, 'podAffinityTerm', ofTerm);
  const ofAntiAffinity: Change = (rule) =>
    mapList(
      mapList(rule, 'requiredDuringSchedulingIgnoredDuringExecution', ofTerm),
      'preferredDuringSchedulingIgnoredDuringExecution',
      ofWeighted,
    );
  const ofAffinity: Change = (affinity) => mapAt(affinity, 'podAntiAffinity', ofAntiAffinity);
  return mapList(mapAt(podSpec, 'affinity', ofAffinity), 'topologySpreadConstraints', ofTerm);
};
