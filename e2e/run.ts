/**
 * `npm run e2e`: the scenarios on a real cluster. What it needs, options and what it leaves behind: docs/e2e.md.
 * Exit codes: 0 all passed, 1 something failed, 2 an option or the given cluster is wrong, 3 a program is missing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCluster, type TestCluster, UnusableCluster, useCluster } from './support/cluster.ts';
import { CommandFailed, mustShow, outcomeOf, run, show, stopping } from './support/command.ts';
import { missingPrograms } from './support/needs.ts';
import { installOperator, uninstallOperator } from './support/operator.ts';
import { type Options, readOptions } from './support/options.ts';
import { RESULTS_FILE, type ScenarioResult } from './support/scenario-result.ts';
import { claims, table } from './support/table.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RELEASE = 'serinette-e2e';

const say = (line: string): void => void process.stderr.write(`e2e: ${line}\n`);

const buildImages = async (options: Options, id: string): Promise<{ operator: string; app: string }> => {
  const operator = `${options.imagePrefix}serinette/operator:${id}`;
  const app = `${options.imagePrefix}serinette/sample:${id}`;
  await run(process.execPath, ['scripts/build.ts']);
  const base = ['--quiet', '--build-arg', `BASE=${options.baseImage}`];
  await mustShow('docker', ['build', ...base, '--target', 'prebuilt', '--tag', operator, '.']);
  await mustShow('docker', ['build', ...base, '--tag', app, 'deploy/samples/app']);
  say(`the operator's image is ${await sizeOf(operator, options.baseImage)}`);
  return { operator, app };
};

/** In all, and on top of its base where that lies in the daemon's store: BuildKit leaves none there. */
const sizeOf = async (image: string, base: string): Promise<string> => {
  const bytes = (of: string): Promise<number> =>
    run('docker', ['image', 'inspect', '--format', '{{.Size}}', of]).then(Number);
  const whole = await bytes(image);
  const below = await outcomeOf(bytes(base));
  return below instanceof CommandFailed
    ? megabytes(whole)
    : `${megabytes(whole)}, ${megabytes(whole - below)} on top of its base`;
};

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

const jest = (
  options: Options,
  folder: 'shared-operator' | 'own-operator' | 'alone',
  env: Readonly<Record<string, string>>,
): Promise<boolean> => {
  const program = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const only =
    options.only === undefined ? `/e2e/scenarios/${folder}/` : `/e2e/scenarios/${folder}/${options.only}\\.`;
  const args = ['--config', 'e2e/jest.config.mjs', '--testPathPatterns', only, '--passWithNoTests'];
  // What stands alone disturbs whatever runs beside it.
  const workers = folder === 'alone' ? 1 : options.workers;
  return show(process.execPath, [...program, ...args, `--maxWorkers=${workers}`], env);
};

const readResults = (folder: string): ScenarioResult[] => {
  const path = join(folder, RESULTS_FILE);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ScenarioResult);
};

/** All scenarios; true when each passed and what must hold for all together does. */
const runScenarios = async (options: Options, cluster: TestCluster, id: string, folder: string) => {
  const images = await buildImages(options, id);
  await cluster.load([images.operator, images.app]);
  const installation = {
    kubeconfig: cluster.kubeconfig,
    release: RELEASE,
    namespace: `${RELEASE}-${id}`,
    image: images.operator,
    prometheus: options.prometheus,
  };
  const env = {
    E2E_KUBECONFIG: cluster.kubeconfig,
    E2E_PROMETHEUS: options.prometheus,
    E2E_OPERATOR_IMAGE: images.operator,
    E2E_APP_IMAGE: images.app,
    E2E_RESULTS: folder,
    E2E_RUN: id,
    E2E_RESTART_API_SERVER: cluster.restartApiServer,
    E2E_KEEP: options.keep ? '1' : '0',
  };
  try {
    await makeNamespace(installation, id);
    await installOperator(installation);
    say('the operator is installed; scenarios begin');
    const shared = await jest(options, 'shared-operator', env);
    await keepLog(installation, folder);
    const wasSteady = await hasNotRestarted(installation);
    // The next ones bring operators of their own.
    await uninstallOperator(installation);
    const own = await jest(options, 'own-operator', env);
    const alone = await jest(options, 'alone', env);
    return shared && wasSteady && own && alone;
  } finally {
    if (!options.keep) await cleanUp(installation, id, Object.values(images));
  }
};

/** The operator's pod has to pass the strictest level of Pod Security in every run. */
const makeNamespace = async (
  { kubeconfig, namespace }: { kubeconfig: string; namespace: string },
  id: string,
): Promise<void> => {
  const labels = { 'serinette.dev/e2e': id, 'pod-security.kubernetes.io/enforce': 'restricted' };
  const input = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels },
  });
  await run('kubectl', ['apply', '-f', '-'], { input, env: { KUBECONFIG: kubeconfig } });
};

/** An operator that crashes now and then would pass every scenario. */
const hasNotRestarted = async ({ kubeconfig, namespace }: { kubeconfig: string; namespace: string }) => {
  const path = 'jsonpath={.items[*].status.containerStatuses[*].restartCount}';
  const args = ['-n', namespace, 'get', 'pods', '-l', 'app.kubernetes.io/name=serinette', '-o', path];
  const restarts = (await run('kubectl', args, { env: { KUBECONFIG: kubeconfig } })).trim();
  if (restarts !== '0') say(`the operator of the shared scenarios was restarted: ${restarts} times`);
  return restarts === '0';
};

const keepLog = async (
  { kubeconfig, namespace }: { kubeconfig: string; namespace: string },
  folder: string,
): Promise<void> => {
  const selector = 'app.kubernetes.io/name=serinette';
  const args = ['-n', namespace, 'logs', '-l', selector, '--tail=-1', '--prefix'];
  writeFileSync(
    join(folder, 'operator.log'),
    await run('kubectl', args, { env: { KUBECONFIG: kubeconfig } }),
  );
};

const cleanUp = async (
  installation: Parameters<typeof uninstallOperator>[0],
  id: string,
  images: readonly string[],
): Promise<void> => {
  const env = { KUBECONFIG: installation.kubeconfig };
  const labelled = ['delete', 'namespaces', '-l', `serinette.dev/e2e=${id}`, '--timeout=180s'];
  const steps = [
    () => uninstallOperator(installation),
    () => run('kubectl', labelled, { env }),
    () => run('docker', ['image', 'rm', ...images]),
  ];
  // What cannot be taken away is told, and stops nothing else from being taken away.
  for (const step of steps) {
    const outcome = await outcomeOf<unknown>(step());
    if (outcome instanceof CommandFailed) say(outcome.message);
  }
};

const report = (options: Options, folder: string): boolean => {
  const results = readResults(folder);
  process.stdout.write(`\n${table(results)}\n\n`);
  if (options.only !== undefined) return true;
  const judged = claims(results);
  for (const { claim, holds } of judged)
    process.stdout.write(`${holds ? 'holds' : 'DOES NOT HOLD'}: ${claim}\n`);
  return judged.every(({ holds }) => holds);
};

const main = async (): Promise<number> => {
  process.chdir(ROOT);
  const options = readOptions(process.env);
  if ('mistakes' in options) {
    for (const mistake of options.mistakes) say(mistake);
    return 2;
  }
  const missing = await missingPrograms(options);
  if (missing.length > 0) {
    for (const line of missing) say(line);
    return 3;
  }
  const id = Math.floor(Date.now() / 1_000).toString(36);
  const folder = join(ROOT, 'e2e', 'results', id);
  const cluster = await openCluster(options, id, folder);
  if (cluster === undefined) return 2;
  try {
    mkdirSync(folder, { recursive: true });
    const passed = await runScenarios(options, cluster, id, folder);
    return report(options, folder) && passed && !stopping.signal.aborted ? 0 : 1;
  } finally {
    if (options.keep) say(`kept: KUBECONFIG=${cluster.kubeconfig}`);
    else await cluster.delete();
  }
};

/** Undefined, and told why: the given cluster cannot be used. */
const openCluster = async (
  options: Options,
  id: string,
  folder: string,
): Promise<TestCluster | undefined> => {
  const { kubeconfig } = options;
  if (kubeconfig === undefined) return makeCluster(options, `${RELEASE}-${id}`, folder);
  try {
    return await useCluster({ ...options, kubeconfig });
  } catch (thrown) {
    if (!(thrown instanceof UnusableCluster)) throw thrown;
    say(thrown.message);
    return undefined;
  }
};

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    say('stopping; a second time leaves everything as it is');
    stopping.abort();
  });
const outcome = await outcomeOf(main());
if (outcome instanceof CommandFailed) say(outcome.message);
process.exitCode = outcome instanceof CommandFailed ? 1 : outcome;
