import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { ALERT_PROVIDER, CANARY, METRIC_TEMPLATE } from '../../api/kinds.ts';
import { isOperatorError } from '../../errors.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { collect } from '../../kube/collect.ts';
import { connect } from '../../kube/connection.ts';
import { makeHttpCluster } from '../../kube/http-cluster.ts';
import { ConfigError } from '../../kube/kubeconfig.ts';
import { unserved } from '../../kube/unserved.ts';
import { type Egress, makeEgress } from '../../net/egress.ts';
import { systemClock } from '../../runtime/clock.ts';
import { version } from '../version.ts';
import { documentsIn } from './documents.ts';
import { type Found, migrationOf, summaryOf } from './migration.ts';
import { readSources } from './sources.ts';

const OPTIONS = {
  migrate: { type: 'boolean' },
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  'egress-allow': { type: 'string', default: '' },
} as const;

interface Reading {
  readonly found: readonly Found[];
  /** What could not be read, a line each. */
  readonly unreadable: readonly string[];
}

/** `serinette lint --migrate`: of files where some are named, else of a cluster. It only reads. */
export const migrate = async (args: readonly string[]): Promise<number> => {
  const options = readOptions(args);
  if (typeof options === 'string') return complain([options]);
  const { found, unreadable } = await read(options);
  const migration = migrationOf(found, options.egress);
  for (const line of migration.lines) process.stdout.write(`${line}\n`);
  if (unreadable.length > 0) return complain(unreadable);
  process.stdout.write(`${summaryOf(migration)}\n`);
  return migration.refused === 0 ? 0 : 1;
};

const complain = (lines: readonly string[]): number => {
  for (const line of lines) process.stderr.write(`serinette lint: ${line}\n`);
  return 2;
};

const readOptions = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const { kubeconfig, context, namespace } = values;
    const ofCluster = [kubeconfig, context, namespace].some((value) => value !== undefined);
    if (positionals.length > 0 && ofCluster) return 'name files or a cluster, not both';
    return { kubeconfig, context, namespace, paths: positionals, egress: egressOf(values['egress-allow']) };
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

type Options = Exclude<ReturnType<typeof readOptions>, string>;

const egressOf = (list: string): Egress => makeEgress(list.split(',').filter((item) => item !== ''));

const read = async (options: Options): Promise<Reading> =>
  options.paths.length > 0 ? readFiles(options.paths) : readCluster(options);

const readFiles = async (paths: readonly string[]): Promise<Reading> => {
  const { sources, unreadable } = await readSources(paths, () => text(process.stdin));
  const documents = sources.flatMap((source) =>
    documentsIn(source).map((document) => ({ where: source.name, document })),
  );
  return {
    found: documents.flatMap(({ where, document }) =>
      'object' in document ? [{ where, object: document.object }] : [],
    ),
    unreadable: [
      ...unreadable,
      ...documents.flatMap(({ where, document }) =>
        'problem' in document ? [`${where}: ${document.problem}`] : [],
      ),
    ],
  };
};

const readCluster = async ({ kubeconfig, context, namespace }: Options): Promise<Reading> => {
  try {
    const connection = connect({
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
    });
    try {
      const userAgent = `serinette/${version()}`;
      return await listAll(makeHttpCluster(connection, { clock: systemClock, userAgent }), namespace);
    } finally {
      await connection.close();
    }
  } catch (thrown) {
    if (thrown instanceof ConfigError) return { found: [], unreadable: [thrown.message] };
    throw thrown;
  }
};

/** A kind that may not be listed is told, and the others are looked at all the same. */
const listAll = async (cluster: Cluster, namespace: string | undefined): Promise<Reading> => {
  const found: Found[] = [];
  const unreadable: string[] = [];
  const { signal } = new AbortController();
  const where = namespace === undefined ? {} : { namespace };
  for (const type of [CANARY, METRIC_TEMPLATE, ALERT_PROVIDER]) {
    try {
      const { items } = await collect((page) =>
        cluster.list(type, { ...where, ...page, limit: 500 }, signal),
      );
      found.push(...items.map((object) => ({ where: 'cluster', object })));
    } catch (thrown) {
      if (!isOperatorError(thrown)) throw thrown;
      unreadable.push(thrown.code === 'NOT_FOUND' ? unserved(type) : thrown.message);
    }
  }
  return { found, unreadable };
};
