import { run } from '../../support/command.ts';
import { scenario } from '../../support/scenario.ts';
import { settings } from '../../support/settings.ts';

const env = { KUBECONFIG: settings.kubeconfig };

/** Everything that the chart can make of kinds that every cluster has. */
const VALUES: readonly (readonly string[])[] = [
  [],
  ['leaderElection.replicaCount=2', 'podDisruptionBudget.enabled=true', 'networkPolicy.enabled=true'],
  ['configTracking.enabled=false', 'noCrossNamespaceRefs=true', 'logLevel=debug'],
];

/** Through all checks of the server; a warning of it, as of Pod Security, fails as well. */
const tryApply = (manifests: string, namespace: string): Promise<string> =>
  run('kubectl', ['apply', '--dry-run=server', '--warnings-as-errors', '-n', namespace, '-f', '-'], {
    input: manifests,
    env,
  });

scenario(
  'chart',
  {
    health: 'healthy',
    rollout: false,
    rps: 0,
    bare: true,
    namespaceLabels: { 'pod-security.kubernetes.io/warn': 'restricted' },
  },
  async ({ stage, when, then, note }) => {
    await when('helm looks at the chart', () => undefined);
    await then('it has nothing to say', () => run('helm', ['lint', '--strict', 'deploy/chart']));

    const { namespace } = stage;
    // What helm supposes of a cluster that it does not ask depends on how it was built.
    const { serverVersion } = JSON.parse(await stage.kubectl('version', '-o', 'json')) as {
      serverVersion: { gitVersion: string };
    };
    const render = (values: readonly string[]): Promise<string> =>
      run('helm', [
        ...['template', 'serinette', 'deploy/chart', '--namespace', namespace],
        ...['--kube-version', serverVersion.gitVersion],
        ...values.flatMap((value) => ['--set', value]),
      ]);
    await then('the server takes all that it makes, without a warning', async () => {
      for (const where of [[], [`namespace=${namespace}`]])
        for (const values of VALUES) await tryApply(await render([...values, ...where]), namespace);
      note(`${VALUES.length * 2} sets of values`);
    });
    await then('and all of the kustomization', async () => {
      const manifests = await run('kubectl', ['kustomize', 'deploy/kustomize']);
      await tryApply(manifests.replaceAll('serinette-system', namespace), namespace);
    });
  },
);
