import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../../test/builders/plan.ts';
import { aPrimary, aTarget, NOT_READY, seeing } from '../../../test/builders/snapshot.ts';
import { aRun, aStatus, atRest, rev } from '../../../test/builders/status.ts';
import { deployment } from '../../../test/support/manifests.ts';
import { messageOf, type Scene } from './message.ts';

const plan = aPlan();
const read = (over: Partial<Scene>, alertLink?: string) =>
  messageOf(
    { moment: 'm', severity: 'error', text: 'text' },
    { plan, seen: seeing(), status: aStatus(), ...over },
    { clusterName: undefined, alertLink },
  );

const fieldOf = (message: ReturnType<typeof read>, name: string): string | undefined =>
  message.fields.find(({ title }) => title === name)?.value;

describe('images', () => {
  test('are those of the target while it holds what the run analyses', () => {
    expect(read({}).images).toEqual({ podinfod: 'serinette/podinfo:1.0.0' });
  });

  test('of a promoted run are those of the primary once the target went on', () => {
    const primary = aPrimary({ object: deployment('1.0.1') });
    const seen = seeing({ target: aTarget({ revision: rev('C') }), primary });
    const run = aRun({ intent: 'finish' });
    expect(read({ seen, status: atRest({ run }) }).images).toEqual({ podinfod: 'serinette/podinfo:1.0.1' });
    expect(read({ seen, status: aStatus({ phase: 'Failed' }) }).images).toEqual({});
    expect(read({ seen: seeing({ target: undefined }) }).images).toEqual({});
  });
});

test.each([
  ['https://d.test', 'https://d.test/test/podinfo'],
  ['https://d.test/canaries/', 'https://d.test/canaries/test/podinfo'],
  [
    'https://g.test/d/x?var-ns={namespace}&var-name={name}',
    'https://g.test/d/x?var-ns=test&var-name=podinfo',
  ],
])('a link of %s leads to the Canary', (alertLink, link) => {
  expect(read({}, alertLink).link).toBe(link);
});

test('why a canary missed its deadline is told while its pods tell it', () => {
  const status = aStatus({ run: aRun({ intent: 'rollBack', reason: 'ProgressDeadlineExceeded' }) });
  const seen = seeing({ target: aTarget({ readiness: NOT_READY }) });
  expect(fieldOf(read({ seen, status }), 'Canary')).toBe('0 of 2 replicas are available');
  expect(fieldOf(read({ status }), 'Canary')).toBe(undefined);
});

test('how far it came is the weight before the decision, or that of the last check', () => {
  const after = aStatus({ canaryWeight: 0 });
  expect(read({ seen: seeing({ status: aStatus({ canaryWeight: 30 }) }), status: after }).weight).toBe(30);
  const lastCheck = { verdict: 'fail', metric: 'm', weight: 20, at: 0 } as const;
  const resent = atRest({ phase: 'Failed', run: aRun({ lastCheck }) });
  expect(read({ seen: seeing({ status: resent }), status: resent }).weight).toBe(20);
});

test.each([
  { analysis: {}, iterations: 0, routing: 'Weight steps: 10,20,30,40,50', progress: /^weight 10 of 50, / },
  {
    analysis: { stepWeight: undefined, maxWeight: undefined, iterations: 4 },
    iterations: 3,
    routing: 'Blue/Green',
    progress: /^iteration 3 of 4, weight 10, /,
  },
  {
    analysis: {
      stepWeight: undefined,
      maxWeight: undefined,
      iterations: 4,
      match: [{ headers: { a: { exact: 'b' } } }],
    },
    iterations: 0,
    routing: 'A/B Testing',
    progress: /^weight 10, /,
  },
])(
  '$routing is named, and how far it came told in what it counts',
  ({ analysis, iterations, routing, progress }) => {
    const scene = { plan: aPlan(analysis), seen: seeing(), status: aStatus({ iterations }) };
    const alert = { moment: 'm', severity: 'info', text: 'text' } as const;
    const message = messageOf(alert, scene, { clusterName: undefined, alertLink: undefined });
    expect(fieldOf(message, 'Traffic routing')).toBe(routing);
    expect(fieldOf(message, 'Progress')).toMatch(progress);
  },
);

test('a check that passed is not called failed, and long values are cut', () => {
  const lastCheck = { verdict: 'pass', metric: 'x'.repeat(600), value: 1, weight: 20, at: 0 } as const;
  const message = read({ status: aStatus({ run: aRun({ lastCheck }) }) });
  expect(fieldOf(message, 'Last check')).toHaveLength(500);
  expect(fieldOf(message, 'Failed check')).toBe(undefined);
});
