import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CANARY, DEPLOYMENT, EVENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { systemClock, systemRandom } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import type { RequestRecord } from '../../src/sandbox/apiserver/api-server.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { NAMESPACE as NAMESPACE_TYPE } from '../../src/sandbox/controllers/kinds.ts';
import { NAMESPACE } from './manifests.ts';

export const crds = (): KubeObject[] =>
  ['canary', 'metrictemplate', 'alertprovider'].map(
    (name) => parse(readFileSync(new URL(`../../crds/${name}.yaml`, import.meta.url), 'utf8')) as KubeObject,
  );

/** The embedded cluster on loopback with a namespace `test`, a kubeconfig on disk, and what tests ask of it. */
export const makeSandbox = async (options: { apiPort?: number; definitions?: KubeObject[] } = {}) => {
  const sandbox: Sandbox = await startSandbox({
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    definitions: options.definitions ?? crds(),
    scrapeIntervalMs: 500,
    apiPort: options.apiPort ?? 0,
  });
  const folder = mkdtempSync(join(tmpdir(), 'serinette-test-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, sandbox.kubeconfig);
  const user = sandbox.api.cluster('user');
  const never = new AbortController().signal;
  const requests: RequestRecord[] = [];
  sandbox.api.onRequest((record) => requests.push(record));
  await user.create(
    NAMESPACE_TYPE,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    never,
  );
  const get = (type: ResourceType, name: string) =>
    user.get({ type, namespace: NAMESPACE, name }, never) as Promise<Record<string, any>>;
  return {
    sandbox,
    kubeconfig,
    user,
    never,
    requests,
    get,
    status: async (name = 'podinfo') => ((await get(CANARY, name))['status'] ?? {}) as Record<string, any>,
    deployment: (name: string) => get(DEPLOYMENT, name),
    weights: async () => {
      const route = (await get(VIRTUAL_SERVICE, 'podinfo'))['spec'].http[0].route;
      return { primary: route[0].weight as number, canary: route[1].weight as number };
    },
    events: async () =>
      (await user.list(EVENT, { namespace: NAMESPACE }, never)).items.map((event) =>
        String(event['message']),
      ),
    setImage: async (version: string): Promise<void> => {
      const before = await get(DEPLOYMENT, 'podinfo');
      const template = structuredClone(before['spec'].template);
      template.spec.containers[0].image = `serinette/podinfo:${version}`;
      const resourceVersion = String(before['metadata'].resourceVersion);
      await user.patch(
        { type: DEPLOYMENT, namespace: NAMESPACE, name: 'podinfo' },
        { type: 'merge', body: { spec: { template } }, resourceVersion },
        never,
      );
    },
    operatorArgs: (...more: string[]) => [
      'operator',
      `--kubeconfig=${kubeconfig}`,
      `--metrics-server=${sandbox.prometheusUrl}`,
      '--min-interval=1s',
      '--drain-time=500ms',
      '--egress-allow=127.0.0.0/8',
      '--host=127.0.0.1',
      '--port=0',
      ...more,
    ],
    close: async () => {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type TestSandbox = Awaited<ReturnType<typeof makeSandbox>>;

/** A Canary for rollouts in seconds; scrapes are half a second apart. */
export const FAST = {
  interval: '1s',
  threshold: 3,
  stepWeight: 10,
  maxWeight: 30,
  metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '5s', onNoData: 'hold' }],
};
