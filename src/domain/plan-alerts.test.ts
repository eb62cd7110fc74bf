import { describe, expect, test } from '@jest/globals';
import { aCanary, aPlan } from '../../test/builders/plan.ts';
import { type AlertPlan, isWanted, SEVERITIES } from './plan-alerts.ts';
import { operatorEventHook } from './plan-analysis.ts';
import { parsePlan } from './plan.ts';

const alert = (over: object = {}) => ({ name: 'team', providerRef: { name: 'slack' }, ...over });
const issuesOf = (alerts: unknown, defaults: object = {}): readonly string[] => {
  const parsed = parsePlan(aCanary({ alerts }), { minIntervalMs: 1, meshProvider: 'istio', ...defaults });
  return 'issues' in parsed ? parsed.issues.map(({ path, problem }) => `${path} ${problem}`) : [];
};

describe('alerts of a Canary', () => {
  test('are about everything unless they say otherwise, from a provider in its own namespace', () => {
    expect(aPlan({ alerts: [alert(), alert({ severity: '' })] }).analysis.alerts).toEqual([
      {
        name: 'team',
        leastSeverity: 'info',
        receiver: { kind: 'provider', namespace: 'test', name: 'slack' },
      },
      {
        name: 'team',
        leastSeverity: 'info',
        receiver: { kind: 'provider', namespace: 'test', name: 'slack' },
      },
    ]);
  });

  test.each([
    [
      'a severity that is none',
      [alert({ severity: 'fatal' })],
      'severity must be info, warn or error, got "fatal"',
    ],
    ['no provider', [{ name: 'team' }], 'providerRef.name is required'],
    ['no name', [{ providerRef: { name: 'slack' } }], 'name is required'],
  ])('with %s are refused by name', (_, alerts, issue) => {
    expect(issuesOf(alerts)).toEqual([`spec.analysis.alerts[0].${issue}`]);
  });

  test('may name a provider of another namespace, unless the operator allows no such references', () => {
    const alerts = [alert({ providerRef: { name: 'slack', namespace: 'shared' } })];
    expect(issuesOf(alerts)).toEqual([]);
    expect(issuesOf(alerts, { noCrossNamespaceRefs: true })).toEqual([
      'spec.analysis.alerts[0].providerRef.namespace must be test, since this operator allows no references to other namespaces',
    ]);
    expect(issuesOf([alert()], { noCrossNamespaceRefs: true })).toEqual([]);
  });

  test("take the place of the operator's own", () => {
    const own: AlertPlan = {
      name: 'slack',
      leastSeverity: 'info',
      receiver: { kind: 'operator', type: 'slack' },
    };
    const alertsOf = (analysis: object) => {
      const parsed = parsePlan(aCanary({ ...analysis }), {
        minIntervalMs: 1,
        meshProvider: 'istio',
        alerts: [own],
      });
      return 'plan' in parsed ? parsed.plan.analysis.alerts.map(({ receiver }) => receiver.kind) : [];
    };
    expect(alertsOf({})).toEqual(['operator']);
    expect(alertsOf({ alerts: [alert()] })).toEqual(['provider']);
  });

  test.each([
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ] as const)('of severity %s get %j', (leastSeverity, wanted) => {
    const plan: AlertPlan = { name: 'a', leastSeverity, receiver: { kind: 'operator', type: 'slack' } };
    expect(SEVERITIES.filter((severity) => isWanted(plan, severity))).toEqual(wanted);
  });
});

test("an event hook of a Canary's own takes the place of the operator's, other hooks do not", () => {
  const urlsOf = (...webhooks: readonly object[]) => {
    const parsed = parsePlan(aCanary({ webhooks }), {
      minIntervalMs: 1,
      meshProvider: 'istio',
      eventHooks: [operatorEventHook('https://operator.test')],
    });
    if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
    return parsed.plan.analysis.hooks.filter(({ type }) => type === 'event').map(({ url }) => url);
  };
  expect(urlsOf()).toEqual(['https://operator.test']);
  expect(urlsOf({ name: 'a', type: 'post-rollout', url: 'https://a.test' })).toEqual([
    'https://operator.test',
  ]);
  expect(urlsOf({ name: 'a', type: 'event', url: 'https://own.test' })).toEqual(['https://own.test']);
});
