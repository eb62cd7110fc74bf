import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CANARY, DEPLOYMENT, SECRET } from '../src/api/kinds.ts';
import { systemClock, systemRandom } from '../src/runtime/clock.ts';
import { silentLog } from '../src/runtime/log.ts';
import { fromRfc3339 } from '../src/runtime/time.ts';
import { makeApiServer } from '../src/sandbox/apiserver/api-server.ts';
import { serveApi } from '../src/sandbox/apiserver/http-face.ts';
import { runControllers } from '../src/sandbox/controllers/controllers.ts';
import { lookupIn } from '../src/sandbox/pods/environment.ts';
import { makeModelledDriver } from '../src/sandbox/pods/modelled-driver.ts';
import { canary, deployment, NAMESPACE } from '../test/support/manifests.ts';
import { crds } from '../test/support/sandbox.ts';

/**
 * The bundled operator in a process of its own against an API server with many Canaries: how late steps are, how
 * soon it reacts, what it weighs. Node's flags are those of the image. Run `npm run build` first. Arguments: canaries, foreign Deployments and Secrets.
 */
const CANARIES = Number(process.argv[2] ?? 100);
const FOREIGN = Number(process.argv[3] ?? 1000);
const never = new AbortController().signal;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const random = systemRandom;
const api = makeApiServer({ clock: systemClock, random, historySize: 50_000 });
const user = api.cluster('user');
const type = (group: string, kind: string, plural: string) => ({
  group,
  version: 'v1',
  kind,
  plural,
  namespaced: false,
});
for (const crd of crds())
  await user.create(
    type('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions'),
    crd,
    never,
  );
for (const name of [NAMESPACE, 'foreign']) {
  await user.create(
    type('', 'Namespace', 'namespaces'),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    never,
  );
}
const driver = makeModelledDriver({
  clock: systemClock,
  random,
  lookup: lookupIn(api.cluster('kubelet'), never),
});
void runControllers({
  cluster: api.cluster('controllers'),
  driver,
  clock: systemClock,
  random,
  log: silentLog,
  signal: never,
});
const padding = 'x'.repeat(2_000);
for (let at = 0; at < FOREIGN; at += 1) {
  const metadata = { name: `foreign-${at}`, namespace: 'foreign' };
  const { spec } = deployment('1.0.0') as Record<string, any>;
  await user.create(
    DEPLOYMENT,
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, annotations: { padding } },
      spec: { ...spec, replicas: 0 },
    },
    never,
  );
  await user.create(
    SECRET,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      data: { padding: Buffer.from(padding).toString('base64') },
    },
    never,
  );
}
const nameOf = (at: number): string => `app-${at}`;
for (let at = 0; at < CANARIES; at += 1) {
  const labels = { app: nameOf(at) };
  const { spec } = structuredClone(deployment('1.0.0')) as Record<string, any>;
  spec.replicas = 1;
  spec.selector.matchLabels = labels;
  spec.template.metadata.labels = labels;
  await user.create(
    DEPLOYMENT,
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: nameOf(at), namespace: NAMESPACE, labels },
      spec,
    },
    never,
  );
  const object = structuredClone(canary({ interval: '10s', stepWeight: 5, maxWeight: 50 })) as Record<
    string,
    any
  >;
  object['metadata'].name = nameOf(at);
  object['spec'].targetRef.name = nameOf(at);
  await user.create(CANARY, object as never, never);
}
const face = await serveApi(api, { clock: systemClock });
/** Answers every query with 100, and a query over several workloads with one series for each. */
const answer = (url: string): string => {
  const query = new URL(url, 'http://localhost').searchParams.get('query') ?? '';
  const names = /destination_workload=~"([^"]*)"/.exec(query)?.[1]?.split('|') ?? [];
  const result = names.map((name) => ({ metric: { destination_workload: name }, value: [0, '100'] }));
  return JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
};
const prometheus = createServer((request, response) => response.end(answer(request.url ?? '/'))).listen(
  0,
  '127.0.0.1',
);
await once(prometheus, 'listening');
const kubeconfig = join(mkdtempSync(join(tmpdir(), 'serinette-bench-')), 'kubeconfig');
writeFileSync(kubeconfig, face.kubeconfig);

const lateness: number[] = [];
const reactions: number[] = [];
const changedAt = new Map<string, number>();
const before = new Map<string, Record<string, any>>();
let firstWriteAt = 0;
api.admit(({ object, user: writer, subresource }) => {
  if (object.kind !== 'Canary' || subresource !== 'status' || writer === 'user') return;
  if (firstWriteAt === 0) firstWriteAt = performance.now();
  const { name } = object.metadata;
  const status = (object as Record<string, any>)['status'];
  note(name, before.get(name) ?? {}, status);
  before.set(name, status);
});

const note = (name: string, old: Record<string, any>, next: Record<string, any>): void => {
  const starts = old['phase'] !== 'Progressing' && next['phase'] === 'Progressing';
  if (starts) reactions.push(performance.now() - (changedAt.get(name) ?? 0));
  const isTick = old['run']?.id === next['run'].id && next['run'].tick > old['run'].tick;
  if (isTick) lateness.push(fromRfc3339(next['run'].steppedAt) - fromRfc3339(old['run'].dueAt));
};

const startedAt = performance.now();
const nodeFlags = (process.env['BENCH_NODE_FLAGS'] ?? '--optimize-for-size')
  .split(' ')
  .filter((flag) => flag !== '');
const args = [
  ...nodeFlags,
  'dist/serinette.mjs',
  'operator',
  `--kubeconfig=${kubeconfig}`,
  '--host=127.0.0.1',
  '--port=0',
  '--log-level=warn',
  '--drain-time=1s',
];
const address = prometheus.address() as AddressInfo;
const operator = spawn(process.execPath, [...args, `--metrics-server=http://127.0.0.1:${address.port}`], {
  stdio: ['ignore', 'ignore', process.env['BENCH_LOG'] === undefined ? 'ignore' : 'inherit'],
});
const rssMb = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${operator.pid}/status`, 'utf8'))?.[1]) / 1024;
const until = async (holds: () => boolean, what: string): Promise<void> => {
  const end = performance.now() + 300_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${what} took too long`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
const phases = (phase: string): number =>
  [...before.values()].filter((status) => status['phase'] === phase).length;
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

await until(() => firstWriteAt > 0, 'the first reconcile');
say(`first reconcile after the start: ${Math.round(firstWriteAt - startedAt)} ms`);
await until(() => phases('Initialized') === CANARIES, 'initialisation');
if (process.env['BENCH_ONLY_START'] !== undefined) {
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  say(`RSS ${rssMb().toFixed(0)} MB`);
  operator.kill('SIGKILL');
  process.exit(0);
}
say(
  `${CANARIES} canaries initialised after ${((performance.now() - startedAt) / 1000).toFixed(1)} s; RSS ${rssMb().toFixed(0)} MB`,
);
for (let at = 0; at < CANARIES; at += 1) {
  const old = (await user.get({ type: DEPLOYMENT, namespace: NAMESPACE, name: nameOf(at) }, never)) as Record<
    string,
    any
  >;
  const template = structuredClone(old['spec'].template);
  template.spec.containers[0].image = 'serinette/podinfo:1.0.1';
  changedAt.set(nameOf(at), performance.now());
  await user.patch(
    { type: DEPLOYMENT, namespace: NAMESPACE, name: nameOf(at) },
    { type: 'merge', body: { spec: { template } }, resourceVersion: old['metadata'].resourceVersion },
    never,
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
}
let peak = 0;
await until(() => {
  peak = Math.max(peak, rssMb());
  return phases('Succeeded') === CANARIES;
}, 'the rollouts');
say(
  `reaction to a changed template: p50 ${percentile(reactions, 0.5).toFixed(0)} ms, max ${Math.max(...reactions).toFixed(0)} ms`,
);
say(
  `step lateness over ${lateness.length} steps: p50 ${percentile(lateness, 0.5).toFixed(0)} ms, p99 ${percentile(lateness, 0.99).toFixed(0)} ms, max ${Math.max(...lateness)} ms`,
);
say(
  `RSS with ${CANARIES} canaries and ${FOREIGN} foreign Deployments and Secrets: peak ${peak.toFixed(0)} MB, now ${rssMb().toFixed(0)} MB`,
);
operator.kill('SIGTERM');
await new Promise((resolve) => operator.once('exit', resolve));
process.exit(0);
