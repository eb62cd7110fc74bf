import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../src/api/objects.ts';

const helm = (...args: readonly string[]) =>
  spawnSync('helm', args, { encoding: 'utf8', timeout: 30_000, cwd: new URL('../..', import.meta.url) });

const present = helm('version').status === 0;
const withHelm = present ? describe : describe.skip;
if (!present) process.stderr.write('helm is not on the path: the tests of the rendered chart are skipped\n');

const render = (...sets: readonly string[]) =>
  helm(
    ...['template', 'serinette', 'deploy/chart', '--namespace=ops', '--kube-version=1.34.0'],
    ...sets.flatMap((set) => ['--set', set]),
  );

const objects = (...sets: readonly string[]): readonly KubeObject[] => {
  const { stdout, stderr, status } = render(...sets);
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
};

const namesOf = (list: readonly KubeObject[]): readonly string[] =>
  list.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '–'}/${metadata.name}`).sort();

const deployment = (list: readonly KubeObject[]): any => list.find(({ kind }) => kind === 'Deployment');
const argsOf = (list: readonly KubeObject[]): readonly string[] =>
  deployment(list).spec.template.spec.containers[0].args;

withHelm('the rendered chart', () => {
  test('passes helm lint', () => {
    const { status, stdout } = helm('lint', '--strict', 'deploy/chart');
    expect([status, stdout]).toEqual([0, expect.stringContaining('0 chart(s) failed')]);
  });

  test('holds one operator for all namespaces, without election, by default', () => {
    const list = objects();
    expect(namesOf(list)).toEqual([
      'ClusterRole –/serinette',
      'ClusterRoleBinding –/serinette',
      'Deployment ops/serinette',
      'ServiceAccount ops/serinette',
    ]);
    expect(deployment(list).spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(argsOf(list).filter((arg) => arg.includes('leader'))).toEqual([]);
  });

  test('makes a pod that Pod Security restricted admits', () => {
    const { spec } = deployment(objects()).spec.template;
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('needs nothing cluster-wide for one namespace', () => {
    const list = objects('namespace=shop');
    expect(namesOf(list)).toEqual([
      'Deployment ops/serinette',
      'Role shop/serinette',
      'RoleBinding shop/serinette',
      'ServiceAccount ops/serinette',
    ]);
    expect(argsOf(list)).toContain('--namespace=shop');
  });

  test('elects among two replicas, with rights on one Lease in its own namespace', () => {
    const list = objects('leaderElection.replicaCount=2');
    expect(deployment(list).spec).toMatchObject({ replicas: 2, strategy: { type: 'RollingUpdate' } });
    expect(argsOf(list)).toEqual(
      expect.arrayContaining([
        '--enable-leader-election=true',
        '--leader-election-namespace=ops',
        '--leader-election-lease=serinette-leader-election',
      ]),
    );
    const role = list.find(({ kind }) => kind === 'Role');
    expect([role?.metadata.namespace, role?.['rules']]).toEqual([
      'ops',
      [
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
        {
          apiGroups: ['coordination.k8s.io'],
          resources: ['leases'],
          resourceNames: ['serinette-leader-election'],
          verbs: ['get', 'update'],
        },
      ],
    ]);
  });

  test('leaves election to those who say so', () => {
    expect(argsOf(objects('leaderElection.enabled=true'))).toContain('--enable-leader-election=true');
    const two = argsOf(objects('leaderElection.enabled=false', 'leaderElection.replicaCount=2'));
    expect(two.filter((arg) => arg.includes('leader'))).toEqual([]);
  });

  test('lets the operator out to DNS, the API server, its Prometheus and the cluster, and scrapes in', () => {
    const list = objects('networkPolicy.enabled=true', 'metricsServer=https://metrics.example.com:8443/prom');
    const policy: any = list.find(({ kind }) => kind === 'NetworkPolicy');
    expect(policy.spec.ingress).toEqual([{ ports: [{ port: 'http' }] }]);
    expect(policy.spec.egress).toEqual([
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
      { ports: [{ port: 443 }, { port: 6443 }, { port: 8443 }] },
      { to: [{ namespaceSelector: {} }] },
    ]);
  });

  test('brings the rest when asked', () => {
    const asked = ['serviceMonitor', 'podMonitor', 'prometheusRule', 'podDisruptionBudget', 'networkPolicy'];
    const more = namesOf(objects(...asked.map((name) => `${name}.enabled=true`), 'crd.create=true'));
    expect(more.filter((name) => !namesOf(objects()).includes(name))).toEqual([
      'CustomResourceDefinition –/alertproviders.flagger.app',
      'CustomResourceDefinition –/canaries.flagger.app',
      'CustomResourceDefinition –/metrictemplates.flagger.app',
      'NetworkPolicy ops/serinette',
      'PodDisruptionBudget ops/serinette',
      'PodMonitor ops/serinette',
      'PrometheusRule ops/serinette',
      'Service ops/serinette',
      'ServiceMonitor ops/serinette',
    ]);
  });

  test("tells at once all of Flagger's values that it does not serve", () => {
    const { status, stderr } = render(
      ...['slack.url=https://hooks.example.com', 'msteams.url=https://teams.example.com'],
      ...['prometheus.install=true', 'linkerdAuthPolicy.create=true', 'env[0].name=EVENT_WEBHOOK_URL'],
    );
    expect(status).toBe(1);
    for (const name of ['slack:', 'msteams:', 'prometheus.install:', 'linkerdAuthPolicy:', 'env EVENT_'])
      expect(stderr).toContain(`  - ${name}`);
  });

  test("takes Flagger's values that have no meaning here", () => {
    const list = objects('kubeconfigQPS=50', 'threadiness=4', 'ingressClass=nginx', 'clusterName=blue');
    expect(argsOf(list)).toEqual(argsOf(objects()));
  });
});
