import {
  DAEMON_SET,
  DEPLOYMENT,
  ENDPOINT_SLICE,
  HORIZONTAL_POD_AUTOSCALER,
  SERVICE,
} from '../../api/kinds.ts';
import type { ResourceType } from '../../api/objects.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import type { PodDriver } from '../pods/driver.ts';
import { watched } from '../watched.ts';
import type { Watched } from '../watched.ts';
import { AutoscalerController } from './autoscaler-controller.ts';
import { DaemonSetController } from './daemon-set-controller.ts';
import { DeploymentController } from './deployment-controller.ts';
import { EndpointsController } from './endpoints-controller.ts';
import { NODE, POD, REPLICA_SET } from './kinds.ts';
import { Kubelet } from './kubelet.ts';
import { makeLoop } from './loop.ts';
import type { Loop } from './loop.ts';
import { ReplicaSetController } from './replica-set-controller.ts';

export interface ControllersOptions {
  readonly cluster: SandboxCluster;
  readonly driver: PodDriver;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly signal: AbortSignal;
}

interface Reconciler {
  reconcile(key: string, signal: AbortSignal): Promise<number | undefined>;
}

/** What brings workloads, pods and EndpointSlices to life; resolves when aborted and every program has ended. */
export const runControllers = async (options: ControllersOptions): Promise<void> => {
  const { cluster, driver, clock, random, log, signal } = options;
  const watch = (type: ResourceType): Watched => watched({ cluster, type, clock, log });
  const deployments = watch(DEPLOYMENT);
  const replicaSets = watch(REPLICA_SET);
  const pods = watch(POD);
  const services = watch(SERVICE);
  const slices = watch(ENDPOINT_SLICE);
  const autoscalers = watch(HORIZONTAL_POD_AUTOSCALER);
  const daemonSets = watch(DAEMON_SET);
  const nodes = watch(NODE);
  const loops: Loop[] = [];
  const start = <T extends Reconciler>(name: string, make: (loop: Loop) => T): T => {
    const loop = makeLoop({
      name,
      clock,
      log,
      reconcile: (key, running) => controller.reconcile(key, running),
    });
    const controller = make(loop);
    loops.push(loop);
    return controller;
  };

  start('deployment', (loop) => {
    return new DeploymentController({ cluster, deployments, replicaSets, pods, clock }, loop);
  });
  start('replicaset', (loop) => {
    return new ReplicaSetController({ cluster, replicaSets, pods, clock, random }, loop);
  });
  start('daemonset', (loop) => {
    return new DaemonSetController({ cluster, daemonSets, pods, nodes, clock, random }, loop);
  });
  const kubelet = start('kubelet', (loop) => new Kubelet({ cluster, pods, driver, clock }, loop));
  start('endpointslice', (loop) => new EndpointsController({ cluster, services, pods, slices }, loop));

  start('autoscaler', (loop) => new AutoscalerController({ cluster, autoscalers, deployments }, loop));

  const caches = [deployments, replicaSets, pods, services, slices, autoscalers, daemonSets, nodes];
  const following = caches.map((cache) => cache.run(signal));
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([Promise.all(caches.map(({ synced }) => synced)), aborted]);
  await Promise.all([...following, ...loops.map((loop) => loop.run(signal))]);
  await kubelet.close();
};
