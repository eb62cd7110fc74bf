import type { KubeObject } from '../../api/objects.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import { sleep } from '../../runtime/clock.ts';
import { makeAddressPool } from './addresses.ts';
import { answerTo } from './app.ts';
import type { AppAnswer, AppRequest } from './app.ts';
import { behaviourOf } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import type { PodDriver, PodRuntime } from './driver.ts';
import { resolveEnvironment } from './environment.ts';
import type { ConfigLookup } from './environment.ts';
import { beginLife } from './life.ts';
import type { Life } from './life.ts';
import { mainContainer, podStatus } from './pod.ts';

/** How long a program still accepts requests after SIGTERM, so that routes can forget it first. */
const DRAIN_MS = 1000;

export interface ModelledAnswer extends AppAnswer {
  readonly version: string;
}

/** What runs in a pod. */
export interface Running {
  readonly behaviour: Behaviour;
  /** By the clock's monotonic time, in milliseconds. */
  readonly startedAt: number;
}

export interface ModelledDriver extends PodDriver {
  /** Undefined when nothing runs at this IP. */
  runningAt(ip: string): Running | undefined;
  /** What the pod at this IP answers; undefined when nothing runs there. */
  answer(ip: string, request: AppRequest): ModelledAnswer | undefined;
}

export interface DriverOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly lookup: ConfigLookup;
  /** How a pod's program acts; where it does not say, the image and the environment do. */
  readonly behave?: (pod: KubeObject) => Behaviour | undefined;
}

interface Program extends Running {
  readonly hostname: string;
  readonly life: Life;
}

/** Pods without sockets, for virtual time. */
export const makeModelledDriver = ({ clock, random, lookup, behave }: DriverOptions): ModelledDriver => {
  const programs = new Map<string, Program>();
  const nextAddress = makeAddressPool((ip) => programs.has(ip));

  const start = async (pod: KubeObject): Promise<PodRuntime> => {
    const container = mainContainer(pod);
    const behaviour =
      behave?.(pod) ?? behaviourOf(container, await resolveEnvironment(container, pod, lookup));
    const ip = podStatus(pod).podIP ?? nextAddress();
    const life = beginLife(pod, behaviour, clock);
    programs.set(ip, { hostname: pod.metadata.name, behaviour, life, startedAt: clock.monotonic() });
    life.onExit(() => programs.delete(ip));
    return {
      ip,
      onReadyChange: (listener) => life.onReadyChange(listener),
      onExit: (listener) => life.onExit(listener),
      stop: async (graceMs) => {
        life.end();
        await sleep(clock, Math.min(graceMs, DRAIN_MS));
        programs.delete(ip);
      },
    };
  };

  const answer = (ip: string, request: AppRequest): ModelledAnswer | undefined => {
    const program = programs.get(ip);
    if (program === undefined) return undefined;
    const { behaviour, hostname, life } = program;
    return {
      ...answerTo({ behaviour, hostname, ready: life.ready }, request, random),
      version: behaviour.version,
    };
  };

  return { start, answer, runningAt: (ip) => programs.get(ip) };
};
