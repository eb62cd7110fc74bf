import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CONFIG_MAP } from '../../src/api/kinds.ts';
import { gateRoutes } from '../../src/cli/gate/routes.ts';
import { makeGates } from '../../src/cli/gate/gates.ts';
import { OperatorError } from '../../src/errors.ts';
import { type HttpServer, serveHttp } from '../../src/runtime/http-server.ts';
import { NAMESPACE } from '../support/manifests.ts';
import { eventually, type Running, serinette } from '../support/process.ts';
import { makeSandbox } from '../support/sandbox.ts';

const CANARY = { name: 'podinfo', namespace: 'shop' };

const post = async (url: string, path: string, body: unknown = CANARY): Promise<[number, string]> => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${url}${path}`, { method: 'POST', body: text });
  return [answer.status, (await answer.text()).trim()];
};

describe('gates', () => {
  let sandbox: Awaited<ReturnType<typeof makeSandbox>>;
  let servers: HttpServer[];

  const serve = async (): Promise<string> => {
    const gates = makeGates({ cluster: sandbox.user, namespace: NAMESPACE, name: 'gates' });
    const routes = gateRoutes(gates, sandbox.never);
    const server = await serveHttp({ host: '127.0.0.1', port: 0, routes });
    servers.push(server);
    return server.url;
  };
  const state = async () => (await sandbox.get(CONFIG_MAP, 'gates'))['data'];

  beforeEach(async () => {
    sandbox = await makeSandbox();
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) await server.close();
    await sandbox.close();
  });

  test('are closed until they are opened, each for one Canary, and rollback gates are others', async () => {
    const url = await serve();
    expect(await post(url, '/gate/check')).toEqual([403, 'Forbidden']);
    expect(await post(url, '/gate/open')).toEqual([202, '']);
    expect(await post(url, '/gate/check')).toEqual([200, 'Approved']);
    expect(await post(url, '/gate/check', { ...CANARY, namespace: 'other' })).toEqual([403, 'Forbidden']);
    expect(await post(url, '/rollback/check')).toEqual([403, 'Forbidden']);
    expect(await post(url, '/rollback/open')).toEqual([202, '']);
    expect(await post(url, '/rollback/check')).toEqual([200, 'Approved']);
    expect(await state()).toEqual({ 'podinfo.shop': 'open', 'rollback_podinfo.shop': 'open' });
    expect(await post(url, '/gate/close')).toEqual([202, '']);
    expect(await post(url, '/gate/check')).toEqual([403, 'Forbidden']);
    expect(await state()).toEqual({ 'rollback_podinfo.shop': 'open' });
  });

  test('of a Canary called rollback are not the rollback gates of another', async () => {
    const url = await serve();
    await post(url, '/gate/open', { name: 'rollback.podinfo', namespace: 'shop' });
    expect(await post(url, '/rollback/check')).toEqual([403, 'Forbidden']);
  });

  test('understand the whole payload of a webhook', async () => {
    const url = await serve();
    await post(url, '/gate/open');
    const payload = { ...CANARY, phase: 'Progressing', checksum: '1', metadata: { a: 'b' } };
    expect(await post(url, '/gate/check', payload)).toEqual([200, 'Approved']);
  });

  test('are the same for all replicas, and after a restart', async () => {
    const [first, second] = [await serve(), await serve()];
    await post(first, '/gate/open');
    expect(await post(second, '/gate/check')).toEqual([200, 'Approved']);
    await post(second, '/gate/close');
    expect(await post(first, '/gate/check')).toEqual([403, 'Forbidden']);
  });

  test('that are opened at the same time by two replicas are all open', async () => {
    const urls = [await serve(), await serve()];
    const names = Array.from({ length: 12 }, (_, at) => `app-${at}`);
    const answers = await Promise.all(
      names.map((name, at) => post(urls[at % 2] ?? '', '/gate/open', { name, namespace: 'shop' })),
    );
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([202]));
    expect(Object.keys(await state()).toSorted()).toEqual(names.map((name) => `${name}.shop`).toSorted());
  });

  test('let through always, or never', async () => {
    const url = await serve();
    expect(await post(url, '/gate/approve', '')).toEqual([200, 'Approved']);
    expect(await post(url, '/gate/halt', '')).toEqual([403, 'Forbidden']);
  });

  test.each([
    ['no JSON', 'podinfo', 'the body must be JSON such as {"name": "podinfo", "namespace": "test"}'],
    ['a list', [], 'name must be that of a Canary, got null'],
    ['no name', { namespace: 'shop' }, 'name must be that of a Canary, got null'],
    ['no namespace', { name: 'podinfo' }, 'namespace must be that of a Canary, got null'],
    [
      'a name that is too long',
      { ...CANARY, name: 'a'.repeat(200) },
      `name must be that of a Canary, got "${'a'.repeat(200)}"`,
    ],
    [
      'a namespace with a dot',
      { ...CANARY, namespace: 'a.b' },
      'namespace must be that of a Canary, got "a.b"',
    ],
    ['a name that is none', { ...CANARY, name: '../x' }, 'name must be that of a Canary, got "../x"'],
  ])('say what is wrong with %s', async (_, body, problem) => {
    expect(await post(await serve(), '/gate/open', body)).toEqual([400, problem]);
  });

  test('whose state cannot be reached let nobody through, and say so', async () => {
    const away = () => Promise.reject(new OperatorError('UNAVAILABLE', 'connection refused'));
    const gates = makeGates({
      cluster: { get: away, create: away, patch: away },
      namespace: NAMESPACE,
      name: 'gates',
    });
    const server = await serveHttp({
      host: '127.0.0.1',
      port: 0,
      routes: gateRoutes(gates, sandbox.never),
    });
    servers.push(server);
    expect(await post(server.url, '/gate/check')).toEqual([
      503,
      'the state of the gate cannot be reached: UNAVAILABLE: connection refused',
    ]);
  });
});

describe('serinette gate', () => {
  let running: Running | undefined;
  afterEach(async () => {
    running?.child.kill('SIGTERM');
    await running?.ended;
    running = undefined;
  });

  test('keeps its state in the cluster that its kubeconfig names', async () => {
    const sandbox = await makeSandbox();
    const args = [
      '--host=127.0.0.1',
      '--port=0',
      `--namespace=${NAMESPACE}`,
      `--kubeconfig=${sandbox.kubeconfig}`,
    ];
    try {
      running = serinette(['gate', ...args]);
      const said = (): string => running?.output() ?? '';
      await eventually(() => said().includes('"http"'), 30_000, said);
      const url = /"http":"([^"]+)"/.exec(said())?.[1] ?? '';
      expect(await post(url, '/gate/open')).toEqual([202, '']);
      expect((await sandbox.get(CONFIG_MAP, 'serinette-gates'))['data']).toEqual({ 'podinfo.shop': 'open' });
      running.child.kill('SIGTERM');
      expect(await running.ended).toBe(0);
    } finally {
      await sandbox.close();
    }
  });

  test.each([
    [['--port=x'], '--port must be a port number, got "x"'],
    [['--log-level=loud'], '--log-level must be one of debug, info, warn, error'],
    [['--what'], "Unknown option '--what'"],
  ])('refuses %p in one line', async (args, why) => {
    running = serinette(['gate', ...args]);
    expect(await running.ended).toBe(2);
    expect(running.output()).toContain(`serinette gate: ${why}`);
    running = undefined;
  });
});
