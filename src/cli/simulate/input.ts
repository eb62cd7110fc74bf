import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../api/objects.ts';
import { isObject, listAt, objectAt, textAt } from '../../domain/json.ts';
import { parseScenario } from '../../simulation/rehearsal/parse-scenario.ts';
import type { Scenario } from '../../simulation/rehearsal/scenario.ts';
import { type Script, scriptFor, templatesOf } from '../../simulation/rehearsal/script.ts';
import { mistakesOf } from '../lint/mistakes.ts';
import { readSources, type Source } from '../lint/sources.ts';
import type { SimulateOptions } from './options.ts';

export interface Input {
  readonly script: Script;
  readonly scenarios: readonly Scenario[];
}

/** What is to be rehearsed, or all that is wrong with it, a line each. */
export const readInput = async (
  options: SimulateOptions,
): Promise<Input | { readonly mistakes: readonly string[] }> => {
  const files = await readSources(options.files, () => text(process.stdin));
  const worlds = await readSources(options.scenarios, () => text(process.stdin));
  const manifests = files.sources.flatMap(manifestsIn);
  const parsed = scenariosIn(worlds.sources);
  const mistakes = [
    ...files.unreadable,
    ...worlds.unreadable,
    ...manifests.flatMap((read) => ('mistake' in read ? [read.mistake] : [])),
    ...parsed.mistakes,
  ];
  if (mistakes.length > 0) return { mistakes };
  const objects = manifests.flatMap((read) => ('object' in read ? [read.object] : []));
  const script = scriptFor(objects, options.canary);
  if ('problem' in script) return { mistakes: [script.problem] };
  const unknown = parsed.scenarios.flatMap((scenario) => unknownNames(script.script, scenario));
  return unknown.length > 0 ? { mistakes: unknown } : { script: script.script, scenarios: parsed.scenarios };
};

/**
 * What a scenario says of hooks and templates that the Canary does not have would be passed over in silence, and a template
 * that is nowhere would be waited for.
 */
const unknownNames = ({ plan, objects }: Script, { name, gates, metrics }: Scenario): readonly string[] => {
  const calls = new Set<string>(plan.analysis.hooks.flatMap((hook) => [hook.name, hook.type]));
  const asks = new Set(templatesOf(plan).map((template) => template.name));
  const given = new Set([
    ...metrics.map(({ template }) => template),
    ...objects
      .filter(({ object }) => object.kind === 'MetricTemplate')
      .map(({ object }) => object.metadata.name),
  ]);
  return [
    ...[...asks]
      .filter((template) => !given.has(template))
      .map(
        (template) =>
          `${name}: the Canary refers to MetricTemplate ${template}, which no manifest has: add it with -f, or give its values in the scenario's metrics`,
      ),
    ...gates
      .filter(({ hook }) => !calls.has(hook))
      .map(({ hook }) => `${name}: no hook of the Canary has the name or type "${hook}"`),
    ...metrics
      .filter(({ template }) => !asks.has(template))
      .map(({ template }) => `${name}: no metric of the Canary refers to a template "${template}"`),
  ];
};

type Read = { readonly object: KubeObject } | { readonly mistake: string };

const manifestsIn = ({ name, text: content, isFound }: Source): readonly Read[] =>
  parseAllDocuments(content).flatMap((document): readonly Read[] => {
    const [error] = document.errors;
    if (error !== undefined) return [{ mistake: `${name}: ${firstLine(error.message)}` }];
    return itemsOf(document.toJS()).flatMap((object) => checked(object, name, isFound));
  });

const firstLine = (message: string): string => message.split('\n')[0] ?? '';

const itemsOf = (content: unknown): readonly unknown[] =>
  isObject(content) && textAt(content, 'kind').endsWith('List')
    ? listAt(content, 'items')
    : content === null
      ? []
      : [content];

const checked = (object: unknown, name: string, isFound: boolean): readonly Read[] => {
  const metadata = objectAt(object, 'metadata');
  if (!isObject(object) || textAt(object, 'kind') === '' || textAt(metadata, 'name') === '')
    return isFound
      ? []
      : [{ mistake: `${name}: a document is no Kubernetes object: it lacks kind or metadata.name` }];
  const mistakes = mistakesOf(object).map(({ path, message }) => ({
    mistake: `${name}: ${textAt(object, 'kind')} ${textAt(metadata, 'name')}: ${path} ${message}`,
  }));
  return mistakes.length > 0 ? mistakes : [{ object: object as KubeObject }];
};

const NOTHING = new Error('holds no scenario; {} is a good release on a quiet day');

const QUIET = 'a good release on a quiet day';

const scenariosIn = (
  sources: readonly Source[],
): { readonly scenarios: readonly Scenario[]; readonly mistakes: readonly string[] } => {
  if (sources.length === 0) return parsedAll([{ document: {}, source: QUIET, name: QUIET }]);
  const documents = sources.flatMap(({ name, text: content }) => {
    const all = parseAllDocuments(content);
    if (all.length === 0) return [{ document: NOTHING, source: name, name }];
    return all.map((document, at) => ({
      document: document.errors[0] === undefined ? (document.toJS() as unknown) : document.errors[0],
      source: name,
      name: all.length === 1 ? name : `${name}, document ${at + 1}`,
    }));
  });
  return parsedAll(documents);
};

const parsedAll = (
  documents: readonly { readonly document: unknown; readonly source: string; readonly name: string }[],
): { readonly scenarios: readonly Scenario[]; readonly mistakes: readonly string[] } => {
  const scenarios: Scenario[] = [];
  const mistakes: string[] = [];
  for (const { document, source, name } of documents) {
    if (document instanceof Error) {
      mistakes.push(`${source}: ${firstLine(document.message)}`);
      continue;
    }
    const parsed = parseScenario(document ?? {}, name);
    if ('scenario' in parsed) scenarios.push(parsed.scenario);
    else mistakes.push(...parsed.issues.map(({ path, problem }) => `${name}: ${path} ${problem}`));
  }
  return { scenarios, mistakes };
};
