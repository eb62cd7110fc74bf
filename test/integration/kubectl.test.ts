import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEPLOYMENT } from '../../src/api/kinds.ts';
import type { Versioned } from '../../src/kube/cluster.ts';
import { systemClock, systemRandom } from '../../src/runtime/clock.ts';
import { makeApiServer } from '../../src/sandbox/apiserver/api-server.ts';
import type { ApiServer } from '../../src/sandbox/apiserver/api-server.ts';
import { serveApi } from '../../src/sandbox/apiserver/http-face.ts';

const present = spawnSync('kubectl', ['version', '--client'], { timeout: 20_000 }).status === 0;
const withKubectl = present ? describe : describe.skip;

const WIDGETS = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.dev}
spec:
  group: example.dev
  scope: Namespaced
  names: {plural: widgets, kind: Widget, shortNames: [wd], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}}
    additionalPrinterColumns:
    - {name: Status, type: string, jsonPath: .status.phase}
    - {name: Weight, type: integer, jsonPath: .status.weight}
    - {name: Interval, type: string, jsonPath: .spec.interval, priority: 1}
    - {name: Changed, type: date, jsonPath: .status.changed}
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            required: [size]
            description: What is wanted.
            properties:
              size: {type: integer, minimum: 1, maximum: 9, description: How large it is.}
              interval: {type: string, pattern: '^[0-9]+(m|s)', default: 1m}
              port: {x-kubernetes-int-or-string: true}
          status:
            type: object
            x-kubernetes-preserve-unknown-fields: true
`;
const widget = (size: unknown, more = ''): string =>
  `---\n{apiVersion: example.dev/v1, kind: Widget, metadata: {name: w}, spec: {size: ${String(size)}${more}}}`;

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: app
        image: podinfo:1
        env: [{name: COLOR, value: red}, {name: SIZE, value: s}]
      - {name: helper, image: helper:1}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, name: http}]}
`;

interface Result {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

withKubectl(
  present ? 'an unmodified kubectl' : 'an unmodified kubectl (skipped: there is none on the PATH)',
  () => {
    let server: ApiServer;
    let folder: string;
    let close: () => Promise<void>;

    const start = (args: readonly string[], input = '') => {
      const env = { ...process.env, KUBECONFIG: join(folder, 'config'), HOME: folder };
      const child = spawn('kubectl', args, { env });
      const result = { out: '', err: '' };
      child.stdout.on('data', (chunk: Buffer) => (result.out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (result.err += chunk.toString()));
      child.stdin.end(input);
      const done = new Promise<Result>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => resolve({ ...result, code }));
      });
      return { child, result, done };
    };
    const run = (line: string, input = ''): Promise<Result> => start(line.split(' '), input).done;
    /** Succeeds, and gives what was printed. */
    const kubectl = async (line: string, input = ''): Promise<string> => {
      const { out, err, code } = await run(line, input);
      if (code !== 0) throw new Error(`kubectl ${line}: ${err}`);
      return out.trim();
    };
    const refused = async (line: string, input = ''): Promise<string> => {
      const { err, code } = await run(line, input);
      expect(code).not.toBe(0);
      return err.trim();
    };
    const until = async (holds: () => boolean): Promise<void> => {
      const end = systemClock.monotonic() + 10_000;
      while (!holds()) {
        if (systemClock.monotonic() > end) throw new Error('did not happen within 10 s');
        await new Promise((resolve) => systemClock.after(20, () => resolve(undefined)));
      }
    };

    beforeAll(async () => {
      server = makeApiServer({ clock: systemClock, random: systemRandom });
      const face = await serveApi(server, { clock: systemClock });
      close = () => face.close();
      folder = await mkdtemp(join(tmpdir(), 'kubectl-'));
      await writeFile(join(folder, 'config'), face.kubeconfig);
      await kubectl('apply -f -', WIDGETS);
      await kubectl('wait crd/widgets.example.dev --for=condition=established --timeout=5s');
    }, 60_000);

    afterAll(async () => {
      await close();
      await rm(folder, { recursive: true });
    });

    test('apply creates, then sees no change, then changes only what the file changed', async () => {
      expect(await kubectl('apply -f -', WEB)).toBe('deployment.apps/web created\nservice/web created');
      expect(await kubectl('apply -f -', WEB)).toBe('deployment.apps/web unchanged\nservice/web unchanged');
      expect(await kubectl('set image deploy/web helper=helper:2')).toBe('deployment.apps/web image updated');
      const next = WEB.replace('podinfo:1', 'podinfo:2')
        .replace('{name: COLOR, value: red}, ', '')
        .replace(', image: helper:1', ', image: helper:2');
      expect(await kubectl('apply -f -', next)).toBe('deployment.apps/web configured\nservice/web unchanged');
      const containers = await kubectl(
        'get deploy web -o jsonpath={.spec.template.spec.containers[*].image}',
      );
      expect(containers).toBe('podinfo:2 helper:2');
      expect(await kubectl('get deploy web -o jsonpath={.spec.template.spec.containers[0].env}')).toBe(
        '[{"name":"SIZE","value":"s"}]',
      );
      expect(await kubectl('diff -f -', next)).toBe('');
    }, 60_000);

    test('built-in kinds are printed with their usual columns', async () => {
      await kubectl('apply -f -', WEB);
      expect(await kubectl('get deploy')).toMatch(
        /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +0\/2 +0 +0 +\d+s$/,
      );
      expect(await kubectl('get deploy -o wide')).toMatch(
        /CONTAINERS +IMAGES +SELECTOR\n.*app,helper .*app=web$/,
      );
      expect(await kubectl('get svc web')).toMatch(/ClusterIP +10\.96\.\d+\.\d+ +<none> +80\/TCP/);
      expect(await kubectl('get ns')).toMatch(/default +Active/);
    }, 60_000);

    test('scale, label, annotate and patch change what they name', async () => {
      await kubectl('apply -f -', WEB);
      expect(await kubectl('scale deploy/web --replicas=5')).toBe('deployment.apps/web scaled');
      expect(await kubectl('label deploy/web tier=front')).toBe('deployment.apps/web labeled');
      expect(await kubectl('annotate deploy/web note=yes')).toBe('deployment.apps/web annotated');
      await kubectl(
        'patch deploy web -p {"spec":{"template":{"spec":{"containers":[{"name":"app","image":"podinfo:7"}]}}}}',
      );
      await kubectl('patch deploy web --type=merge -p {"spec":{"paused":true}}');
      await kubectl(
        'patch deploy web --type=json -p [{"op":"add","path":"/spec/minReadySeconds","value":3},{"op":"remove","path":"/metadata/annotations/note"}]',
      );
      const { spec, metadata } = JSON.parse(await kubectl('get deploy web -o json')) as {
        spec: Record<string, unknown>;
        metadata: { labels: unknown; annotations: Record<string, string> };
      };
      expect(spec).toMatchObject({
        replicas: 5,
        paused: true,
        minReadySeconds: 3,
        template: { spec: { containers: [{ image: 'podinfo:7' }, { name: 'helper' }] } },
      });
      expect(metadata.labels).toEqual({ app: 'web', tier: 'front' });
      expect(metadata.annotations['note']).toBeUndefined();
      expect(await kubectl('get deploy -l tier=front -o name')).toBe('deployment.apps/web');
      expect(await kubectl('get deploy -l tier!=front -o name')).toBe('');
    }, 60_000);

    test('rollout status and wait follow what a controller writes', async () => {
      await kubectl('apply -f -', WEB);
      const cluster = server.cluster('controller');
      const status = start(['rollout', 'status', 'deploy/web', '--timeout=20s']);
      const condition = start(['wait', 'deploy/web', '--for=condition=Available', '--timeout=20s']);
      const path = start(['wait', 'deploy/web', '--for=jsonpath={.status.readyReplicas}=2', '--timeout=20s']);
      await until(() => status.result.out.includes('Waiting for'));
      const signal = new AbortController().signal;
      const ref = { type: DEPLOYMENT, namespace: 'default', name: 'web' };
      const found = (await cluster.get(ref, signal)) as Versioned;
      const replicas = (found['spec'] as { replicas: number }).replicas;
      const counts = { replicas, readyReplicas: 2, updatedReplicas: replicas, availableReplicas: replicas };
      const conditions = [{ type: 'Available', status: 'True' }];
      await cluster.replace(
        DEPLOYMENT,
        { ...found, status: { observedGeneration: found.metadata.generation, ...counts, conditions } },
        signal,
        'status',
      );
      expect((await status.done).out).toContain('successfully rolled out');
      expect((await condition.done).out).toContain('condition met');
      expect((await path.done).out).toContain('condition met');
    }, 60_000);

    test('a custom kind has its columns, its short name, and rows that follow its changes', async () => {
      await kubectl('apply -f -', widget(3));
      const watch = start(['get', 'wd', '-w']);
      await until(() => watch.result.out.includes('w '));
      await kubectl(
        'patch wd w --subresource=status --type=merge -p {"status":{"phase":"Progressing","weight":10,"changed":"2020-01-01T00:00:00Z"}}',
      );
      await until(() => watch.result.out.includes('Progressing'));
      watch.child.kill();
      await watch.done;
      expect(watch.result.out).toMatch(/^NAME +STATUS +WEIGHT +CHANGED\nw +\nw +Progressing +10 +\d+y\d*d?/);
      expect(await kubectl('get widgets -o wide')).toMatch(/INTERVAL.*\nw .* 1m /);
      expect(await kubectl('get all -o name')).toContain('widget.example.dev/w');
      expect(await kubectl('describe widget w')).toMatch(/Size: +3/);
    }, 60_000);

    test('bad content is refused with the path and the reason', async () => {
      expect(await refused('create -f -', widget(0))).toBe(
        'The Widget "w" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
      );
      expect(await refused('create -f -', widget('"big"'))).toContain(
        'spec.size in body must be of type integer: "string"',
      );
      expect(await refused('create -f -', widget(3, ', colour: red'))).toContain(
        'strict decoding error: unknown field "spec.colour"',
      );
      expect(
        (
          await run(
            'create --validate=warn --dry-run=server -f -',
            widget(3, ', colour: red').replace('name: w', 'name: v'),
          )
        ).err,
      ).toContain('unknown field "spec.colour"');
      expect(
        await refused(
          'create -f -',
          '---\n{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 70000, targetPort: 80}]}}',
        ),
      ).toContain('spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive');
      expect(
        await refused('create -f -', '---\n{apiVersion: nope.dev/v1, kind: Nope, metadata: {name: s}}'),
      ).toContain('no matches for kind "Nope" in version "nope.dev/v1"');
      expect(await refused('get cm missing')).toBe(
        'Error from server (NotFound): configmaps "missing" not found',
      );
      expect(await refused('patch svc web --type=merge -p {"spec":{"clusterIP":"10.96.9.9"}}')).toContain(
        'may not change once set',
      );
    }, 60_000);

    test('explain reads the schema', async () => {
      expect(await kubectl('explain widget.spec')).toMatch(/What is wanted\.[\s\S]*size\t<integer>/);
      expect(await kubectl('explain deployment.spec.strategy.rollingUpdate')).toContain('maxSurge');
    }, 60_000);

    test('server-side apply keeps to its fields, names who holds the others, and can take them', async () => {
      const map = (value: string, more = '') =>
        `---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: ssa}, data: {a: ${value}${more}}}`;
      expect(await kubectl('apply --server-side --field-manager=one -f -', map('x', ', b: q'))).toBe(
        'configmap/ssa serverside-applied',
      );
      expect(await refused('apply --server-side --field-manager=two -f -', map('z'))).toContain(
        'Apply failed with 1 conflict: conflict with "one": .data.a',
      );
      await kubectl('apply --server-side --field-manager=two --force-conflicts -f -', map('z'));
      await kubectl(
        'apply --server-side --field-manager=one -f -',
        '---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: ssa}, data: {c: new}}',
      );
      expect(await kubectl('get cm ssa -o jsonpath={.data}')).toBe('{"a":"z","c":"new"}');
    }, 60_000);

    test('created objects arrive as they were meant, whatever form kubectl sends them in', async () => {
      await kubectl('create deployment made --image=podinfo:1 --port=9898 --replicas=0');
      expect(JSON.parse(await kubectl('get deploy made -o jsonpath={.spec}'))).toMatchObject({
        replicas: 0,
        template: { spec: { containers: [{ image: 'podinfo:1', ports: [{ containerPort: 9898 }] }] } },
      });
      await kubectl('create secret generic s --from-literal=key=value');
      expect(await kubectl('get secret s -o jsonpath={.data.key}')).toBe('dmFsdWU=');
      await kubectl('autoscale deploy made --min=1 --max=4 --cpu-percent=70');
      expect(
        await kubectl('get hpa made -o jsonpath={.spec.metrics[0].resource.target.averageUtilization}'),
      ).toBe('70');
      expect(await kubectl('auth can-i create deployments')).toBe('yes');
      expect(await kubectl('create configmap dry --from-literal=a=b --dry-run=server -o name')).toBe(
        'configmap/dry',
      );
      expect(await refused('get cm dry')).toContain('not found');
    }, 60_000);

    test('discovery tells kinds, versions and short names', async () => {
      const listed = await kubectl('api-resources');
      expect(listed).toMatch(/widgets +wd +example\.dev\/v1 +true +Widget/);
      expect(listed).toMatch(/virtualservices +vs +networking\.istio\.io\/v1 +true +VirtualService/);
      expect((await kubectl('api-versions')).split('\n')).toEqual(
        expect.arrayContaining(['apps/v1', 'networking.istio.io/v1beta1', 'v1']),
      );
      expect(await kubectl('version')).toContain('Server Version: v1.32');
      expect(await kubectl('get --raw /readyz')).toBe('ok');
    }, 60_000);

    test('delete waits until the object is gone, and a definition takes its objects along', async () => {
      await kubectl('create configmap doomed --from-literal=a=b');
      await kubectl('patch cm doomed --type=merge -p {"metadata":{"finalizers":["example.dev/hold"]}}');
      const deletion = start(['delete', 'cm', 'doomed', '--timeout=20s']);
      const waiting = start(['wait', 'cm/doomed', '--for=delete', '--timeout=20s']);
      await until(() => deletion.result.out.includes('deleted'));
      await kubectl('patch cm doomed --type=merge -p {"metadata":{"finalizers":null}}');
      expect((await deletion.done).code).toBe(0);
      expect((await waiting.done).code).toBe(0);
      await kubectl('delete deploy web --cascade=foreground --ignore-not-found --timeout=10s');
      await kubectl('create ns gone');
      await kubectl('create configmap inside --from-literal=a=b -n gone');
      await kubectl('delete ns gone --timeout=10s');
      expect(await refused('get cm inside -n gone')).toContain('not found');
      await kubectl('delete crd widgets.example.dev --timeout=10s');
      expect(await refused('get --raw /apis/example.dev/v1/widgets')).toContain(
        'the server could not find the requested resource',
      );
    }, 60_000);
  },
);
