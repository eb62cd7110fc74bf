import { run } from './command.ts';

export interface Installation {
  readonly kubeconfig: string;
  readonly release: string;
  readonly namespace: string;
  readonly image: string;
  readonly prometheus: string;
  /** Further `--set` values of the chart. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Shortest interval that Canaries of the suite may have. */
const MIN_INTERVAL = '1s';

/** Installs the operator with its chart, as docs tell a user to, and waits until it is ready. */
export const installOperator = async (installation: Installation): Promise<void> => {
  const { kubeconfig, release, namespace, image, prometheus, values = {} } = installation;
  const [repository = '', tag = ''] = image.split(/:(?=[^/:]*$)/);
  const set = {
    'image.repository': repository,
    'image.tag': tag,
    metricsServer: prometheus,
    'extraArgs[0]': `--min-interval=${MIN_INTERVAL}`,
    ...values,
  };
  const sets = Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const where = ['--namespace', namespace, '--create-namespace'];
  const env = { KUBECONFIG: kubeconfig };
  await run('kubectl', ['apply', '--server-side', '--force-conflicts', '-f', 'crds/'], { env });
  await run('helm', ['install', release, 'deploy/chart', ...where, ...sets, '--wait', '--timeout', '2m'], {
    env,
  });
};

export const uninstallOperator = async (
  installation: Pick<Installation, 'kubeconfig' | 'release' | 'namespace'>,
): Promise<void> => {
  const { kubeconfig, release, namespace } = installation;
  const args = ['uninstall', release, '--namespace', namespace, '--ignore-not-found', '--wait'];
  await run('helm', args, { env: { KUBECONFIG: kubeconfig } });
};
