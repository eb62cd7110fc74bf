import { expect } from '@jest/globals';
import { CommandFailed, outcomeOf, saidBy } from './command.ts';
import { kubectl } from './kubectl.ts';
import { installOperator, uninstallOperator } from './operator.ts';
import { expectSpacing } from './scenario.ts';
import { settings } from './settings.ts';
import type { Stage } from './stage.ts';

export const RELEASE = 'serinette';

/** An operator for this namespace alone, in it. */
export const installOwnOperator = async (
  stage: Stage,
  values: Readonly<Record<string, string>> = {},
): Promise<void> => {
  await installOperator({
    kubeconfig: settings.kubeconfig,
    release: RELEASE,
    namespace: stage.namespace,
    image: settings.operatorImage,
    prometheus: settings.prometheus,
    values: { namespace: stage.namespace, ...values },
  });
};

export const uninstallOwnOperator = (stage: Stage): Promise<void> =>
  uninstallOperator({ kubeconfig: settings.kubeconfig, release: RELEASE, namespace: stage.namespace });

const SELECTOR = 'app.kubernetes.io/name=serinette';

export const operatorPods = async (stage: Stage): Promise<string[]> => {
  const names = await stage.kubectl(
    'get',
    'pods',
    '-l',
    SELECTOR,
    '-o',
    'jsonpath={.items[*].metadata.name}',
  );
  return names.split(' ').filter((name) => name !== '');
};

/** Lets a process in the operator's pod kill the operator: the first process of a PID namespace cannot be killed from inside. */
export const allowKilling = async (stage: Stage): Promise<void> => {
  const patch = JSON.stringify({ spec: { template: { spec: { shareProcessNamespace: true } } } });
  await stage.kubectl('patch', 'deployment', RELEASE, '--patch', patch);
  await stage.kubectl('rollout', 'status', `deployment/${RELEASE}`, '--timeout=90s');
};

const KILL = `
  const fs = require('node:fs');
  const operators = fs.readdirSync('/proc').filter((pid) => /^[0-9]+$/.test(pid) && Number(pid) !== process.pid
    && fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('/app/dist/serinette.mjs'));
  if (operators.length !== 1) throw new Error('operators: ' + operators);
  process.kill(Number(operators[0]), 'SIGKILL');`;

/** SIGKILL to the operator in this pod; the kubelet starts it again, each time after a longer while. */
export const killOperator = async (stage: Stage, pod: string): Promise<void> => {
  const killed = await outcomeOf(stage.kubectl('exec', pod, '--', 'node', '-e', KILL));
  // The container may end before the command in it has, and takes it along.
  if (killed instanceof CommandFailed && !killed.output.includes('exit code 137')) throw killed;
};

export const restartsOf = async (stage: Stage, pod: string): Promise<number> =>
  Number(
    await stage.kubectl('get', 'pod', pod, '-o', 'jsonpath={.status.containerStatuses[0].restartCount}'),
  );

/** The weights of a run as the routes had them, each once and in order, each an interval or more after the one before. */
export const expectSteadyRaises = (stage: Stage, weights: readonly number[], intervalMs: number): void => {
  const first = stage.routes().findIndex(({ canaryWeight }) => canaryWeight > 0);
  const raises = stage.routes().slice(first, first + weights.length);
  expect(raises.map(({ canaryWeight }) => canaryWeight)).toEqual(weights);
  expectSpacing(raises, intervalMs);
};

/** A question to the cluster's own authorizer, as the operator's account. */
export const operatorMay = async (
  stage: Stage,
  verb: string,
  resource: string,
  { where = stage.namespace, subresource = '' } = {},
): Promise<boolean> => {
  const path = '-o=jsonpath={.spec.template.spec.serviceAccountName}';
  const account = await stage.kubectl('get', 'deployment', RELEASE, path);
  const question = ['auth', 'can-i', verb, resource, '-n', where, `--subresource=${subresource}`];
  // `can-i` fails when the answer is no.
  const as = `--as=system:serviceaccount:${stage.namespace}:${account}`;
  return (await saidBy(kubectl(...question, as))).trim().startsWith('yes');
};
