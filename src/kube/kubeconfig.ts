import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { Cluster, Context, User } from '@kubernetes/client-node';
import { KubeConfig, loadYaml } from '@kubernetes/client-node';

export interface ConnectionOptions {
  /** Path of a kubeconfig; without it KUBECONFIG, ~/.kube/config and the service account of a pod, in this order. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Overrides the server's address. */
  readonly master?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the user has to mend; the message is one line that names the file or the name at fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const SERVICE_ACCOUNT_TOKEN = `${SERVICE_ACCOUNT}/token`;

/** The namespace of the pod that this process runs in; undefined outside of pods. */
export const podNamespace = (folder = SERVICE_ACCOUNT): string | undefined => {
  const path = join(folder, 'namespace');
  return existsSync(path) ? readFileSync(path, 'utf8').trim() || undefined : undefined;
};

export const loadKubeConfig = (options: ConnectionOptions, environment: Environment): KubeConfig => {
  const config = source(options, environment);
  if (options.context !== undefined) config.setCurrentContext(options.context);
  const cluster = currentCluster(config);
  const server = (options.master ?? cluster.server).replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]/.test(server)) {
    throw new ConfigError(`the server's address ${server} must start with http:// or https://`);
  }
  // Over http there is no certificate to verify; the library insists on hearing so.
  const skipTLSVerify = cluster.skipTLSVerify || server.startsWith('http:');
  config.clusters = config.clusters.map((one) => (one === cluster ? { ...one, server, skipTLSVerify } : one));
  return config;
};

const source = (options: ConnectionOptions, environment: Environment): KubeConfig => {
  if (options.kubeconfig !== undefined) return fromFiles([options.kubeconfig]);
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return fromFiles(listed);
  const own = join(environment['HOME'] ?? '/', '.kube', 'config');
  if (existsSync(own)) return fromFiles([own]);
  if (environment['KUBERNETES_SERVICE_HOST'] !== undefined && existsSync(SERVICE_ACCOUNT_TOKEN)) {
    const config = new KubeConfig();
    config.loadFromCluster();
    return config;
  }
  if (options.master !== undefined) return fromAddress(options.master);
  throw new ConfigError(
    `no cluster: ${own} does not exist, KUBECONFIG is not set and this is no pod; name a file with --kubeconfig`,
  );
};

const fromAddress = (server: string): KubeConfig => {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'master', server, skipTLSVerify: false }, { name: 'nobody' });
  return config;
};

/** As kubectl merges files: the first to name something wins. */
const fromFiles = (paths: readonly string[]): KubeConfig => {
  const parts = paths.map(fromFile);
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: firstOfEachName(parts.flatMap((part) => part.clusters)),
    users: firstOfEachName(parts.flatMap((part) => part.users)),
    contexts: firstOfEachName(parts.flatMap((part) => part.contexts)),
    currentContext: parts
      .map((part) => part.currentContext)
      .find((name: string | undefined) => (name ?? '') !== ''),
  });
  return config;
};

const firstOfEachName = <T extends Cluster | User | Context>(all: readonly T[]): T[] => [
  ...new Map(all.toReversed().map((one) => [one.name, one])).values(),
];

const fromFile = (path: string): KubeConfig => {
  const text = read(path);
  const config = new KubeConfig();
  try {
    config.loadFromString(text);
    config.makePathsAbsolute(dirname(resolve(path)));
    addTokenFiles(config, text, dirname(resolve(path)));
    config.users.forEach(tellExecPlugin);
  } catch (thrown) {
    const [why] = String(thrown instanceof Error ? thrown.message : thrown).split('\n');
    throw new ConfigError(`kubeconfig ${path}: ${why ?? 'not readable'}`, { cause: thrown });
  }
  return config;
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing
      ? 'does not exist'
      : `cannot be read (${String((thrown as NodeJS.ErrnoException).code)})`;
    throw new ConfigError(`kubeconfig ${path} ${why}`, { cause: thrown });
  }
};

/** The library looks for `token-file`; what kubectl writes is `tokenFile`. */
const addTokenFiles = (config: KubeConfig, text: string, directory: string): void => {
  const raw = loadYaml<{ users?: readonly { name: string; user?: { tokenFile?: string } | null }[] }>(text);
  for (const { name, user } of raw.users ?? []) {
    const known = config.getUser(name);
    if (user?.tokenFile === undefined || known === null) continue;
    const tokenFile = resolve(directory, user.tokenFile);
    Object.assign(known, { authProvider: { name: 'tokenFile', config: { tokenFile } } });
  }
};

/** What kubectl tells a plugin, and the library does not: which version to answer in, and that nobody can be asked. */
const tellExecPlugin = (user: User): void => {
  const exec = user.exec as
    | { apiVersion?: string; env?: readonly { name: string }[] | null }
    | null
    | undefined;
  if (exec === null || exec === undefined) return;
  const info = { apiVersion: exec.apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const told = { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) };
  exec.env = [told, ...(exec.env ?? [])];
};

const currentCluster = (config: KubeConfig): Cluster => {
  const name = config.getCurrentContext() as string | undefined;
  const known = config.contexts.map((context) => context.name).join(', ');
  if (name === undefined || name === '') {
    throw new ConfigError(`the kubeconfig has no current-context; choose one with --context: ${known}`);
  }
  const context = config.getContextObject(name);
  if (context === null) throw new ConfigError(`the kubeconfig has no context ${name}; it has: ${known}`);
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw new ConfigError(`context ${name} names cluster ${context.cluster}, which does not exist`);
  if (config.getCurrentUser() === null) {
    throw new ConfigError(`context ${name} names user ${context.user || '(none)'}, which does not exist`);
  }
  return cluster;
};
