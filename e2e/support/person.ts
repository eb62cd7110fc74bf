import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.ts';
import { kubectl } from './kubectl.ts';
import type { Stage } from './stage.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/serinette.mjs', import.meta.url));

/** Somebody with an account of their own, and kubectl with the plugin on the path. */
export interface Person {
  /** `kubectl -n <namespace> …` with their rights; throws CommandFailed. */
  kubectl(...args: string[]): Promise<string>;
  leave(): void;
}

interface Kubeconfig {
  readonly clusters: readonly object[];
  readonly contexts: readonly { readonly context: { readonly cluster: string } }[];
}

/** A ServiceAccount that may do these verbs to Canaries in the stage's namespace, and nothing else. */
export const personWho = async (stage: Stage, name: string, verbs: readonly string[]): Promise<Person> => {
  await stage.kubectl('create', 'serviceaccount', name);
  if (verbs.length > 0) {
    const what = [`--verb=${verbs.join(',')}`, '--resource=canaries.flagger.app'];
    await stage.kubectl('create', 'role', name, ...what);
    const whom = [`--role=${name}`, `--serviceaccount=${stage.namespace}:${name}`];
    await stage.kubectl('create', 'rolebinding', name, ...whom);
  }
  const token = (await stage.kubectl('create', 'token', name)).trim();
  const { clusters, contexts } = JSON.parse(
    await kubectl('config', 'view', '--raw', '--minify', '-o', 'json'),
  ) as Kubeconfig;
  const context = { cluster: contexts[0]?.context.cluster, user: name, namespace: stage.namespace };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters,
    users: [{ name, user: { token } }],
    contexts: [{ name, context }],
    'current-context': name,
  };
  const folder = mkdtempSync(join(tmpdir(), 'serinette-person-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  const plugin = join(folder, 'kubectl-serinette');
  writeFileSync(plugin, `#!/bin/sh\nexec ${process.execPath} ${PROGRAM} "$@"\n`);
  chmodSync(plugin, 0o755);
  const env = { KUBECONFIG: kubeconfig, NODE_OPTIONS: '', PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  return {
    kubectl: (...args) => run('kubectl', args, { env }),
    leave: () => rmSync(folder, { recursive: true }),
  };
};
