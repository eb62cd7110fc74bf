import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { FLUX_PAIR, KEDA_PAUSED_REPLICAS, SCALE_TO_ZERO } from '../../src/api/identifiers.ts';
import type { HoldReason } from '../../src/decide/decision.ts';
import { isObject, type Json, objectAt } from '../../src/domain/json.ts';
import type { Phase } from '../../src/domain/phase.ts';
import { type Status, toWire } from '../../src/domain/status.ts';
import { TIMES } from '../../src/runtime/time.ts';
import { aCanary } from '../builders/plan.ts';
import { aCondition, aStatus, atRest, holdingFor } from '../builders/status.ts';
import { readText } from '../support/chart.ts';

const page = readText('docs/gitops.md');
const examples = [...page.matchAll(/```yaml\n([^]*?)\n *```/g)].map(([, yaml = '']) => parse(yaml) as Json);
const example = (kind: string): Json => {
  const found = examples.find((one) => one['kind'] === kind);
  if (found === undefined) throw new Error(`the page has no ${kind}`);
  return found;
};
const script = String(
  objectAt(example('ConfigMap'), 'data')['resource.customizations.health.flagger.app_Canary'],
);

/** Argo CD's is Lua 5.1; later ones read the same script. */
const lua = ['lua5.1', 'lua', 'lua5.4', 'lua5.3'].find((name) => spawnSync(name, ['-v']).status === 0);
const withLua = lua === undefined ? describe.skip : describe;
if (lua === undefined) process.stderr.write('no lua is on the path: the health check is not run\n');

const quoted = (text: string): string => `"${text.replace(/[\\"\n]/g, '\\$&')}"`;

/** As Argo CD hands an object over: a table, lists counted from 1. */
const literal = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `{${value.map(literal).join(', ')}}`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries.map(([key, entry]) => `[${quoted(key)}] = ${literal(entry)}`).join(', ')}}`;
};

interface Health {
  readonly status: string;
  readonly message: string;
}

/** Without Lua's libraries, which Argo CD does not open for it. */
const healthOf = (canary: Json): Health => {
  const program = `
    local write = io.write
    io, os, string, math, table, debug, package, require, coroutine, utf8 = nil
    obj = ${literal(canary)}
    local function check() ${script} end
    local result = check()
    write(result.status, "\\n", result.message or "")`;
  const { stdout, stderr, status } = spawnSync(lua ?? 'lua', ['-'], { input: program, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const [health = '', ...message] = stdout.split('\n');
  return { status: health, message: message.join('\n') };
};

const withStatus = (status: Status): Json => ({ ...aCanary(), status: toWire(status, {}, TIMES) });
const inPhase = (phase: Phase, over: Partial<Status> = {}): Health =>
  healthOf(withStatus(aStatus({ phase, ...over })));

const PHASES: Readonly<Record<Phase, string>> = {
  Initializing: 'Progressing',
  Initialized: 'Healthy',
  Waiting: 'Suspended',
  Progressing: 'Progressing',
  WaitingPromotion: 'Suspended',
  Promoting: 'Progressing',
  Finalising: 'Progressing',
  Succeeded: 'Healthy',
  Failed: 'Degraded',
  Terminating: 'Progressing',
  Terminated: 'Progressing',
};

/** In the middle of a run. */
const HOLDS: Readonly<Record<HoldReason, string>> = {
  Suspended: 'Suspended',
  Halted: 'Suspended',
  GateClosed: 'Suspended',
  CatchingUp: 'Progressing',
  CanaryNotReady: 'Progressing',
  NoEndpoints: 'Progressing',
  NoEvidence: 'Progressing',
  NoSideReady: 'Progressing',
  PrimaryNotReady: 'Progressing',
  InvalidSpec: 'Degraded',
  TargetNotFound: 'Degraded',
  PortNotFound: 'Degraded',
  SelectorUnsupported: 'Degraded',
  TargetPaused: 'Degraded',
  UpdateStrategyUnsupported: 'Degraded',
  ConfigNotFound: 'Degraded',
  ConfigShared: 'Degraded',
  AutoscalerNotFound: 'Degraded',
  AutoscalerConflict: 'Degraded',
  NameTaken: 'Degraded',
  RoutesHidden: 'Degraded',
  PrimaryLost: 'Degraded',
  RouteRefused: 'Degraded',
};

withLua("Argo CD's health of a Canary", () => {
  test.each(Object.entries(PHASES))('in phase %s is %s', (phase, is) => {
    expect(inPhase(phase as Phase).status).toBe(is);
  });

  test.each(Object.entries(HOLDS))('that holds with %s in mid-run is %s', (reason, is) => {
    const health = inPhase('Progressing', { holding: holdingFor(reason, 'a reason in words') });
    expect(health).toEqual({
      status: is,
      message: `Progressing at weight 10, ${reason}: a reason in words`,
    });
  });

  test.each([
    { name: 'that no operator has seen is Progressing', canary: aCanary(), is: 'Progressing' },
    {
      name: 'whose spec was edited since is Progressing',
      canary: withStatus(atRest({ observedGeneration: 0 })),
      is: 'Progressing',
    },
    {
      name: 'whose spec is refused is Degraded, wherever it stands',
      canary: withStatus(atRest({ accepted: aCondition({ status: 'False', reason: 'InvalidSpec' }) })),
      is: 'Degraded',
    },
    {
      name: 'whose first set-up cannot begin is Degraded',
      canary: withStatus(
        aStatus({ phase: undefined, run: undefined, canaryWeight: 0, holding: holdingFor('TargetNotFound') }),
      ),
      is: 'Degraded',
    },
    {
      name: 'whose primary has missed its deadline at set-up is Degraded',
      canary: withStatus(aStatus({ phase: 'Initializing', holding: holdingFor('PrimaryNotReady') })),
      is: 'Degraded',
    },
    {
      name: 'that is being deleted is Progressing, whoever holds it',
      canary: {
        ...withStatus(atRest()),
        metadata: { ...aCanary().metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
      },
      is: 'Progressing',
    },
    {
      name: 'whose hold is over is what its phase says',
      canary: withStatus(atRest({ holding: aCondition({ status: 'False', reason: 'Proceeding' }) })),
      is: 'Healthy',
    },
    {
      name: 'of another controller, without our conditions, is what its phase says',
      canary: { ...aCanary(), metadata: {}, status: { phase: 'Progressing', canaryWeight: 5 } },
      is: 'Progressing',
    },
  ])('$name', ({ canary, is }) => {
    expect(healthOf(canary).status).toBe(is);
  });

  test('tells why a run has failed', () => {
    const promoted = aCondition({ status: 'False', reason: 'Failed', message: 'Reason: FailedChecks.' });
    expect(inPhase('Failed', { canaryWeight: 0, promoted }).message).toBe('Failed: Reason: FailedChecks.');
  });
});

describe('docs/gitops.md', () => {
  test('names the keys that the program writes', () => {
    for (const [key, value] of Object.entries(FLUX_PAIR))
      expect(page.replace(/\s+/g, ' ')).toContain(`${key}: ${value}`);
    expect(page).toContain(`\`${KEDA_PAUSED_REPLICAS}\``);
    expect(page).toContain(`\`${SCALE_TO_ZERO}\``);
    const pointers = JSON.stringify(objectAt(example('Application'), 'spec')['ignoreDifferences']);
    expect(pointers).toContain(KEDA_PAUSED_REPLICAS.replace('/', '~1'));
  });

  test("has Flux wait for phases that are the script's healthy ones", () => {
    const { healthCheckExprs } = objectAt(example('Kustomization'), 'spec') as {
      healthCheckExprs: readonly Json[];
    };
    const named = [...String(healthCheckExprs[0]?.['current']).matchAll(/'(\w+)'/g)].map(
      ([, phase]) => phase,
    );
    expect(named).toEqual(Object.keys(PHASES).filter((phase) => PHASES[phase as Phase] === 'Healthy'));
  });
});
