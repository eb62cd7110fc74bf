import type { KubeObject } from '../../api/objects.ts';
import { toRfc3339 } from '../../runtime/time.ts';
import type { Condition, Container } from '../pods/pod.ts';
import { podSpec, podStatus } from '../pods/pod.ts';

/** What the kubelet knows of a pod's containers; they start, get ready and end together. */
export interface ContainerState {
  readonly ready: boolean;
  readonly restarts: number;
  readonly current:
    | { readonly kind: 'running'; readonly sinceMs: number }
    | { readonly kind: 'waiting'; readonly reason: string; readonly message: string }
    | { readonly kind: 'ended'; readonly end: Ended };
  readonly last: Ended | undefined;
}

export interface Ended {
  readonly exitCode: number;
  readonly startedMs: number;
  readonly finishedMs: number;
}

export interface PodFacts {
  readonly ip: string | undefined;
  readonly startedMs: number;
  readonly nowMs: number;
  readonly containers: ContainerState;
}

const HOST_IP = '127.0.0.1';

const terminated = (end: Ended, containerID: string) => ({
  terminated: {
    exitCode: end.exitCode,
    reason: end.exitCode === 0 ? 'Completed' : 'Error',
    startedAt: toRfc3339(end.startedMs),
    finishedAt: toRfc3339(end.finishedMs),
    containerID,
  },
});

const stateOf = ({ current }: ContainerState, containerID: string): object => {
  switch (current.kind) {
    case 'running':
      return { running: { startedAt: toRfc3339(current.sinceMs) } };
    case 'waiting':
      return {
        waiting: {
          reason: current.reason,
          ...(current.message === '' ? {} : { message: current.message }),
        },
      };
    case 'ended':
      return terminated(current.end, containerID);
  }
};

const containerStatus = (pod: KubeObject, container: Container, state: ContainerState): object => {
  const containerID = `serinette://${pod.metadata.uid ?? ''}/${container.name}/${state.restarts}`;
  return {
    name: container.name,
    image: container.image ?? '',
    imageID: container.image ?? '',
    containerID,
    restartCount: state.restarts,
    ready: state.ready,
    started: state.current.kind === 'running',
    state: stateOf(state, containerID),
    lastState: state.last === undefined ? {} : terminated(state.last, containerID),
  };
};

const phaseOf = (state: ContainerState): string => {
  if (state.current.kind === 'ended') return state.current.end.exitCode === 0 ? 'Succeeded' : 'Failed';
  return state.current.kind === 'running' || state.restarts > 0 || state.last !== undefined
    ? 'Running'
    : 'Pending';
};

const condition = (pod: KubeObject, type: string, isTrue: boolean, facts: PodFacts): Condition => {
  const status = isTrue ? 'True' : 'False';
  const before = podStatus(pod).conditions?.find((known) => known.type === type);
  const lastTransitionTime =
    before?.status === status && before.lastTransitionTime !== undefined
      ? before.lastTransitionTime
      : toRfc3339(facts.nowMs);
  if (isTrue) return { type, status, lastTransitionTime };
  const names = podSpec(pod).containers.map(({ name }) => name);
  const message = `containers with unready status: [${names.join(' ')}]`;
  return { type, status, reason: 'ContainersNotReady', message, lastTransitionTime };
};

/** The status that a kubelet would write. */
export const podStatusOf = (pod: KubeObject, facts: PodFacts): Readonly<Record<string, unknown>> => {
  const { ready } = facts.containers;
  return {
    phase: phaseOf(facts.containers),
    conditions: [
      condition(pod, 'Initialized', true, facts),
      condition(pod, 'Ready', ready, facts),
      condition(pod, 'ContainersReady', ready, facts),
      condition(pod, 'PodScheduled', true, facts),
    ],
    hostIP: HOST_IP,
    ...(facts.ip === undefined ? {} : { podIP: facts.ip, podIPs: [{ ip: facts.ip }] }),
    startTime: toRfc3339(facts.startedMs),
    containerStatuses: podSpec(pod).containers.map((container) =>
      containerStatus(pod, container, facts.containers),
    ),
    qosClass: 'BestEffort',
  };
};
