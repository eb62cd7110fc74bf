import type { KubeObject } from '../../api/objects.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import type { Behaviour } from './behaviour.ts';
import { mainContainer } from './pod.ts';

/** Readiness and end of one run of a program: what both drivers share. */
export interface Life {
  readonly ready: boolean;
  onReadyChange(listener: (ready: boolean) => void): void;
  onExit(listener: (code: number) => void): void;
  /** From now on neither readiness nor exit is reported. */
  end(): void;
}

export const CRASH_EXIT_CODE = 1;

const probeDelayMs = (pod: KubeObject): number => {
  const probe = mainContainer(pod)['readinessProbe'] as { initialDelaySeconds?: number } | undefined;
  return (probe?.initialDelaySeconds ?? 0) * 1000;
};

class RunningLife implements Life {
  ready = false;
  #exitCode: number | undefined;
  readonly #readyListeners: ((ready: boolean) => void)[] = [];
  readonly #exitListeners: ((code: number) => void)[] = [];
  readonly #timers: Cancel[] = [];

  constructor(pod: KubeObject, behaviour: Behaviour, clock: Clock) {
    const readyAfterMs = Math.max(behaviour.readyAfterMs, probeDelayMs(pod));
    if (!behaviour.neverReady && readyAfterMs === 0) this.ready = true;
    else if (!behaviour.neverReady) this.#timers.push(clock.after(readyAfterMs, () => this.#becomeReady()));
    if (behaviour.crashAfterMs !== undefined)
      this.#timers.push(clock.after(behaviour.crashAfterMs, () => this.#exit()));
  }

  onReadyChange(listener: (ready: boolean) => void): void {
    this.#readyListeners.push(listener);
    if (this.ready) listener(true);
  }

  onExit(listener: (code: number) => void): void {
    this.#exitListeners.push(listener);
    if (this.#exitCode !== undefined) listener(this.#exitCode);
  }

  end(): void {
    this.ready = false;
    for (const cancel of this.#timers) cancel();
    this.#readyListeners.length = 0;
    this.#exitListeners.length = 0;
  }

  #becomeReady(): void {
    this.ready = true;
    for (const listener of this.#readyListeners) listener(true);
  }

  #exit(): void {
    const listeners = [...this.#exitListeners];
    this.#exitCode = CRASH_EXIT_CODE;
    this.end();
    for (const listener of listeners) listener(CRASH_EXIT_CODE);
  }
}

export const beginLife = (pod: KubeObject, behaviour: Behaviour, clock: Clock): Life =>
  new RunningLife(pod, behaviour, clock);
