import { isDeepStrictEqual } from 'node:util';
import { DEPLOYMENT } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import type { Versioned } from '../../kube/cluster.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import { isTerminating } from '../pods/pod.ts';
import type { Watched } from '../watched.ts';
import { keyOf } from '../watched.ts';
import {
  deploymentSpec,
  DESIRED_REPLICAS,
  replicaSetSpec,
  REVISION,
  workloadStatus,
} from './deployment-object.ts';
import type { DeploymentSpec } from './deployment-object.ts';
import { deploymentStatus } from './deployment-status.ts';
import { REPLICA_SET } from './kinds.ts';
import { splitKey } from './loop.ts';
import type { Loop } from './loop.ts';
import { controllerOf, isControlledBy, namespaceOf, versioned } from './owner.ts';
import { byAge, currentSet, newReplicaSet, nextRevision, revisionOf, scaleAnnotations } from './revisions.ts';
import { limitsOf, proportional, recreateStep, rollingStep } from './rolling.ts';
import type { Size, Sizes } from './rolling.ts';

export interface DeploymentPorts {
  readonly cluster: SandboxCluster;
  readonly deployments: Watched;
  readonly replicaSets: Watched;
  readonly pods: Watched;
  readonly clock: Clock;
}

/** A Deployment and its ReplicaSets as one look sees them. */
interface Family {
  readonly deployment: KubeObject;
  readonly spec: DeploymentSpec;
  /** Oldest first. */
  readonly sets: readonly KubeObject[];
  readonly current: KubeObject | undefined;
}

const sizeOf = (set: KubeObject | undefined): Size =>
  set === undefined
    ? { replicas: 0, available: 0 }
    : { replicas: replicaSetSpec(set).replicas, available: workloadStatus(set).availableReplicas ?? 0 };

const isActive = (set: KubeObject): boolean => replicaSetSpec(set).replicas > 0;

const limits = ({ spec }: Family): { surge: number; unavailable: number } =>
  spec.strategy.type === 'Recreate'
    ? { surge: 0, unavailable: spec.replicas }
    : limitsOf(spec.replicas, spec.strategy.rollingUpdate);

const oldSets = ({ sets, current }: Family): readonly KubeObject[] =>
  sets.filter((set) => set.metadata.name !== current?.metadata.name);

const wasResized = ({ sets, spec }: Family): boolean =>
  sets.some((set) => {
    const recorded = set.metadata.annotations?.[DESIRED_REPLICAS];
    return isActive(set) && recorded !== undefined && recorded !== String(spec.replicas);
  });

/** New sizes after the Deployment's own size was changed; no pods move from one set to another here. */
const resized = (family: Family): readonly number[] => {
  const { sets, spec, current } = family;
  const active = sets.filter(isActive);
  const only = active.length === 1 ? active[0] : active.length === 0 ? current : undefined;
  const sizes = sets.map((set) => replicaSetSpec(set).replicas);
  if (only !== undefined)
    return sets.map((set, index) => (set === only ? spec.replicas : (sizes[index] ?? 0)));
  const allowed = spec.replicas === 0 ? 0 : spec.replicas + limits(family).surge;
  return proportional(sizes, allowed);
};

const revisionIn = (sets: readonly KubeObject[], current: KubeObject): number => {
  const others = sets.filter((set) => set.metadata.name !== current.metadata.name);
  return Math.max(revisionOf(current), nextRevision(others));
};

const withRevision = (object: KubeObject, revision: number): Versioned => {
  const { metadata } = versioned(object);
  const annotations = { ...metadata.annotations, [REVISION]: String(revision) };
  return { ...object, metadata: { ...metadata, annotations } };
};

export class DeploymentController {
  readonly #ports: DeploymentPorts;

  constructor(ports: DeploymentPorts, loop: Loop) {
    this.#ports = ports;
    const wakeOwner = (object: KubeObject | undefined): void => {
      const owner = object === undefined ? undefined : controllerOf(object);
      if (object !== undefined && owner?.kind === 'Deployment')
        loop.enqueue(`${namespaceOf(object)}/${owner.name}`);
    };
    ports.deployments.onChange(({ before, after }) => {
      const object = after ?? before;
      if (object !== undefined) loop.enqueue(keyOf(object));
    });
    ports.replicaSets.onChange(({ before, after }) => wakeOwner(after ?? before));
    // Recreate waits for the last old pod to be gone, which no ReplicaSet status tells.
    ports.pods.onChange(({ before, after }) => {
      if (before === undefined || after !== undefined) return;
      const owner = controllerOf(before);
      wakeOwner(owner === undefined ? undefined : ports.replicaSets.get(namespaceOf(before), owner.name));
    });
  }

  async reconcile(key: string, signal: AbortSignal): Promise<number | undefined> {
    const deployment = this.#ports.deployments.get(...splitKey(key));
    if (deployment === undefined || isTerminating(deployment)) return undefined;
    const family = this.#familyOf(deployment);
    if (family.spec.paused || wasResized(family)) {
      await this.#applySizes(family, resized(family), signal);
      return await this.#report(family, false, signal);
    }
    if (family.current === undefined) return await this.#begin(family, signal);
    await this.#roll(family, signal);
    await this.#recordRevision(family, signal);
    return await this.#report(family, false, signal);
  }

  #familyOf(deployment: KubeObject): Family {
    const { replicaSets } = this.#ports;
    const owned = replicaSets.list(namespaceOf(deployment)).filter((set) => isControlledBy(set, deployment));
    const sets = byAge(owned.filter((set) => !isTerminating(set)));
    return { deployment, spec: deploymentSpec(deployment), sets, current: currentSet(deployment, sets) };
  }

  #step(family: Family): Sizes {
    const old = oldSets(family);
    const rollout = {
      desired: family.spec.replicas,
      ...limits(family),
      current: sizeOf(family.current),
      old: old.map(sizeOf),
    };
    if (family.spec.strategy.type !== 'Recreate') return rollingStep(rollout);
    return recreateStep(rollout, this.#podsOf(family.deployment, old));
  }

  /** Also those that are still ending. */
  #podsOf({ metadata }: KubeObject, sets: readonly KubeObject[]): number {
    const pods = this.#ports.pods.list(metadata.namespace ?? '');
    return pods.filter((pod) => sets.some((set) => isControlledBy(pod, set))).length;
  }

  async #begin(family: Family, signal: AbortSignal): Promise<number | undefined> {
    const { cluster, replicaSets } = this.#ports;
    const { spec, deployment } = family;
    const scale = {
      replicas: this.#step(family).current,
      desired: spec.replicas,
      max: spec.replicas + limits(family).surge,
    };
    const set = newReplicaSet(deployment, nextRevision(family.sets), scale);
    const created = await cluster.create(REPLICA_SET, set, signal);
    replicaSets.learn(created);
    const grown = { ...family, current: created, sets: [...family.sets, created] };
    return await this.#report(grown, true, signal);
  }

  async #roll(family: Family, signal: AbortSignal): Promise<void> {
    const { current, old } = this.#step(family);
    const names = new Map(oldSets(family).map((set, index) => [set.metadata.name, old[index] ?? 0]));
    await this.#applySizes(
      family,
      family.sets.map((set) => names.get(set.metadata.name) ?? current),
      signal,
    );
    await this.#prune(family, signal);
  }

  async #applySizes(family: Family, sizes: readonly number[], signal: AbortSignal): Promise<void> {
    const { desired, max } = {
      desired: family.spec.replicas,
      max: family.spec.replicas + limits(family).surge,
    };
    for (const [index, set] of family.sets.entries()) {
      const replicas = sizes[index] ?? 0;
      if (replicas === 0 && !isActive(set)) continue;
      await this.#resize(set, { replicas, desired, max }, signal);
    }
  }

  async #resize(
    set: KubeObject,
    scale: { readonly replicas: number; readonly desired: number; readonly max: number },
    signal: AbortSignal,
  ): Promise<void> {
    const annotations = { ...set.metadata.annotations, ...scaleAnnotations(scale) };
    const isRight = replicaSetSpec(set).replicas === scale.replicas;
    if (isRight && isDeepStrictEqual(annotations, { ...set.metadata.annotations })) return;
    const next = versioned(set);
    const { cluster, replicaSets } = this.#ports;
    const written = await cluster.replace(
      REPLICA_SET,
      {
        ...next,
        metadata: { ...next.metadata, annotations },
        spec: { ...(set['spec'] as object), replicas: scale.replicas },
      },
      signal,
    );
    replicaSets.learn(written);
  }

  /** The current set carries the highest revision. */
  async #recordRevision({ current, sets }: Family, signal: AbortSignal): Promise<void> {
    const { cluster, replicaSets } = this.#ports;
    if (current === undefined) return;
    const revision = revisionIn(sets, current);
    const fresh = replicaSets.get(namespaceOf(current), current.metadata.name) ?? current;
    if (revisionOf(fresh) === revision) return;
    replicaSets.learn(await cluster.replace(REPLICA_SET, withRevision(fresh, revision), signal));
  }

  /** Old empty sets beyond the history limit, once nothing is in motion. */
  async #prune(family: Family, signal: AbortSignal): Promise<void> {
    const { cluster, replicaSets } = this.#ports;
    const old = oldSets(family);
    if (old.some((set) => isActive(set) || (workloadStatus(set).replicas ?? 0) > 0)) return;
    const byRevision = [...old].sort((a, b) => revisionOf(a) - revisionOf(b));
    for (const set of byRevision.slice(0, Math.max(0, old.length - family.spec.revisionHistoryLimit))) {
      const { name } = set.metadata;
      await cluster.delete({ type: REPLICA_SET, namespace: namespaceOf(set), name }, signal);
      replicaSets.forget(set);
    }
  }

  async #report(before: Family, created: boolean, signal: AbortSignal): Promise<number | undefined> {
    const { cluster, deployments, clock } = this.#ports;
    const { namespace = '', name } = before.deployment.metadata;
    const deployment = deployments.get(namespace, name);
    if (deployment === undefined) return undefined;
    const { sets } = this.#familyOf(deployment);
    const current = created ? before.current : currentSet(deployment, sets);
    const nowMs = clock.now();
    const { status, againMs } = deploymentStatus({ deployment, sets, current, created, nowMs });
    const revision = current === undefined ? revisionOf(deployment) : revisionIn(sets, current);
    const isRight = revisionOf(deployment) === revision;
    if (isRight && isDeepStrictEqual(status, workloadStatus(deployment))) return againMs;
    // The status write may change annotations, and unlike the main one it leaves the generation alone.
    const next = { ...withRevision(deployment, revision), status };
    deployments.learn(await cluster.replace(DEPLOYMENT, next, signal, 'status'));
    return againMs;
  }
}
