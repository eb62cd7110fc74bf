import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { KubeObject } from '../../src/api/objects.ts';
import { isRunning } from '../../src/domain/phase.ts';
import { type Status, trafficOf } from '../../src/domain/status.ts';
import { routesSeen, virtualService } from '../../src/routing/istio.ts';
import { rev } from '../builders/status.ts';
import { Model } from '../property/world-model.ts';

const HERE = new URL('./routes/', import.meta.url);
const STAMP = { seq: 4, time: '2026-01-01T00:00:00.000Z' };

/** Of a Canary's spec, and how its rollouts end. */
interface Case {
  readonly service: Record<string, unknown>;
  readonly analysis: Record<string, unknown>;
  /** HTTP routes that somebody else has put into the VirtualService. */
  readonly others?: readonly unknown[];
  readonly runs: readonly ('promoted' | 'rolled back' | 'promotion failed')[];
}

const textOf = (file: string): string => readFileSync(new URL(file, HERE), 'utf8');

const modelOf = ({ service, analysis }: Case): Model =>
  new Model({ interval: '10s', stepWeight: undefined, maxWeight: undefined, ...analysis }, { service });

/** Lives through the rollouts of a case, and tells each record that routes were written for. */
const recordsOf = (given: Case): readonly Status[] => {
  const model = modelOf(given);
  model.pass(60_000);
  given.runs.forEach((end, at) => {
    const letter = 'BCD'.charAt(at);
    model.setTemplate(letter);
    const isOver = (): boolean =>
      !isRunning(model.record.phase) && model.record.lastAppliedSpec === rev(letter);
    while (!isOver() && model.now < Number.MAX_SAFE_INTEGER) {
      disturb(model, end);
      model.pass(1_000);
    }
    expect(model.record.phase).toBe(end === 'promoted' ? 'Succeeded' : 'Failed');
    model.metrics = { outcome: 'pass', value: 100 };
  });
  return model.written.flatMap(({ action, record }) => (action.kind === 'writeRoutes' ? [record] : []));
};

const disturb = (model: Model, end: Case['runs'][number]): void => {
  const { phase, run } = model.record;
  if (end === 'rolled back' && (run?.tick ?? 0) > 0)
    model.metrics = { outcome: 'fail', value: 1, message: 'low' };
  if (end === 'promotion failed' && phase === 'Promoting' && model.primary !== undefined)
    model.primary.broken = true;
};

const inWords = ({ phase, canaryWeight, iterations, run }: Status): string =>
  [
    `${phase ?? ''} at weight ${canaryWeight}`,
    ...(iterations > 0 ? [`iteration ${iterations}`] : []),
    ...(run?.mirrored === true ? ['mirrored'] : []),
    ...(run === undefined || run.intent === 'advance' ? [] : [run.intent]),
  ].join(', ');

const takenOver = ({ others }: Case): KubeObject | undefined =>
  others === undefined
    ? undefined
    : {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'VirtualService',
        metadata: { name: 'podinfo', namespace: 'test' },
        spec: { http: others },
      };

const plain = (object: KubeObject): KubeObject => JSON.parse(JSON.stringify(object)) as KubeObject;

const cases = readdirSync(HERE)
  .filter((file) => file.endsWith('.in.yaml'))
  .map((file) => file.slice(0, -'.in.yaml'.length));

describe.each(cases)('the routes of %s', (name) => {
  const given = parse(textOf(`${name}.in.yaml`)) as Case;
  const { plan } = modelOf(given);
  // Each is written over the one before, as a cluster would have it.
  let before = takenOver(given);
  const states = recordsOf(given).map((record) => {
    const written = plain(virtualService(plan, trafficOf(record), STAMP, before));
    before = written;
    return { record, written };
  });

  test('are those that were reviewed, in every state that rollouts pass through', () => {
    const file = `${name}.out.yaml`;
    const made = states.map(({ record, written }) =>
      stringify({ state: inWords(record), spec: written['spec'] }, { lineWidth: 0 }),
    );
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(new URL(file, HERE), made.join('---\n'));
    const reviewed = existsSync(new URL(file, HERE)) ? parseAllDocuments(textOf(file)) : [];
    expect(reviewed.map((document) => document.toJS() as unknown)).toEqual(made.map((text) => parse(text)));
  });

  test('are right once they are there, and drifted for every state of other routes', () => {
    for (const { record, written } of states) {
      for (const other of states) {
        const isSame = JSON.stringify(other.written) === JSON.stringify(written);
        expect(routesSeen(plan, trafficOf(other.record), written, () => 0)).toMatchObject({
          form: isSame ? 'asWanted' : 'drifted',
          traffic: { canary: record.canaryWeight, mirrored: record.run?.mirrored },
        });
      }
    }
  });
});
