import { both, type Input, keyed, many, push, refused, rejected, set, taken } from './input.ts';

const M = 'spec.analysis.metrics[0]';
const own = (over: Record<string, unknown>) =>
  set('analysis.metrics', [{ name: 'own', interval: '10s', thresholdRange: { min: 1 }, ...over }]);
const rendered = (place: string) => `${M}.query must be a template that can be rendered; ${place}`;

/** What is measured, and what passes. */
export const inputsOfMetrics: readonly Input[] = [
  refused(
    69,
    '500 metrics',
    set(
      'analysis.metrics',
      many(500, (at) => ({ name: `m${at}`, query: 'up', thresholdRange: { min: 1 } })),
    ),
    'spec.analysis.metrics must have at most 100 entries, got 500',
  ),
  refused(
    70,
    'a metric twice',
    push('analysis.metrics', { name: 'request-duration', thresholdRange: { max: 1 } }),
    'spec.analysis.metrics[2].name must be unique, "request-duration" is there twice',
  ),
  refused(
    71,
    'a metric that nobody knows',
    set('analysis.metrics.0.name', 'latency'),
    `${M}.name must be request-success-rate or request-duration, or "latency" needs a templateRef or a query`,
  ),
  refused(
    72,
    'a query and a template',
    own({ query: 'up', templateRef: { name: 'own' } }),
    `${M}.query must not be set beside templateRef`,
  ),
  refused(
    73,
    'a metric without a bound',
    own({ query: 'up', thresholdRange: undefined }),
    `${M}.thresholdRange is required: min, max or both`,
  ),
  refused(
    74,
    'a range without a bound',
    own({ query: 'up', thresholdRange: {} }),
    `${M}.thresholdRange must have min, max or both, or nothing could ever fail`,
  ),
  refused(
    75,
    'a range that nothing is in',
    own({ query: 'up', thresholdRange: { min: 5, max: 1 } }),
    `${M}.thresholdRange.min must not be above max (1), or nothing could ever pass`,
  ),
  rejected(
    76,
    'a threshold in quotes',
    set('analysis.metrics.0.threshold', '99'),
    `${M}.threshold in body must be of type number`,
  ),
  rejected(78, 'a window without a unit', set('analysis.metrics.0.interval', '30'), 'should match'),
  rejected(78, 'a window in days', set('analysis.metrics.0.interval', '400d'), 'should match'),
  refused(
    78,
    'a window of 400 days',
    set('analysis.metrics.0.interval', '576000m'),
    `${M}.interval must be a duration such as 30s or 1m30s of at least 1 ms of at most 2592000 s, got "576000m"`,
  ),
  ...['1m0.5s', '1s5us', '1s1m'].map((window) =>
    refused(
      78,
      `a window of ${window}`,
      set('analysis.metrics.0.interval', window),
      `${M}.interval must be whole hours, minutes and seconds in this order, such as 1m30s`,
    ),
  ),
  ...['', ' \n '].map((query) =>
    refused(79, `the query ${JSON.stringify(query)}`, own({ query }), '"own" needs a templateRef or a query'),
  ),
  refused(
    80,
    'a query of 1 MiB',
    own({ query: 'x'.repeat(2 ** 20) }),
    'spec must have at most 262144 characters as JSON, got 1049',
  ),
  ...(
    [
      ['{{ unknown }}', 'line 1, column 4: '],
      ['{{ if }}', 'line 1, column '],
      ['up\n{{', 'line 2, column '],
    ] as const
  ).map(([query, place]) =>
    refused(81, `the query ${JSON.stringify(query)}`, own({ query }), rendered(place)),
  ),
  ...['{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}', '{{ range }}'].map((query) =>
    refused(82, `the query ${query}`, own({ query }), rendered('line 1, column ')),
  ),
  taken(
    83,
    'a variable that ends the query',
    own({ query: 'up{a="{{ variables.a }}"}', templateVariables: { a: '"} or vector(1) #' } }),
    'who writes it may write the bounds, too',
  ),
  ...['__proto__', 'constructor'].map((key) =>
    taken(
      84,
      `a variable called ${key}`,
      own({ query: 'up', templateVariables: keyed(key, 'x') }),
      'it is a name like others, and nothing is inherited',
    ),
  ),
  refused(
    85,
    '1,000 variables',
    own({ query: 'up', templateVariables: Object.fromEntries(many(1000, (at) => [`v${at}`, 'x'])) }),
    `${M}.templateVariables must have at most 100 entries, got 1000`,
  ),
  refused(
    85,
    'a variable of 1 MiB',
    own({ query: 'up', templateVariables: { a: 'x'.repeat(2 ** 20) } }),
    'spec must have at most 262144 characters as JSON',
  ),
  ...['prometheus:9090', 'http://', 'http://a b', 'http://:x'].map((address) =>
    refused(
      88,
      `the metrics server ${JSON.stringify(address)}`,
      set('metricsServer', address),
      'spec.metricsServer must be an http:// or https:// URL',
    ),
  ),
  refused(
    88,
    'a metrics server with a password and without a scheme',
    both(set('metricsServer', 'operator:hunter2@prometheus:9090')),
    'spec.metricsServer must be an http:// or https:// URL',
  ),
];
