import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../src/api/objects.ts';
import { type Schema, schema } from '../support/chart.ts';

const helm = (...args: readonly string[]) =>
  spawnSync('helm', args, { encoding: 'utf8', timeout: 30_000, cwd: new URL('../..', import.meta.url) });

const present = helm('version').status === 0;
const withHelm = present ? describe : describe.skip;
if (!present) process.stderr.write('helm is not on the path: the tests of the rendered chart are skipped\n');

const TEMPLATE = ['template', 'serinette', 'deploy/chart', '--namespace=ops', '--kube-version=1.34.0'];
const FLAGGER_VALUES = '--values=test/golden/flagger-values.yaml';

const render = (...sets: readonly string[]) => helm(...TEMPLATE, ...sets.flatMap((set) => ['--set', set]));

const objects = (...sets: readonly string[]): readonly KubeObject[] => objectsIn(render(...sets));

const objectsIn = ({ stdout, stderr, status }: ReturnType<typeof helm>): readonly KubeObject[] => {
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
    expect(deployment(list).spec.template.spec.topologySpreadConstraints).toHaveLength(1);
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

  test('does without Istio when told', () => {
    expect(argsOf(objects('meshProvider=kubernetes'))).toContain('--mesh-provider=kubernetes');
    expect(argsOf(objects()).filter((arg) => arg.includes('mesh'))).toEqual([]);
  });

  test('turns election on for one replica by ending the old pod first, as that one waits for nobody', () => {
    const list = objects('leaderElection.enabled=true');
    expect(argsOf(list)).toContain('--enable-leader-election=true');
    expect(deployment(list).spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  test('refuses several replicas without election', () => {
    const { status, stderr } = render('leaderElection.enabled=false', 'leaderElection.replicaCount=2');
    expect([status, stderr]).toEqual([1, expect.stringContaining('  - leaderElection.enabled: without')]);
  });

  test('grants no right on ConfigMaps without their tracking, and on Secrets only to read those of MetricTemplates', () => {
    const rules = (list: readonly KubeObject[]): readonly { resources: string[]; verbs: string[] }[] =>
      list.find(({ kind }) => kind === 'ClusterRole')?.['rules'] as never;
    const about = (list: readonly KubeObject[]) =>
      rules(list)
        .filter(({ resources }) => resources.some((name) => ['configmaps', 'secrets'].includes(name)))
        .map(({ resources, verbs }) => [...resources, ...verbs]);
    expect(about(objects('configTracking.enabled=false'))).toEqual([['secrets', 'get']]);
    expect(about(objects())).toEqual([
      ['secrets', 'get'],
      ['configmaps', 'get', 'list', 'watch', 'create', 'update'],
      ['secrets', 'list', 'watch', 'create', 'update'],
    ]);
  });

  test('keeps the labels by which the Deployment selects its pods, and lets others be set', () => {
    const { status, stderr } = render('podLabels.app\\.kubernetes\\.io/name=other');
    expect([status, stderr]).toEqual([1, expect.stringContaining('  - podLabels app.kubernetes.io/name:')]);
    const list = objects('podLabels.team=a', 'podLabels.app\\.kubernetes\\.io/version=v7');
    expect(deployment(list).spec.template.metadata.labels).toEqual({
      'app.kubernetes.io/name': 'serinette',
      'app.kubernetes.io/instance': 'serinette',
      'app.kubernetes.io/managed-by': 'Helm',
      'app.kubernetes.io/version': 'v7',
      team: 'a',
    });
  });

  test('takes null for a group of values as its default, or refuses it by name', () => {
    const groups = Object.entries(schema.properties ?? {}).filter(([, value]) => value.properties);
    const required = (schema as Schema & { required: readonly string[] }).required;
    for (const [name] of groups) {
      const { status, stderr } = render(`${name}=null`);
      // Helm has changed its wording.
      const refusal = new RegExp(`${name} is required|missing property '${name}'`);
      const [code, said] = required.includes(name) ? [1, refusal] : [0, /^/];
      expect([name, status, stderr]).toEqual([name, code, expect.stringMatching(said)]);
    }
    expect(groups.length).toBeGreaterThan(10);
    expect(deployment(objects('leaderElection=null')).spec.replicas).toBe(1);
  }, 60_000);

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
    const asked = ['prometheus.install=true', 'linkerdAuthPolicy.create=true', 'rbac.pspEnabled=true'];
    const { status, stderr } = render(...asked, 'controlplane.kubeconfig.secretName=remote');
    expect(status).toBe(1);
    for (const name of [
      'prometheus.install',
      'linkerdAuthPolicy',
      'rbac.pspEnabled',
      'controlplane.kubeconfig',
    ])
      expect(stderr).toContain(`  - ${name}:`);
  });

  test("of all defaults of Flagger's chart refuses the image alone", () => {
    const { status, stderr } = helm(...TEMPLATE, FLAGGER_VALUES);
    expect([status, stderr.split('\n').filter((line) => line.startsWith('  - '))]).toEqual([
      1,
      [
        expect.stringMatching(
          /^ {2}- image\.repository: ghcr\.io\/fluxcd\/flagger is Flagger's program; leave/,
        ),
      ],
    ]);
  });

  test("with Flagger's default values and an image of its own is whole", () => {
    const list = objectsIn(
      helm(...TEMPLATE, FLAGGER_VALUES, '--set=image.repository=me/operator,image.tag=v1'),
    );
    expect(namesOf(list)).toEqual(namesOf(objects()));
    const { spec, metadata } = deployment(list).spec.template;
    expect(spec.containers[0].image).toBe('me/operator:v1');
    expect(argsOf(list)).toEqual(argsOf(objects('metricsServer=http://prometheus:9090')));
    const [{ podAffinityTerm }] =
      spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
    expect(metadata.labels).toMatchObject(podAffinityTerm.labelSelector.matchLabels);
    expect(spec.volumes).toBeUndefined();
  });

  test("keeps the addresses of Flagger's values in a Secret, and off the command line", () => {
    const list = objects(
      ...['slack.url=https://hooks.test/word', 'slack.channel=ops', 'slack.proxy=http://proxy.test'],
      ...['msteams.url=https://teams.test/word', 'eventWebhook=https://events.test/word'],
      ...['clusterName=blue', 'telling.alertLink=https://d.test', 'flaggerEventReason=true'],
    );
    expect(argsOf(list)).toEqual(
      expect.arrayContaining([
        '--slack-channel=ops',
        '--cluster-name=blue',
        '--alert-link=https://d.test',
        '--flagger-event-reason=true',
      ]),
    );
    const pod = deployment(list).spec.template;
    expect(JSON.stringify(pod)).not.toContain('word');
    expect(pod.spec.containers[0].envFrom).toEqual([{ secretRef: { name: 'serinette-telling' } }]);
    expect(pod.metadata.annotations['checksum/telling']).toMatch(/^[0-9a-f]{64}$/);
    expect(list.find(({ kind }) => kind === 'Secret')?.['stringData']).toEqual({
      SLACK_URL: 'https://hooks.test/word',
      SLACK_PROXY_URL: 'http://proxy.test',
      MSTEAMS_URL: 'https://teams.test/word',
      EVENT_WEBHOOK_URL: 'https://events.test/word',
    });
  });

  test('takes addresses from a Secret that is there', () => {
    const list = objects('telling.secretName=receivers');
    expect(deployment(list).spec.template.spec.containers[0].envFrom).toEqual([
      { secretRef: { name: 'receivers' } },
    ]);
    expect(list.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test('puts what is given for the pod where it belongs', () => {
    const list = objects(
      ...['image.pullSecret=registry', 'image.pullPolicy=Always', 'podPriorityClassName=high'],
      ...['annotations.a=x', 'deploymentLabels.b=x', 'podAnnotations.c=x', 'nodeSelector.disk=ssd'],
      ...['env[0].name=A', 'env[0].value=b', 'extraArgs[0]=--min-interval=5s', 'tolerations[0].key=spot'],
      ...['additionalVolumes[0].name=ca', 'additionalVolumeMounts[0].name=ca', 'resources.limits.cpu=2'],
      ...['securityContext.context.runAsUser=7', 'podSecurityContext.fsGroup=8', 'logLevel=debug'],
      ...['selectorLabels=app', 'includeLabelPrefix=team/', 'noCrossNamespaceRefs=true'],
    );
    const { metadata, spec } = deployment(list);
    expect(metadata).toMatchObject({ annotations: { a: 'x' }, labels: { b: 'x' } });
    expect(spec.template.metadata.annotations).toMatchObject({ c: 'x' });
    expect(spec.template.spec).toMatchObject({
      imagePullSecrets: [{ name: 'registry' }],
      priorityClassName: 'high',
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'spot' }],
      volumes: [{ name: 'ca' }],
      securityContext: { fsGroup: 8 },
    });
    expect(spec.template.spec.containers[0]).toMatchObject({
      imagePullPolicy: 'Always',
      env: [{ name: 'A', value: 'b' }],
      volumeMounts: [{ name: 'ca' }],
      securityContext: { runAsUser: 7 },
      resources: { limits: { cpu: 2 } },
    });
    const flags = ['--log-level=debug', '--selector-labels=app', '--include-label-prefix=team/'];
    expect(argsOf(list)).toEqual(
      expect.arrayContaining([...flags, '--no-cross-namespace-refs=true', '--min-interval=5s']),
    );
  });

  test('names what it makes as asked, and makes no account or rights where there are some', () => {
    expect(namesOf(objects('nameOverride=other'))).toContain('Deployment ops/other');
    const list = objects(
      ...['fullnameOverride=whole', 'rbac.create=false'],
      ...['serviceAccount.create=false', 'serviceAccount.name=theirs'],
    );
    expect(namesOf(list)).toEqual(['Deployment ops/whole']);
    expect(deployment(list).spec.template.spec.serviceAccountName).toBe('theirs');
  });

  test("takes Flagger's values that have no meaning here", () => {
    const list = objects(
      ...['kubeconfigQPS=50', 'kubeconfigBurst=100', 'threadiness=4'],
      ...['ingressClass=nginx', 'ingressAnnotationsPrefix=nginx.ingress.kubernetes.io'],
    );
    expect(argsOf(list)).toEqual(argsOf(objects()));
  });

  /** Of objects that are made only when they are asked for. */
  test.each<{ kind: string; sets: readonly string[]; is: object }>([
    {
      kind: 'ServiceMonitor',
      sets: [
        ...['serviceMonitor.enabled=true', 'serviceMonitor.namespace=monitoring'],
        ...['serviceMonitor.honorLabels=true', 'serviceMonitor.interval=7s'],
        ...['serviceMonitor.scrapeTimeout=3s', 'serviceMonitor.labels.release=prom'],
      ],
      is: {
        metadata: { namespace: 'monitoring', labels: { release: 'prom' } },
        spec: {
          namespaceSelector: { matchNames: ['ops'] },
          endpoints: [
            { port: 'http', path: '/metrics', honorLabels: true, interval: '7s', scrapeTimeout: '3s' },
          ],
        },
      },
    },
    {
      kind: 'PodMonitor',
      sets: [
        ...['podMonitor.enabled=true', 'podMonitor.namespace=monitoring', 'podMonitor.honorLabels=true'],
        ...['podMonitor.interval=7s', 'podMonitor.additionalLabels.release=prom'],
      ],
      is: {
        metadata: { namespace: 'monitoring', labels: { release: 'prom' } },
        spec: { podMetricsEndpoints: [{ port: 'http', honorLabels: true, interval: '7s' }] },
      },
    },
    {
      kind: 'PrometheusRule',
      sets: [
        ...['prometheusRule.enabled=true', 'prometheusRule.namespace=monitoring'],
        'prometheusRule.labels.release=prom',
      ],
      is: { metadata: { namespace: 'monitoring', labels: { release: 'prom' } } },
    },
    {
      kind: 'PodDisruptionBudget',
      sets: ['podDisruptionBudget.enabled=true', 'podDisruptionBudget.minAvailable=2'],
      is: { spec: { minAvailable: 2 } },
    },
    {
      kind: 'NetworkPolicy',
      sets: [
        ...['networkPolicy.enabled=true', 'networkPolicy.metricsFrom[0].podSelector.matchLabels.app=prom'],
        ...['networkPolicy.apiServerPorts={7443}', 'networkPolicy.toCluster=false'],
        ...['networkPolicy.extraEgress[0].ports[0].port=3128', 'metricsServer=http://prometheus:9090'],
      ],
      is: {
        spec: {
          ingress: [{ from: [{ podSelector: { matchLabels: { app: 'prom' } } }], ports: [{ port: 'http' }] }],
          egress: [
            expect.anything(),
            { ports: [{ port: 7443 }, { port: 9090 }] },
            { ports: [{ port: 3128 }] },
          ],
        },
      },
    },
  ])('makes a $kind as it is asked to', ({ kind, sets, is }) => {
    expect(objects(...sets).find((object) => object.kind === kind)).toMatchObject(is);
  });

  test('takes an image by its digest', () => {
    const digest = `sha256:${'0abc'.repeat(16)}`;
    const { spec } = deployment(objects('image.tag=v1', `image.digest=${digest}`)).spec.template;
    expect(spec.containers[0].image).toMatch(new RegExp(`:v1@${digest}$`));
  });

  test('names the Lease, and where it is, as asked, with the rights on that one', () => {
    const list = objects(
      ...['leaderElection.enabled=true', 'leaderElection.leaseName=flagger-leader-election'],
      'leaderElection.leaseNamespace=kube-system',
    );
    expect(argsOf(list)).toEqual(
      expect.arrayContaining([
        '--leader-election-namespace=kube-system',
        '--leader-election-lease=flagger-leader-election',
      ]),
    );
    const role = list.find(({ kind }) => kind === 'Role');
    expect(role?.metadata.namespace).toBe('kube-system');
    expect(JSON.stringify(role?.['rules'])).toContain('"resourceNames":["flagger-leader-election"]');
  });

  test('tells Slack by the name and the way that are asked for, and Teams too', () => {
    const list = objects(
      ...['slack.url=https://hooks.test/word', 'slack.user=robin', 'slack.proxyUrl=http://proxy.test'],
      ...['msteams.url=https://teams.test/word', 'msteams.proxyUrl=http://other.test'],
    );
    expect(argsOf(list)).toContain('--slack-user=robin');
    expect(list.find(({ kind }) => kind === 'Secret')?.['stringData']).toMatchObject({
      SLACK_PROXY_URL: 'http://proxy.test',
      MSTEAMS_PROXY_URL: 'http://other.test',
    });
  });

  test('takes what only a Prometheus of its own would need, and does nothing with it', () => {
    const list = objects(
      ...['prometheus.image=p:1', 'prometheus.pullSecret=s', 'prometheus.retention=2h'],
      ...['controlplane.kubeconfig.key=k', 'linkerdAuthPolicy.namespace=linkerd-viz'],
    );
    expect(namesOf(list)).toEqual(namesOf(objects()));
    expect(deployment(list).spec.template.spec).toEqual(deployment(objects()).spec.template.spec);
  });
});
