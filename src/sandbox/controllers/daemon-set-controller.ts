import { isDeepStrictEqual } from 'node:util';
import { DAEMON_SET } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import { at, rec, text } from '../apiserver/json.ts';
import { isReady, isTerminating } from '../pods/pod.ts';
import type { Watched } from '../watched.ts';
import { keyOf } from '../watched.ts';
import type { Template } from './deployment-object.ts';
import { withoutZeros } from './deployment-object.ts';
import { POD } from './kinds.ts';
import { KUBELET_FINALIZER, NODE_NAME } from './kubelet-names.ts';
import { splitKey } from './loop.ts';
import type { Loop } from './loop.ts';
import { availableInMs, removePods } from './owned-pods.ts';
import { controllerOf, isControlledBy, namespaceOf, ownedBy, versioned } from './owner.ts';
import { limitsOf } from './rolling.ts';
import type { IntOrPercent } from './rolling.ts';
import { nameSuffix, templateHash } from './template-hash.ts';

export interface DaemonSetPorts {
  readonly cluster: SandboxCluster;
  readonly daemonSets: Watched;
  readonly pods: Watched;
  readonly nodes: Watched;
  readonly clock: Clock;
  readonly random: Random;
}

/** On pods: which template they were made from. On a real cluster there is a ControllerRevision for each. */
const REVISION_HASH = 'controller-revision-hash';

interface Spec {
  readonly template: Template;
  readonly minReadySeconds: number;
  readonly onDelete: boolean;
  readonly maxUnavailable: IntOrPercent;
}

const specOf = (object: KubeObject): Spec => ({
  template: rec(at(object, 'spec', 'template')),
  minReadySeconds: Number(at(object, 'spec', 'minReadySeconds') ?? 0),
  onDelete: at(object, 'spec', 'updateStrategy', 'type') === 'OnDelete',
  maxUnavailable: (at(object, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable') ??
    1) as IntOrPercent,
});

/** What one look sees of a DaemonSet. */
interface Family {
  readonly set: KubeObject;
  readonly spec: Spec;
  readonly hash: string;
  /** Also pods that are ending: their node gets no other one before they are gone. */
  readonly pods: readonly KubeObject[];
  /** The nodes that must have a pod. */
  readonly nodes: readonly string[];
}

const nodeOf = (pod: KubeObject): string => text(at(pod, 'spec', 'nodeName'));

const matches = (
  labels: Readonly<Record<string, unknown>>,
  selector: Readonly<Record<string, unknown>>,
): boolean => Object.entries(selector).every(([key, value]) => labels[key] === value);

const podOf = ({ set, spec, hash }: Family, node: string, name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: namespaceOf(set),
    labels: { ...spec.template.metadata?.labels, [REVISION_HASH]: hash },
    ...(spec.template.metadata?.annotations === undefined
      ? {}
      : { annotations: spec.template.metadata.annotations }),
    ownerReferences: ownedBy(set),
    finalizers: [KUBELET_FINALIZER],
  },
  spec: { restartPolicy: 'Always', ...(spec.template.spec as object), nodeName: node },
});

/** A pod on each node that the template's nodeSelector matches; of the ways to update, without surge. */
export class DaemonSetController {
  readonly #ports: DaemonSetPorts;

  constructor(ports: DaemonSetPorts, loop: Loop) {
    this.#ports = ports;
    ports.daemonSets.onChange(({ before, after }) => {
      const object = after ?? before;
      if (object !== undefined) loop.enqueue(keyOf(object));
    });
    ports.pods.onChange(({ before, after }) => {
      const pod = after ?? before;
      const owner = pod === undefined ? undefined : controllerOf(pod);
      if (pod !== undefined && owner?.kind === 'DaemonSet') loop.enqueue(`${namespaceOf(pod)}/${owner.name}`);
    });
    ports.nodes.onChange(() => {
      for (const object of ports.daemonSets.list()) loop.enqueue(keyOf(object));
    });
  }

  async reconcile(key: string, signal: AbortSignal): Promise<number | undefined> {
    const set = this.#ports.daemonSets.get(...splitKey(key));
    if (set === undefined || isTerminating(set)) return undefined;
    const family = this.#familyOf(set);
    await removePods(this.#ports, this.#superfluous(family), signal);
    await this.#add(family, signal);
    return await this.#report(this.#familyOf(set), signal);
  }

  #familyOf(set: KubeObject): Family {
    const spec = specOf(set);
    const pods = this.#ports.pods.list(namespaceOf(set)).filter((pod) => isControlledBy(pod, set));
    return { set, spec, hash: templateHash(spec.template), pods, nodes: this.#nodesFor(spec) };
  }

  /** Where nobody has made Nodes there is one without labels: the machine that all pods run on. */
  #nodesFor({ template }: Spec): readonly string[] {
    const selector = rec(at(template, 'spec', 'nodeSelector'));
    const known = this.#ports.nodes
      .list()
      .map(({ metadata }) => ({ name: metadata.name, labels: metadata.labels ?? {} }));
    const nodes = known.length > 0 ? known : [{ name: NODE_NAME, labels: {} }];
    return nodes.filter(({ labels }) => matches(labels, selector)).map(({ name }) => name);
  }

  /** On the wrong nodes all of them; of an older template as many as may be unavailable at once. */
  #superfluous({ spec, hash, pods, nodes }: Family): readonly KubeObject[] {
    const alive = pods.filter((pod) => !isTerminating(pod));
    const strayed = alive.filter((pod) => !nodes.includes(nodeOf(pod)));
    if (spec.onDelete) return strayed;
    const placed = alive.filter((pod) => nodes.includes(nodeOf(pod)));
    const isOld = (pod: KubeObject): boolean => pod.metadata.labels?.[REVISION_HASH] !== hash;
    const isAvailable = (pod: KubeObject): boolean =>
      availableInMs(pod, spec.minReadySeconds, this.#ports.clock.now()) === 0;
    const old = placed.filter(isOld);
    const { unavailable } = limitsOf(nodes.length, { maxSurge: 0, maxUnavailable: spec.maxUnavailable });
    const room = Math.max(0, unavailable - (nodes.length - placed.filter(isAvailable).length));
    const idle = old.filter((pod) => !isAvailable(pod));
    return [...strayed, ...idle, ...old.filter(isAvailable).slice(0, room)];
  }

  async #add(family: Family, signal: AbortSignal): Promise<void> {
    const { cluster, pods, random } = this.#ports;
    const current = this.#familyOf(family.set);
    const taken = new Set(current.pods.map(nodeOf));
    for (const node of current.nodes.filter((name) => !taken.has(name))) {
      const pod = podOf(current, node, `${current.set.metadata.name}-${nameSuffix(random)}`);
      pods.learn(await cluster.create(POD, pod, signal));
    }
  }

  async #report({ set, spec, hash, pods, nodes }: Family, signal: AbortSignal): Promise<number | undefined> {
    const { cluster, daemonSets, clock } = this.#ports;
    const placed = pods.filter((pod) => !isTerminating(pod) && nodes.includes(nodeOf(pod)));
    const waits = placed.map((pod) => availableInMs(pod, spec.minReadySeconds, clock.now()));
    const available = waits.filter((wait) => wait === 0).length;
    const status = {
      currentNumberScheduled: placed.length,
      numberMisscheduled: pods.filter((pod) => !nodes.includes(nodeOf(pod))).length,
      desiredNumberScheduled: nodes.length,
      numberReady: placed.filter(isReady).length,
      observedGeneration: set.metadata.generation ?? 0,
      ...withoutZeros({
        updatedNumberScheduled: placed.filter((pod) => pod.metadata.labels?.[REVISION_HASH] === hash).length,
        numberAvailable: available,
        numberUnavailable: nodes.length - available,
      }),
    };
    if (!isDeepStrictEqual(status, set['status']))
      daemonSets.learn(await cluster.replace(DAEMON_SET, { ...versioned(set), status }, signal, 'status'));
    const pending = waits.filter((wait) => wait > 0 && Number.isFinite(wait));
    return pending.length === 0 ? undefined : Math.min(...pending);
  }
}
