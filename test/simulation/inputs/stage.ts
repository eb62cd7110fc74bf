import { CANARY, DEPLOYMENT, EVENT } from '../../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/api/objects.ts';
import { type Config, parseConfig } from '../../../src/config.ts';
import { isOperatorError } from '../../../src/errors.ts';
import type { HttpAnswer } from '../../../src/net/port.ts';
import { type Log, silentLog } from '../../../src/runtime/log.ts';
import { canary, deployment, NAMESPACE } from '../../support/manifests.ts';
import { makeWorld } from '../../support/world.ts';
import type { Spec } from './input.ts';
import { guarded } from './outside.ts';

/** Gates that a test closes to keep a run in a phase. */
export const GATES = ['confirm-rollout', 'confirm-traffic-increase', 'confirm-promotion'] as const;
export type Gate = (typeof GATES)[number];
const urlOf = (gate: Gate): string => `http://gate.test/${gate}`;

const NEIGHBOUR = 'neighbour';
/** What its whole rollout takes when nobody else is there, and a second. */
export const NEIGHBOUR_MS = 76_000;

export interface StageOptions {
  readonly args?: readonly string[];
  readonly analysis?: Record<string, unknown>;
}

/**
 * A world in which bad input is tried on the Canary podinfo, while a neighbour in the same namespace goes about its
 * business; with whatever would be a bug of the operator.
 */
export const makeStage = async ({ args = [], analysis = {} }: StageOptions = {}) => {
  const bugs: string[] = [];
  const warnings: string[] = [];
  const reply: { now: HttpAnswer | undefined } = { now: undefined };
  const log: Log = {
    ...silentLog,
    warn: (fields, message) => void warnings.push(`${message} ${JSON.stringify(fields)}`),
    error: (fields, message) => void bugs.push(`${message} ${inspect(fields)}`),
  };
  const world = await makeWorld({ log });
  const operator = world.startOperator((cluster) => cluster, configOf(args), {
    http: guarded(() => reply.now),
  });
  const create = (type: ResourceType, object: KubeObject) => world.user.create(type, object, world.never);

  const edit = async (type: ResourceType, name: string, change: (object: Spec) => void): Promise<void> => {
    const object = structuredClone(await world.get(type, name)) as Spec;
    change(object);
    const versioned = object as KubeObject & { metadata: { resourceVersion: string } };
    await world.user.replace(type, versioned, world.never);
  };

  const statusOf = async (name: string): Promise<Spec> => (await world.get(CANARY, name))['status'] ?? {};
  const phaseIs = (phase: string, limitMs = 300_000, name = 'podinfo') =>
    world.until(async () => (await statusOf(name))['phase'] === phase, limitMs);

  return {
    world,
    /** Whatever an operator logs as an error. */
    bugs,
    warnings,
    /** What the metrics server says instead of what it is asked for. */
    reply,
    create,
    edit,
    statusOf,
    phaseIs,
    good: canary({ webhooks: GATES.map((type) => ({ name: type, type, url: urlOf(type) })), ...analysis }),
    close: (gate: Gate): void => void world.outside.hooks.set(urlOf(gate), 403),
    open: (): void => world.outside.hooks.clear(),
    weightIs: (weight: number) =>
      world.until(async () => (await statusOf('podinfo'))['canaryWeight'] === weight, 300_000),
    condition: async (type: string): Promise<Spec> =>
      ((await statusOf('podinfo'))['conditions'] ?? []).find((item: Spec) => item['type'] === type) ?? {},
    eventsOf: async (name: string): Promise<readonly string[]> =>
      (await world.user.list(EVENT, { namespace: NAMESPACE }, world.never)).items
        .filter((event) => (event['involvedObject'] as Spec)['name'] === name)
        .map((event) => String(event['message'])),
    /** Its revision that is to be promoted, while something bad happens next door. */
    neighbour: {
      begin: async (limitMs = 60_000): Promise<void> => {
        await create(DEPLOYMENT, renamed(deployment('1.0.0')));
        await create(CANARY, renamed(canary({ stepWeight: 25 })));
        await phaseIs('Initialized', limitMs, NEIGHBOUR);
        await world.clock.advance(10_000);
      },
      release: (version: string) => edit(DEPLOYMENT, NEIGHBOUR, withImage(version)),
      isPromotedInTime: () => phaseIs('Succeeded', NEIGHBOUR_MS, NEIGHBOUR),
    },
    end: async (): Promise<void> => {
      await operator.stop();
      await world.close();
    },
  };
};

export type Stage = Awaited<ReturnType<typeof makeStage>>;

const inspect = (fields: object): string => {
  const { err } = fields as { err?: Error };
  return `${String(err)} ${String((err?.cause as Error | undefined)?.stack)}`;
};

export const configOf = (args: readonly string[]): Config => {
  const parsed = parseConfig(args, {});
  if ('mistakes' in parsed) throw new Error(parsed.mistakes.join('; '));
  return parsed.config;
};

const renamed = (object: KubeObject): KubeObject =>
  JSON.parse(JSON.stringify(object).replaceAll('"podinfo"', `"${NEIGHBOUR}"`)) as KubeObject;

export const withImage =
  (version: string) =>
  (object: Spec): void => {
    object['spec'].template.spec.containers[0].image = `serinette/podinfo:${version}`;
  };

/** Why the API server did not take it. */
export const refusalOf = async (write: () => Promise<unknown>): Promise<string | undefined> => {
  try {
    await write();
    return undefined;
  } catch (thrown) {
    if (!isOperatorError(thrown, 'REJECTED')) throw thrown;
    return thrown.message;
  }
};
