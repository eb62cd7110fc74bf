import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection } from '../../src/kube/connection.ts';
import { connect } from '../../src/kube/connection.ts';
import { podNamespace } from '../../src/kube/kubeconfig.ts';

let directory: string;
const open: Connection[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'connection-'));
});

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
  await rm(directory, { recursive: true });
});

const save = async (name: string, content: unknown): Promise<string> => {
  const path = join(directory, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const config = (name: string, user: object = {}, more: object = {}): object => ({
  'current-context': name,
  contexts: [{ name, context: { cluster: name, user: name, namespace: `${name}-space` } }],
  clusters: [{ name, cluster: { server: `https://${name}.example.com/`, 'insecure-skip-tls-verify': true } }],
  users: [{ name, user }],
  ...more,
});

const connected = (...given: Parameters<typeof connect>): Connection => {
  const connection = connect(given[0], given[1] ?? {});
  open.push(connection);
  return connection;
};

describe('which cluster', () => {
  test('the file that is named, with its server and namespace', async () => {
    const { server, namespace } = connected({ kubeconfig: await save('a', config('a')) });
    expect([server, namespace]).toEqual(['https://a.example.com', 'a-space']);
  });

  test('else all of KUBECONFIG, of which the first to name something wins', async () => {
    const files = [
      await save('a', config('a')),
      await save('b', {
        ...config('b'),
        users: [
          { name: 'a', user: {} },
          { name: 'b', user: {} },
        ],
      }),
    ];
    const environment = { KUBECONFIG: files.join(delimiter) };
    expect(connected({}, environment).server).toBe('https://a.example.com');
    expect(connected({ context: 'b' }, environment).server).toBe('https://b.example.com');
  });

  test("else the user's own file", async () => {
    await mkdir(join(directory, '.kube'));
    await save('.kube/config', config('own'));
    expect(connected({}, { HOME: directory }).server).toBe('https://own.example.com');
  });

  test('at another address, when one is given; without any file that is enough', async () => {
    const kubeconfig = await save('a', config('a'));
    expect(connected({ kubeconfig, master: 'http://127.0.0.1:8080/' }).server).toBe('http://127.0.0.1:8080');
    expect(connected({ master: 'http://127.0.0.1:8080' }, { HOME: directory }).server).toBe(
      'http://127.0.0.1:8080',
    );
  });
});

describe('as whom', () => {
  const authorization = async (user: object): Promise<string | undefined> => {
    const connection = connected({ kubeconfig: await save('a', config('a', user)) });
    return (await connection.access('calls')).headers['Authorization'];
  };

  test('a token, a token file beside the kubeconfig, or a name with a password', async () => {
    await save('token', 'from-file\n');
    expect(await authorization({ token: 'plain' })).toBe('Bearer plain');
    expect(await authorization({ tokenFile: 'token' })).toBe('Bearer from-file');
    expect(await authorization({ username: 'me', password: 'pw' })).toBe('Basic bWU6cHc=');
    expect(await authorization({})).toBeUndefined();
  });

  test('what an exec plugin says, asked once until it is told to reload', async () => {
    const count = join(directory, 'count');
    const script = `
      const fs = require('node:fs');
      const times = fs.existsSync(${JSON.stringify(count)}) ? Number(fs.readFileSync(${JSON.stringify(count)})) + 1 : 1;
      fs.writeFileSync(${JSON.stringify(count)}, String(times));
      console.log(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: JSON.parse(process.env.KUBERNETES_EXEC_INFO).kind + '-' + times } }));`;
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', script],
    };
    const connection = connected({ kubeconfig: await save('a', config('a', { exec })) });
    const ask = async (): Promise<string | undefined> =>
      (await connection.access('calls')).headers['Authorization'];
    expect([await ask(), await ask()]).toEqual(['Bearer ExecCredential-1', 'Bearer ExecCredential-1']);
    connection.reload();
    expect(await ask()).toBe('Bearer ExecCredential-2');
  });

  test('sockets are shared by requests of one kind, and never by calls and watches', async () => {
    const connection = connected({ kubeconfig: await save('a', config('a', { token: 'x' })) });
    const dispatcher = async (use: 'calls' | 'watches'): Promise<unknown> =>
      (await connection.access(use)).dispatcher;
    const first = await dispatcher('calls');
    connection.reload();
    expect(await dispatcher('calls')).toBe(first);
    expect(await dispatcher('watches')).not.toBe(first);
  });
});

describe('a mistake is named in one line', () => {
  test.each([
    {
      name: 'a file that is not there',
      content: undefined,
      options: {},
      message: /^kubeconfig \S+\/a does not exist$/,
    },
    { name: 'a file that is no YAML', content: 'a: [', options: {}, message: /^kubeconfig \S+\/a: [^\n]+$/ },
    {
      name: 'a file that is something else',
      content: '',
      options: {},
      message: /^kubeconfig \S+\/a: [^\n]+$/,
    },
    {
      name: 'a context that does not exist',
      content: config('a'),
      options: { context: 'b' },
      message: /^the kubeconfig has no context b; it has: a$/,
    },
    {
      name: 'no context at all',
      content: config('a', {}, { 'current-context': '' }),
      options: {},
      message: /^the kubeconfig has no current-context; choose one with --context: a$/,
    },
    {
      name: 'a context with a cluster that does not exist',
      content: config('a', {}, { clusters: [] }),
      options: {},
      message: /^context a names cluster a, which does not exist$/,
    },
    {
      name: 'a context with a user that does not exist',
      content: config('a', {}, { users: [] }),
      options: {},
      message: /^context a names user a, which does not exist$/,
    },
    {
      name: 'a cluster without an address',
      content: config('a', {}, { clusters: [{ name: 'a', cluster: {} }] }),
      options: {},
      message: /^kubeconfig \S+\/a: clusters\[0\]\.cluster\.server is missing$/,
    },
    {
      name: 'an address that is none',
      content: config('a'),
      options: { master: 'prometheus:9090' },
      message: /must start with http:\/\/ or https:\/\/$/,
    },
  ])('$name', async ({ content, options, message }) => {
    const kubeconfig = content === undefined ? join(directory, 'a') : await save('a', content);
    expect(() => connected({ kubeconfig, ...options })).toThrow(
      expect.objectContaining({ name: 'ConfigError', message: expect.stringMatching(message) }),
    );
  });

  test('nothing to go by', () => {
    expect(() => connected({}, { HOME: directory })).toThrow(/^no cluster: /);
  });
});

test('a Lease has a connection of its own, which no other call can take', async () => {
  const connection = connected({ kubeconfig: await save('a', config('a')) });
  const [calls, watches, lease] = await Promise.all(
    (['calls', 'watches', 'lease'] as const).map(async (use) => (await connection.access(use)).dispatcher),
  );
  expect(new Set([calls, watches, lease]).size).toBe(3);
  expect((await connection.access('lease')).dispatcher).toBe(lease);
});

test('a pod knows its own namespace, and what is no pod knows none', async () => {
  expect(podNamespace(directory)).toBe(undefined);
  await save('namespace', 'mesh\n');
  expect(podNamespace(directory)).toBe('mesh');
});
