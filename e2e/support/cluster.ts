import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import versions from '../versions.json' with { type: 'json' };
import { CommandFailed, mustShow, outcomeOf, run } from './command.ts';
import type { Options } from './options.ts';

const file = (name: string): string => fileURLToPath(new URL(`../cluster/${name}`, import.meta.url));

/** Where the suite runs. */
export interface TestCluster {
  readonly kubeconfig: string;
  /** Makes images of the Docker daemon known to the cluster. */
  load(images: readonly string[]): Promise<void>;
  /** A command that restarts the API server; empty when it is not ours to restart. */
  readonly restartApiServer: string;
  delete(): Promise<void>;
}

const ISTIO_CHARTS = 'https://blob.istio.io/istio-release/charts';

/** A kind cluster of our own with Istio and Prometheus. */
export const makeCluster = async (options: Options, name: string, folder: string): Promise<TestCluster> => {
  mkdirSync(folder, { recursive: true });
  const kubeconfig = join(folder, 'kubeconfig');
  const env = { KUBECONFIG: kubeconfig };
  const create = [
    'create',
    'cluster',
    '--name',
    name,
    '--image',
    options.nodeImage,
    '--config',
    options.kindConfig,
  ];
  const cluster: TestCluster = {
    kubeconfig,
    load: (images) => mustShow('kind', ['load', 'docker-image', '--name', name, ...images]),
    // The kubelet starts the static pod's container again.
    restartApiServer: `docker exec ${name}-control-plane pkill -x kube-apiserver`,
    delete: async () => {
      // Also after the user wanted to stop, when nothing more is shown.
      await run('kind', ['delete', 'cluster', '--name', name]);
      rmSync(kubeconfig, { force: true });
    },
  };
  try {
    await mustShow('kind', [...create, '--wait', '180s', '--kubeconfig', kubeconfig]);
    await installIstio(options, env);
    await installPrometheus(env);
    return cluster;
  } catch (thrown) {
    if (!options.keep) await cluster.delete();
    throw thrown;
  }
};

const installIstio = async ({ istio }: Options, env: NodeJS.ProcessEnv): Promise<void> => {
  const chart = ['--repo', ISTIO_CHARTS, '--version', istio, '--namespace', 'istio-system'];
  await mustShow('helm', ['install', 'istio-base', 'base', ...chart, '--create-namespace', '--wait'], env);
  const values = ['--values', file('istio-values.yaml')];
  await mustShow(
    'helm',
    ['install', 'istiod', 'istiod', ...chart, ...values, '--wait', '--timeout', '5m'],
    env,
  );
};

const installPrometheus = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const manifest = readFileSync(file('prometheus.yaml'), 'utf8').replace(
    'PROMETHEUS_IMAGE',
    versions.prometheus,
  );
  await run('kubectl', ['apply', '-f', '-'], { input: manifest, env });
  await mustShow(
    'kubectl',
    ['-n', 'istio-system', 'rollout', 'status', 'deployment/prometheus', '--timeout=180s'],
    env,
  );
};

/** What the user has to mend about a given cluster, in one line. */
export class UnusableCluster extends Error {}

/** A cluster that exists; throws UnusableCluster when it lacks what the suite needs, or has an operator that would interfere. */
export const useCluster = async (
  options: Options & { readonly kubeconfig: string },
): Promise<TestCluster> => {
  const { kubeconfig, prometheus } = options;
  const env = { KUBECONFIG: kubeconfig };
  const find = (...args: string[]): Promise<string> =>
    run('kubectl', ['get', ...args, '-o', 'name'], { env });
  const lacks = (what: string, why = '') =>
    new UnusableCluster(`the cluster of E2E_KUBECONFIG lacks ${what} ${why}`.trim());
  const version = await outcomeOf(run('kubectl', ['version', '--request-timeout=10s'], { env }));
  if (version instanceof CommandFailed)
    throw new UnusableCluster(`the cluster of E2E_KUBECONFIG does not answer: ${version.output}`.trim());
  const routes = await outcomeOf(find('crd', 'virtualservices.networking.istio.io'));
  if (routes instanceof CommandFailed) throw lacks('Istio:', routes.output);
  if ((await find('deployments', '-A', '-l', 'app=istiod')) === '') throw lacks('istiod');
  const [service = '', namespace = ''] = new URL(prometheus).hostname.split('.');
  const found = namespace === '' ? '' : await outcomeOf(find('service', service, '-n', namespace));
  if (found instanceof CommandFailed) throw lacks(`the Prometheus ${prometheus}:`, found.output);
  const operators = await find('deployments', '-A', '-l', 'app.kubernetes.io/name in (serinette, flagger)');
  if (operators !== '')
    throw new UnusableCluster(
      `the cluster of E2E_KUBECONFIG has an operator already, which would interfere: ${operators}`,
    );
  return {
    kubeconfig,
    load: (images) => loadInto(options, images, env),
    restartApiServer: options.restartApiServer ?? '',
    delete: () => Promise.resolve(),
  };
};

const loadInto = async (
  { loadImages }: Options,
  images: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> => {
  if (loadImages !== undefined) {
    const [program = '', ...args] = loadImages.split(' ');
    for (const image of images) await mustShow(program, [...args, image], env);
    return;
  }
  const context = (await run('kubectl', ['config', 'current-context'], { env })).trim();
  if (!context.startsWith('kind-'))
    throw new UnusableCluster(
      `how do images reach the cluster ${context}? Set E2E_LOAD_IMAGES, with E2E_IMAGE_PREFIX: "docker push", say`,
    );
  await mustShow('kind', ['load', 'docker-image', '--name', context.slice('kind-'.length), ...images], env);
};
