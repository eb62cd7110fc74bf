import type { KubeObject } from '../api/objects.ts';
import type { Random } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { seeded } from '../runtime/seeded.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import { type ApiServer, makeApiServer, type SandboxCluster } from '../sandbox/apiserver/api-server.ts';
import { runControllers } from '../sandbox/controllers/controllers.ts';
import { CUSTOM_RESOURCE_DEFINITION, NAMESPACE } from '../sandbox/controllers/kinds.ts';
import type { Behaviour } from '../sandbox/pods/behaviour.ts';
import { lookupIn } from '../sandbox/pods/environment.ts';
import { makeModelledDriver, type ModelledDriver } from '../sandbox/pods/modelled-driver.ts';
import { ended } from './ended.ts';

export interface VirtualClusterOptions {
  readonly seed: number;
  /** CustomResourceDefinitions that are there from the start. */
  readonly definitions: readonly KubeObject[];
  readonly namespaces: readonly string[];
  /** As of the API server; a history is the same without, and costs less. */
  readonly recordsManagers?: boolean;
  /** How a pod's program acts; its image and environment say so unless this does. */
  readonly behave?: (pod: KubeObject) => Behaviour | undefined;
}

/** API server, workload controllers and pods, without sockets and in virtual time: the same seed, the same history. */
export interface VirtualCluster {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly api: ApiServer;
  readonly driver: ModelledDriver;
  /** Whoever applies manifests. */
  readonly user: SandboxCluster;
  /** Never aborted: for calls that nothing ends early. */
  readonly never: AbortSignal;
  /** Runs beside the cluster until it is closed. */
  runBeside(work: (signal: AbortSignal) => Promise<void>): void;
  close(): Promise<void>;
}

export const makeVirtualCluster = async (options: VirtualClusterOptions): Promise<VirtualCluster> => {
  const clock = new VirtualClock();
  const random = seeded(options.seed);
  const api = makeApiServer({ clock, random, recordsManagers: options.recordsManagers ?? true });
  const user = api.cluster('user');
  const never = new AbortController().signal;
  for (const definition of options.definitions)
    await user.create(CUSTOM_RESOURCE_DEFINITION, definition, never);
  for (const name of options.namespaces)
    await user.create(NAMESPACE, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, never);
  const driver = makeModelledDriver({
    clock,
    random,
    lookup: lookupIn(api.cluster('kubelet'), never),
    ...(options.behave === undefined ? {} : { behave: options.behave }),
  });
  const stop = new AbortController();
  const { signal } = stop;
  const cluster = api.cluster('controllers');
  const running = [runControllers({ cluster, driver, clock, random, log: silentLog, signal })];
  return {
    clock,
    random,
    api,
    driver,
    user,
    never,
    runBeside: (work) => void running.push(work(signal)),
    close: async () => {
      stop.abort();
      for (const work of running) await ended(clock, work);
    },
  };
};
