import { CONFIG_MAP } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { isOperatorError } from '../../errors.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { persist } from '../../kube/persist.ts';

/** A gate lets a rollout go on; a rollback gate, when open, ends it. */
export interface Gate {
  readonly kind: 'gate' | 'rollback';
  /** Of the Canary that asks. */
  readonly name: string;
  readonly namespace: string;
}

/**
 * Which gates are open. The state is one ConfigMap with a key for each open gate, read anew for every question: so it
 * survives restarts, replicas agree, and `kubectl` shows and changes it. Throws OperatorError.
 */
export interface Gates {
  isOpen(gate: Gate, signal: AbortSignal): Promise<boolean>;
  set(gate: Gate, open: boolean, signal: AbortSignal): Promise<void>;
}

export interface GatesOptions {
  readonly cluster: Pick<Cluster, 'get' | 'create' | 'patch'>;
  /** The ConfigMap's. */
  readonly namespace: string;
  readonly name: string;
}

/** No name has an underscore, so no Canary's gate is the rollback gate of another. */
const keyOf = ({ kind, name, namespace }: Gate): string =>
  `${kind === 'rollback' ? 'rollback_' : ''}${name}.${namespace}`;

export const makeGates = ({ cluster, namespace, name }: GatesOptions): Gates => {
  const ref = { type: CONFIG_MAP, namespace, name };

  /** Undefined: nothing was ever opened. */
  const read = async (signal: AbortSignal): Promise<KubeObject | undefined> => {
    try {
      return await cluster.get(ref, signal);
    } catch (thrown) {
      if (isOperatorError(thrown, 'NOT_FOUND')) return undefined;
      throw thrown;
    }
  };

  const write = async (key: string, open: boolean, signal: AbortSignal): Promise<void> => {
    const before = await read(signal);
    if (isIn(before, key) === open) return;
    if (before === undefined) {
      const metadata = { name, namespace };
      await cluster.create(
        CONFIG_MAP,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [key]: OPEN } },
        signal,
      );
      return;
    }
    const body = { data: { [key]: open ? OPEN : null } };
    const resourceVersion = before.metadata.resourceVersion ?? '';
    await cluster.patch(ref, { type: 'merge', body, resourceVersion }, signal);
  };

  return {
    isOpen: async (gate, signal) => isIn(await read(signal), keyOf(gate)),
    set: (gate, open, signal) => persist(() => write(keyOf(gate), open, signal)),
  };
};

const OPEN = 'open';

const isIn = (map: KubeObject | undefined, key: string): boolean =>
  (map?.['data'] as Readonly<Record<string, unknown>> | undefined)?.[key] === OPEN;
