import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { KubeObject } from '../src/api/objects.ts';
import { definitions, objectsIn } from '../src/cli/assets.ts';
import { parseScenario } from '../src/simulation/rehearsal/parse-scenario.ts';
import { rehearse } from '../src/simulation/rehearsal/rehearse.ts';
import { scriptFor } from '../src/simulation/rehearsal/script.ts';

/** What rehearsals cost. Argument: how many runs the whole command has (1000). */
const RUNS = Number(process.argv[2] ?? 1000);
const WARM_UP = 20;
const MEASURED = 60;

const FOLDER = 'deploy/samples/podinfo';
const sample = ['deployment', 'metric-template', 'canary'].flatMap((name) =>
  objectsIn(`${FOLDER}/${name}.yaml`),
);

const withAnalysis = (more: object): readonly KubeObject[] =>
  sample.map((object) => {
    if (object.kind !== 'Canary') return object;
    const spec = object['spec'] as { analysis: object };
    return { ...object, spec: { ...spec, analysis: { ...spec.analysis, ...more } } };
  });

/** Milliseconds of CPU a run, and minutes of virtual time from the new version to the end. */
const costOf = async (manifests: readonly KubeObject[]) => {
  const found = scriptFor(manifests, undefined);
  const parsed = parseScenario({}, 'a quiet day');
  if ('problem' in found || 'issues' in parsed) throw new Error('the sample cannot be rehearsed');
  const crds = definitions();
  const { script } = found;
  const { scenario } = parsed;
  const run = (seed: number) => rehearse({ script, scenario, seed, definitions: crds });
  for (let seed = 1; seed <= WARM_UP; seed += 1) await run(seed);
  const before = process.cpuUsage();
  let endedAtMs = 0;
  for (let seed = 1; seed <= MEASURED; seed += 1) ({ endedAtMs } = await run(seed));
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000 / MEASURED, minutes: endedAtMs / 60_000 };
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const weights = Array.from({ length: 15 }, (_, step) => 2 * (step + 1));
const long = { stepWeight: undefined, maxWeight: undefined, stepWeights: weights };
for (const [name, manifests] of [
  ['five steps', sample],
  ['fifteen steps', withAnalysis(long)],
] as const) {
  const { cpuMs, minutes } = await costOf(manifests);
  say(`a rollout of ${name}, ${minutes.toFixed(1)} minutes: ${cpuMs.toFixed(0)} ms of CPU`);
}

const began = performance.now();
const args = ['src/main.ts', 'simulate', '-f', FOLDER, '--runs', String(RUNS)];
const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
if (status !== 0) throw new Error(`simulate ended with ${status ?? 'a signal'}`);
const seconds = (performance.now() - began) / 1000;
say(`simulate --runs ${RUNS} of five steps: ${seconds.toFixed(1)} s on ${availableParallelism()} cores`);
