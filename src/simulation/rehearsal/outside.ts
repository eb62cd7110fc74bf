import { randomNormal } from 'd3-random';
import { type Http, type HttpAnswer, HttpError, type HttpRequest } from '../../net/port.ts';
import type { Random } from '../../runtime/clock.ts';
import type { PrometheusApi } from '../../sandbox/metrics/prometheus-api.ts';
import type { HookPlan } from '../../domain/plan-analysis.ts';
import { objectAt, textAt } from '../../domain/json.ts';
import type { KubeObject } from '../../api/objects.ts';
import type { Scenario, SimulatedMetric } from './scenario.ts';

/** Where templates are answered whose values the scenario gives. */
const SIMULATED = 'http://metrics.rehearsal';

export interface OutsideOptions {
  readonly scenario: Scenario;
  readonly prometheus: PrometheusApi;
  readonly hooks: readonly HookPlan[];
  readonly random: Random;
  /** Since the rollout began; negative before. */
  readonly atMs: () => number;
  readonly isUnderWay: () => boolean;
}

/** All that the operator calls beside its cluster: metrics servers, hooks, receivers of alerts. */
export const makeOutside = (options: OutsideOptions): Http => ({
  // Not a promise by itself: what is thrown must reject.
  send: async (request) => Promise.resolve(answerTo(request, options)),
});

const answerTo = (request: HttpRequest, options: OutsideOptions): HttpAnswer => {
  if (request.method === 'POST' && !isQuery(request.url)) return hookAnswer(request, options);
  const { scenario, prometheus, atMs } = options;
  const now = atMs();
  if (scenario.outages.some(({ fromMs, forMs }) => now >= fromMs && now < fromMs + forMs))
    throw new HttpError('unreachable', 'the metrics server does not answer: an outage of the scenario');
  if (request.url.startsWith(SIMULATED)) return vector(simulatedValue(request.url, options));
  if (!isQuery(request.url))
    throw new HttpError(
      'unreachable',
      "no such server in a rehearsal; give its values in the scenario's metrics",
    );
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.slice(pathname.indexOf('/api/v1/'));
  const { method, body = '' } = request;
  return { ...prometheus.handle({ method, path, query: searchParams, body }), headers: {} };
};

const isQuery = (url: string): boolean => new URL(url).pathname.includes('/api/v1/');

const OPEN: HttpAnswer = { status: 200, body: '', headers: {} };
const CLOSED: HttpAnswer = { status: 403, body: '', headers: {} };

/** A `rollback` hook asks whether to roll back: silence is no. */
const hookAnswer = (
  { url, body = '' }: HttpRequest,
  { scenario, hooks, atMs }: OutsideOptions,
): HttpAnswer => {
  const name = calledHook(body);
  const hook = hooks.find((one) => one.url === url && (name === '' || one.name === name));
  if (hook === undefined) return OPEN;
  const gate = scenario.gates.find((one) => one.hook === hook.name || one.hook === hook.type);
  if (gate === undefined) return hook.type === 'rollback' ? CLOSED : OPEN;
  return atMs() >= gate.opensAfterMs ? OPEN : CLOSED;
};

const calledHook = (body: string): string => {
  if (!body.startsWith('{')) return '';
  return textAt(objectAt(JSON.parse(body), 'serinette'), 'hook');
};

const simulatedValue = (
  url: string,
  { scenario, random, isUnderWay }: OutsideOptions,
): number | undefined => {
  const name = decodeURIComponent(new URL(url).pathname.split('/')[1] ?? '');
  const metric = scenario.metrics.find(({ template }) => template === name);
  const mean = isUnderWay() ? metric?.release : metric?.baseline;
  return mean === undefined ? undefined : randomNormal.source(random)(mean, metric?.noise ?? 0)();
};

const vector = (value: number | undefined): HttpAnswer => {
  const result = value === undefined ? [] : [{ metric: {}, value: [0, String(value)] }];
  return { ...OPEN, body: JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }) };
};

/** A MetricTemplate that asks for the scenario's values, in place of one that asks elsewhere. */
export const simulatedTemplate = ({ template }: SimulatedMetric, namespace: string): KubeObject => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'MetricTemplate',
  metadata: { name: template, namespace },
  spec: {
    provider: { type: 'prometheus', address: `${SIMULATED}/${encodeURIComponent(template)}` },
    query: 'vector(1)',
  },
});
