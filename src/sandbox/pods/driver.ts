import type { KubeObject } from '../../api/objects.ts';

/** One run of a pod's containers. It begins not ready. */
export interface PodRuntime {
  readonly ip: string;
  /** Readiness as its probe sees it; a listener that comes late is told at once when the pod is ready. */
  onReadyChange(listener: (ready: boolean) => void): void;
  /** The program ended by itself; never called after `stop`. A listener that comes late is told at once. */
  onExit(listener: (code: number) => void): void;
  /** SIGTERM: serves what is in flight and what still arrives, and resolves when it is gone, at most after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export interface PodDriver {
  /**
   * Starts the containers; the IP of a pod that restarts stays the same.
   * Throws NOT_FOUND when a ConfigMap or Secret of its environment is missing, REJECTED when a value is malformed.
   */
  start(pod: KubeObject): Promise<PodRuntime>;
}
