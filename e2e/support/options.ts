import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import versions from '../versions.json' with { type: 'json' };

/** What the caller of `npm run e2e` chose by environment. */
export interface Options {
  /** Absent: a cluster is made, and deleted at the end. */
  readonly kubeconfig: string | undefined;
  readonly prometheus: string;
  readonly keep: boolean;
  readonly nodeImage: string;
  readonly kindConfig: string;
  readonly istio: string;
  readonly baseImage: string;
  /** Before the names of our images, such as `ghcr.io/me/`. */
  readonly imagePrefix: string;
  /** A command that makes the images that follow it known to the cluster. */
  readonly loadImages: string | undefined;
  readonly restartApiServer: string | undefined;
  readonly only: string | undefined;
  readonly workers: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const KNOWN = [
  'E2E_KUBECONFIG',
  'E2E_PROMETHEUS',
  'E2E_KEEP',
  'E2E_NODE_IMAGE',
  'E2E_KIND_CONFIG',
  'E2E_ISTIO_VERSION',
  'E2E_BASE_IMAGE',
  'E2E_IMAGE_PREFIX',
  'E2E_LOAD_IMAGES',
  'E2E_RESTART_API_SERVER',
  'E2E_ONLY',
  'E2E_WORKERS',
] as const;

/** Scenarios that run side by side: as much traffic as two cores carry beside a cluster. */
const WORKERS = 3;

/** Options, or what is wrong with them. */
export const readOptions = (env: Environment): Options | { readonly mistakes: readonly string[] } => {
  const value = (name: (typeof KNOWN)[number], otherwise = ''): string => env[name] || otherwise;
  const options = {
    kubeconfig: value('E2E_KUBECONFIG') || undefined,
    prometheus: value('E2E_PROMETHEUS', 'http://prometheus.istio-system:9090'),
    keep: value('E2E_KEEP') === '1',
    nodeImage: value('E2E_NODE_IMAGE', versions.node),
    kindConfig: value('E2E_KIND_CONFIG', KIND_CONFIG),
    istio: value('E2E_ISTIO_VERSION', versions.istio),
    baseImage: value('E2E_BASE_IMAGE', versions.image),
    imagePrefix: value('E2E_IMAGE_PREFIX'),
    loadImages: value('E2E_LOAD_IMAGES') || undefined,
    restartApiServer: value('E2E_RESTART_API_SERVER') || undefined,
    only: value('E2E_ONLY') || undefined,
    workers: Number(value('E2E_WORKERS', String(WORKERS))),
  };
  const mistakes = [...unknownIn(env), ...mistakesIn(options, value('E2E_KEEP'))];
  return mistakes.length > 0 ? { mistakes } : options;
};

const unknownIn = (env: Environment): string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('E2E_') && !(KNOWN as readonly string[]).includes(name))
    .map((name) => `${name} is not an option; options are ${KNOWN.join(', ')}`);

const KIND_CONFIG = fileURLToPath(new URL('../cluster/kind.yaml', import.meta.url));

const SCENARIOS = new URL('../scenarios/', import.meta.url);
const ENDING = '.test.ts';

const scenarioNames = (): string[] =>
  readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ENDING))
    .map((path) => path.slice(path.lastIndexOf('/') + 1, -ENDING.length))
    .toSorted();

const mistakesIn = ({ workers, prometheus, only, kubeconfig }: Options, keep: string): string[] => [
  ...(only === undefined || scenarioNames().includes(only)
    ? []
    : [`E2E_ONLY must be one of ${scenarioNames().join(', ')}; got "${only}"`]),
  ...(kubeconfig === undefined || existsSync(kubeconfig)
    ? []
    : [`E2E_KUBECONFIG: there is no file ${kubeconfig}`]),
  ...(Number.isInteger(workers) && workers > 0 ? [] : ['E2E_WORKERS must be a whole number above 0']),
  ...(['', '0', '1'].includes(keep) ? [] : [`E2E_KEEP must be 1 or 0, got "${keep}"`]),
  ...(/^https?:\/\/[^/]+/.test(prometheus)
    ? []
    : [`E2E_PROMETHEUS must be an http:// or https:// address, got "${prometheus}"`]),
];
