import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../api/objects.ts';
import { isOperatorError } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import type { PodDriver, PodRuntime } from '../pods/driver.ts';
import { isTerminating, podSpec, podStatus } from '../pods/pod.ts';
import type { Watched } from '../watched.ts';
import { keyOf } from '../watched.ts';
import { POD } from './kinds.ts';
import { KUBELET_FINALIZER } from './kubelet-names.ts';
import { splitKey } from './loop.ts';
import type { Loop } from './loop.ts';
import { versioned } from './owner.ts';
import { podStatusOf } from './pod-status.ts';
import type { ContainerState, Ended } from './pod-status.ts';

export interface KubeletPorts {
  readonly cluster: SandboxCluster;
  readonly pods: Watched;
  readonly driver: PodDriver;
  readonly clock: Clock;
}

/** The kubelet's record of one pod, by UID. */
interface Sandbox {
  readonly uid: string;
  readonly startedMs: number;
  runtime: PodRuntime | undefined;
  containers: ContainerState;
  /** Exits in a row without ten good minutes between them. */
  crashes: number;
  /** When the next start is due, on the monotonic clock. */
  startAtMs: number;
  stopping: 'no' | 'running' | 'gone';
}

const STARTING: ContainerState['current'] = { kind: 'waiting', reason: 'ContainerCreating', message: '' };
const CONFIG_RETRY_MS = 5000;
const CRASH_BACKOFF_MS = 10_000;
const LONGEST_CRASH_BACKOFF_MS = 300_000;
const GOOD_RUN_MS = 600_000;
const DEFAULT_GRACE_S = 30;

/** The first restart is immediate; then 10 s, 20 s … up to five minutes. */
export const crashBackoffMs = (crashes: number): number =>
  crashes <= 1 ? 0 : Math.min(CRASH_BACKOFF_MS * 2 ** (crashes - 2), LONGEST_CRASH_BACKOFF_MS);

const graceMs = (pod: KubeObject): number =>
  (podSpec(pod).terminationGracePeriodSeconds ?? DEFAULT_GRACE_S) * 1000;

const restarts = (pod: KubeObject, exitCode: number): boolean => {
  const { restartPolicy = 'Always' } = podSpec(pod);
  return restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && exitCode !== 0);
};

const crashMessage = (pod: KubeObject, delayMs: number): string => {
  const [container] = podSpec(pod).containers;
  const { name, namespace = '', uid = '' } = pod.metadata;
  return `back-off ${delayMs / 1000}s restarting failed container=${container?.name ?? ''} pod=${name}_${namespace}(${uid})`;
};

const isAdopted = (pod: KubeObject): boolean => pod.metadata.finalizers?.includes(KUBELET_FINALIZER) === true;

/** Runs every pod of the cluster through the driver and writes what becomes of it. */
export class Kubelet {
  readonly #ports: KubeletPorts;
  readonly #loop: Loop;
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #ending = new Set<Promise<void>>();

  constructor(ports: KubeletPorts, loop: Loop) {
    this.#ports = ports;
    this.#loop = loop;
    ports.pods.onChange(({ before, after }) => {
      const pod = after ?? before;
      if (pod !== undefined) loop.enqueue(keyOf(pod));
    });
  }

  async reconcile(key: string, signal: AbortSignal): Promise<number | undefined> {
    const pod = this.#ports.pods.get(...splitKey(key));
    this.#dropOther(key, pod?.metadata.uid);
    if (pod === undefined) return undefined;
    if (isTerminating(pod)) return await this.#terminate(pod, signal);
    if (!isAdopted(pod)) return await this.#adopt(pod, signal);
    const sandbox = this.#sandboxes.get(key) ?? this.#open(pod);
    await this.#startWhenDue(pod, sandbox);
    await this.#report(pod, sandbox, signal);
    const leftMs = sandbox.startAtMs - this.#ports.clock.monotonic();
    return leftMs > 0 && Number.isFinite(leftMs) ? leftMs : undefined;
  }

  /** Ends all programs without grace. */
  async close(): Promise<void> {
    const open = [...this.#sandboxes];
    for (const [key, sandbox] of open) this.#abandon(key, sandbox);
    await Promise.all(this.#ending);
  }

  #open(pod: KubeObject): Sandbox {
    const sandbox: Sandbox = {
      uid: pod.metadata.uid ?? '',
      startedMs: this.#ports.clock.now(),
      runtime: undefined,
      containers: { ready: false, restarts: 0, current: STARTING, last: undefined },
      crashes: 0,
      startAtMs: this.#ports.clock.monotonic(),
      stopping: 'no',
    };
    this.#sandboxes.set(keyOf(pod), sandbox);
    return sandbox;
  }

  /** A pod that no controller of ours made gets the finalizer before it is started. */
  async #adopt(pod: KubeObject, signal: AbortSignal): Promise<undefined> {
    const next = versioned(pod);
    const finalizers = [...(pod.metadata.finalizers ?? []), KUBELET_FINALIZER];
    const { cluster, pods } = this.#ports;
    pods.learn(await cluster.replace(POD, { ...next, metadata: { ...next.metadata, finalizers } }, signal));
  }

  async #startWhenDue(pod: KubeObject, sandbox: Sandbox): Promise<void> {
    const { clock, driver } = this.#ports;
    if (sandbox.runtime !== undefined || sandbox.startAtMs > clock.monotonic()) return;
    try {
      this.#started(pod, sandbox, await driver.start(pod));
    } catch (thrown) {
      if (!isOperatorError(thrown, 'NOT_FOUND', 'REJECTED')) throw thrown;
      const reason = 'CreateContainerConfigError';
      sandbox.containers = {
        ...sandbox.containers,
        current: { kind: 'waiting', reason, message: thrown.message },
      };
      sandbox.startAtMs = clock.monotonic() + CONFIG_RETRY_MS;
    }
  }

  #started(pod: KubeObject, sandbox: Sandbox, runtime: PodRuntime): void {
    const startedMs = this.#ports.clock.now();
    sandbox.runtime = runtime;
    sandbox.containers = {
      ...sandbox.containers,
      ready: false,
      current: { kind: 'running', sinceMs: startedMs },
    };
    runtime.onReadyChange((ready) => {
      if (sandbox.runtime !== runtime) return;
      sandbox.containers = { ...sandbox.containers, ready };
      this.#loop.enqueue(keyOf(pod));
    });
    runtime.onExit((exitCode) => {
      if (sandbox.runtime !== runtime) return;
      this.#exited(pod, sandbox, { exitCode, startedMs, finishedMs: this.#ports.clock.now() });
      this.#loop.enqueue(keyOf(pod));
    });
  }

  #exited(pod: KubeObject, sandbox: Sandbox, end: Ended): void {
    sandbox.runtime = undefined;
    if (!restarts(pod, end.exitCode)) {
      sandbox.containers = { ...sandbox.containers, ready: false, current: { kind: 'ended', end } };
      sandbox.startAtMs = Infinity;
      return;
    }
    const wasGood = end.finishedMs - end.startedMs >= GOOD_RUN_MS;
    sandbox.crashes = wasGood ? 1 : sandbox.crashes + 1;
    const delayMs = crashBackoffMs(sandbox.crashes);
    sandbox.startAtMs = this.#ports.clock.monotonic() + delayMs;
    sandbox.containers = {
      ready: false,
      restarts: sandbox.containers.restarts + 1,
      current: { kind: 'waiting', reason: 'CrashLoopBackOff', message: crashMessage(pod, delayMs) },
      last: end,
    };
  }

  async #terminate(pod: KubeObject, signal: AbortSignal): Promise<undefined> {
    const key = keyOf(pod);
    const sandbox = this.#sandboxes.get(key);
    if (sandbox?.runtime !== undefined && sandbox.stopping === 'no') {
      sandbox.stopping = 'running';
      this.#stop(sandbox, sandbox.runtime, graceMs(pod), key);
    }
    if (sandbox?.stopping === 'running') return;
    await this.#release(pod, signal);
    this.#sandboxes.delete(key);
  }

  #stop(sandbox: Sandbox, runtime: PodRuntime, forMs: number, key: string): void {
    const ended = runtime.stop(forMs).then(() => {
      sandbox.stopping = 'gone';
      this.#ending.delete(ended);
      this.#loop.enqueue(key);
    });
    this.#ending.add(ended);
  }

  /** The program has ended: the API server may drop the object. */
  async #release(pod: KubeObject, signal: AbortSignal): Promise<void> {
    const { cluster, pods } = this.#ports;
    const finalizers = (pod.metadata.finalizers ?? []).filter((name) => name !== KUBELET_FINALIZER);
    const next = versioned(pod);
    try {
      await cluster.replace(POD, { ...next, metadata: { ...next.metadata, finalizers } }, signal);
    } catch (thrown) {
      if (!isOperatorError(thrown, 'NOT_FOUND')) throw thrown;
    }
    if (finalizers.length === 0) pods.forget(pod);
  }

  /** A pod of the same name may have come in the meantime. */
  #dropOther(key: string, uid: string | undefined): void {
    const known = this.#sandboxes.get(key);
    if (known !== undefined && known.uid !== uid) this.#abandon(key, known);
  }

  #abandon(key: string, sandbox: Sandbox): void {
    this.#sandboxes.delete(key);
    if (sandbox.runtime !== undefined && sandbox.stopping === 'no')
      this.#stop(sandbox, sandbox.runtime, 0, key);
  }

  async #report(pod: KubeObject, sandbox: Sandbox, signal: AbortSignal): Promise<void> {
    const { cluster, pods, clock } = this.#ports;
    const { containers, startedMs, runtime } = sandbox;
    const ip = runtime?.ip ?? podStatus(pod).podIP;
    const status = podStatusOf(pod, { ip, startedMs, nowMs: clock.now(), containers });
    if (isDeepStrictEqual(status, podStatus(pod))) return;
    pods.learn(await cluster.replace(POD, { ...versioned(pod), status }, signal, 'status'));
  }
}
