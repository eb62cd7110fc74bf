import { describe, expect, test } from '@jest/globals';
import { validateAlertProvider, validateCanary, validateMetricTemplate } from './validate.ts';

const canary = (spec: object): object => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  metadata: { name: 'podinfo' },
  spec: {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
    service: { port: 9898 },
    analysis: { interval: '1m', threshold: 5, stepWeight: 10 },
    ...spec,
  },
});
const analysis = (more: object): object => ({ interval: '1m', threshold: 5, stepWeight: 10, ...more });

describe('what Flagger accepts is accepted', () => {
  test.each([
    {
      name: 'numbers with a fraction',
      spec: { analysis: analysis({ stepWeight: 2.5, maxWeight: 50.5 }) },
    },
    { name: 'a target port by name', spec: { service: { port: 80, targetPort: 'http' } } },
    { name: 'a target port by number', spec: { service: { port: 80, targetPort: 9898 } } },
    { name: 'skipAnalysis beside an analysis', spec: { skipAnalysis: true } },
    { name: 'an interval with more after the unit', spec: { analysis: analysis({ interval: '1m30s' }) } },
    {
      name: 'an alert without severity',
      spec: { analysis: analysis({ alerts: [{ name: 'a', severity: '', providerRef: { name: 'slack' } }] }) },
    },
    { name: 'a match that matches anything', spec: { service: { port: 80, match: [{ uri: {} }] } } },
    {
      name: 'our own policy for missing data',
      spec: { analysis: analysis({ metrics: [{ name: 'm', onNoData: 'skip' }] }) },
    },
  ])('$name', ({ spec }) => {
    expect(validateCanary(canary(spec))).toEqual([]);
  });
});

describe('a mistake is named with its place', () => {
  test.each([
    {
      name: 'a misspelt field',
      spec: { servce: {} },
      path: 'spec.servce',
      message: 'unknown field',
    },
    { name: 'a missing field', spec: { service: {} }, path: 'spec.service.port', message: 'is required' },
    {
      name: 'a wrong type',
      spec: { service: { port: '80' } },
      path: 'spec.service.port',
      message: 'must be number',
    },
    {
      name: 'a word outside the list',
      spec: { targetRef: { apiVersion: 'v1', kind: 'Pod', name: 'x' } },
      path: 'spec.targetRef.kind',
      message: 'must be one of "DaemonSet", "Deployment", "Service"',
    },
    {
      name: 'an analysis without steps',
      spec: { analysis: { interval: '1m', threshold: 5 } },
      path: 'spec.analysis',
      message: 'needs interval and threshold and exactly one of iterations, stepWeight, stepWeights',
    },
    {
      name: 'an analysis with two kinds of steps',
      spec: { analysis: analysis({ iterations: 10 }) },
      path: 'spec.analysis',
      message: 'needs interval and threshold and exactly one of iterations, stepWeight, stepWeights',
    },
    {
      name: 'an hour as interval',
      spec: { analysis: analysis({ interval: '1h' }) },
      path: 'spec.analysis.interval',
      message: 'must match pattern "^[0-9]+(m|s)"',
    },
    {
      name: 'two ways to match one header',
      spec: { service: { port: 80, match: [{ headers: { 'x-user.id': { exact: 'a', regex: 'b' } } }] } },
      path: 'spec.service.match[0].headers["x-user.id"]',
      message: 'allows at most one of exact, prefix, regex',
    },
    {
      name: 'a hash of nothing',
      spec: { service: { port: 80, trafficPolicy: { loadBalancer: { consistentHash: {} } } } },
      path: 'spec.service.trafficPolicy.loadBalancer.consistentHash',
      message: 'needs exactly one of httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName',
    },
  ])('$name', ({ spec, path, message }) => {
    expect(validateCanary(canary(spec))).toEqual([{ path, message }]);
  });

  test('all mistakes are reported at once', () => {
    const mistakes = validateCanary(canary({ suspend: 'yes', extra: 1, service: {} }));
    expect(mistakes.map(({ path }) => path).sort()).toEqual([
      'spec.extra',
      'spec.service.port',
      'spec.suspend',
    ]);
  });
});

test('a metric template needs a provider that exists', () => {
  const template = { apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', metadata: { name: 'm' } };
  expect(
    validateMetricTemplate({ ...template, spec: { provider: { type: 'prometheus' }, query: 'up' } }),
  ).toEqual([]);
  expect(
    validateMetricTemplate({ ...template, spec: { provider: { type: 'promethues' }, query: 'up' } }),
  ).toEqual([{ path: 'spec.provider.type', message: expect.stringContaining('"prometheus"') }]);
});

test('an alert provider has an address or a secret, not both', () => {
  const provider = { apiVersion: 'flagger.app/v1beta1', kind: 'AlertProvider', metadata: { name: 'a' } };
  const spec = { type: 'slack', address: 'https://hooks.example.com' };
  expect(validateAlertProvider({ ...provider, spec })).toEqual([]);
  expect(validateAlertProvider({ ...provider, spec: { ...spec, secretRef: { name: 's' } } })).toEqual([
    { path: 'spec', message: 'needs type and exactly one of address, secretRef' },
  ]);
});
