import { KEDA_PAUSED_REPLICAS } from '../../api/identifiers.ts';
import { SCALED_OBJECT } from '../../api/kinds.ts';
import { apiVersionOf, type KubeObject } from '../../api/objects.ts';
import { isObject, type Json, listAt, objectAt } from '../../domain/json.ts';
import { primaryName } from '../../domain/names.ts';
import type { AutoscalerPlan, Plan } from '../../domain/plan.ts';
import { ownedMetadata, withoutBookkeeping } from '../ownership.ts';
import { primaryQuery } from './primary-query.ts';
import { raised, type ScalerKind } from './scaler-kind.ts';

type Texts = Readonly<Record<string, string>>;

/** KEDA's own defaults. */
const MIN = 0;
const MAX = 100;

const countOr = (scaler: KubeObject, key: string, otherwise: number): number => {
  const value = objectAt(scaler, 'spec')[key];
  return typeof value === 'number' ? value : otherwise;
};
const maxOf = (scaler: KubeObject): number => countOr(scaler, 'maxReplicaCount', MAX);

/** KEDA names each object after itself in this label. */
const isKedas = (key: string): boolean => key.startsWith('scaledobject.keda.sh/name');

const without = (texts: Texts | undefined, drops: (key: string, value: string) => boolean): Texts =>
  Object.fromEntries(Object.entries(texts ?? {}).filter(([key, value]) => !drops(key, value)));

/** Held at zero. Another number is somebody's own pause, which is theirs to end. */
const holdsAtZero = (key: string, value: string): boolean => key === KEDA_PAUSED_REPLICAS && value === '0';

/** A primary that Flagger made from a paused source is held at zero where all users are. */
const unpaused = (existing: KubeObject | undefined): KubeObject | undefined => {
  const annotations = existing?.metadata.annotations;
  if (existing === undefined || annotations === undefined) return existing;
  return { ...existing, metadata: { ...existing.metadata, annotations: without(annotations, holdsAtZero) } };
};

/** KEDA makes one HorizontalPodAutoscaler for each object; two of one name would take it from each other. */
const advancedOf = (spec: Json): Json => {
  const advanced = objectAt(spec, 'advanced');
  const config = objectAt(advanced, 'horizontalPodAutoscalerConfig');
  if (typeof config['name'] !== 'string' || config['name'] === '') return {};
  const renamed = { ...config, name: primaryName(config['name']) };
  return { advanced: { ...advanced, horizontalPodAutoscalerConfig: renamed } };
};

const triggersOf = (plan: Plan, { primaryQueries }: AutoscalerPlan, spec: Json): Json => {
  if (!Array.isArray(spec['triggers'])) return {};
  const triggers = listAt(spec, 'triggers').map((trigger) => {
    if (!isObject(trigger)) return trigger;
    const { name } = trigger;
    const metadata = objectAt(trigger, 'metadata');
    const query = primaryQuery(plan.target.name, metadata['query'], {
      given: primaryQueries,
      trigger: typeof name === 'string' ? name : '',
    });
    return query === undefined ? trigger : { ...trigger, metadata: { ...metadata, query } };
  });
  return { triggers };
};

const replicasOf = (scaler: AutoscalerPlan, source: KubeObject, floor: number): Json => {
  const max = scaler.primaryMax ?? maxOf(source);
  const min = scaler.primaryMin ?? countOr(source, 'minReplicaCount', MIN);
  const needed = raised(min, { floor, max });
  return {
    ...(scaler.primaryMin === undefined && needed === min ? {} : { minReplicaCount: needed }),
    ...(scaler.primaryMax === undefined ? {} : { maxReplicaCount: max }),
  };
};

/** While a floor holds there is no idling below it. */
const specOf = (source: KubeObject, floor: number): Json => {
  const { idleReplicaCount, ...spec } = objectAt(source, 'spec');
  return idleReplicaCount === undefined || floor > 0 ? spec : { ...spec, idleReplicaCount };
};

export const scaledObject: ScalerKind = {
  type: SCALED_OBJECT,
  primary: (plan, { scaler, source, floor }, existing) => {
    const spec = specOf(source, floor);
    const before = unpaused(existing);
    const annotations = without(
      withoutBookkeeping(source.metadata.annotations),
      (key) => key === KEDA_PAUSED_REPLICAS,
    );
    return {
      apiVersion: apiVersionOf(SCALED_OBJECT),
      kind: SCALED_OBJECT.kind,
      ...before,
      metadata: ownedMetadata(before, {
        name: scaler.primaryName,
        namespace: plan.namespace,
        owner: plan.owner,
        labels: without(withoutBookkeeping(source.metadata.labels), isKedas),
        annotations,
      }),
      spec: {
        ...spec,
        scaleTargetRef: { ...objectAt(spec, 'scaleTargetRef'), name: plan.target.primaryName },
        ...replicasOf(scaler, source, floor),
        ...advancedOf(spec),
        ...triggersOf(plan, scaler, spec),
      },
    };
  },
  min: (scaler) => Math.max(1, countOr(scaler, 'minReplicaCount', MIN)),
  max: maxOf,
  atZero: ({ metadata }) => (metadata.annotations?.[KEDA_PAUSED_REPLICAS] === '0' ? 'paused' : 'active'),
  pausing: (pause) => ({ metadata: { annotations: { [KEDA_PAUSED_REPLICAS]: pause ? '0' : null } } }),
};
