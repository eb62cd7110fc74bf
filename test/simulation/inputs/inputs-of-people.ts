import { both, type Input, keyed, many, push, refused, rejected, set, taken } from './input.ts';

const H = 'spec.analysis.webhooks[3]';
const C = 'spec.analysis.sessionAffinity';
const hook = (over: Record<string, unknown>) =>
  push('analysis.webhooks', { name: 'load', type: 'rollout', url: 'http://load.test/', ...over });
const cookie = (over: Record<string, unknown>) =>
  set('analysis.sessionAffinity', { cookieName: 'who', ...over });
const alert = (over: Record<string, unknown>) =>
  push('analysis.alerts', { name: 'team', providerRef: { name: 'team' }, ...over });
const DURATION = 'must be a duration such as 30s or 1m30s of at least 1 ms of at most 900 s';

/** Hooks, alerts and cookies; the Canary that they go to has three gates already. */
export const inputsOfPeople: readonly Input[] = [
  refused(90, 'a hook without a URL', hook({ url: '' }), `${H}.url is required`),
  ...['not a url', '//x', 'http://', 'http://a b/', 'http://[::1', 'http://a:b'].map((url) =>
    refused(
      90,
      `the hook ${JSON.stringify(url)}`,
      hook({ url }),
      `${H}.url must be an http:// or https:// URL`,
    ),
  ),
  ...['file:///etc/passwd', 'gopher://a', 'data:,x', 'javascript:x'].map((url) =>
    refused(91, `the hook ${url}`, hook({ url }), `${H}.url must be an http:// or https:// URL`),
  ),
  refused(
    95,
    'a hook with a password',
    hook({ url: 'https://user:hunter2@load.test/' }),
    `${H}.url must not contain a user name or password`,
  ),
  refused(96, 'a hook that has no time', hook({ timeout: '0s' }), `${H}.timeout ${DURATION}, got "0s"`),
  refused(96, 'a hook of ten weeks', hook({ timeout: '100000m' }), `${H}.timeout ${DURATION}, got "100000m"`),
  rejected(96, 'a time in letters', hook({ timeout: 'abc' }), 'should match'),
  ...[-1, 1000, 1.5].map((retries) =>
    refused(
      97,
      `${retries} retries`,
      hook({ retries }),
      `${H}.retries must be a whole number from 0 to 10, got ${retries}`,
    ),
  ),
  rejected(
    98,
    'the hook type Pre-Rollout',
    hook({ type: 'Pre-Rollout' }),
    `${H}.type: Unsupported value: "Pre-Rollout"`,
  ),
  refused(
    99,
    '200 hooks',
    push('analysis.webhooks', ...many(200, (at) => ({ name: `h${at}`, url: 'http://load.test/' }))),
    'spec.analysis.webhooks must have at most 100 entries, got 203',
  ),
  refused(
    100,
    'two hooks of a name and a type',
    both(hook({}), hook({ url: 'http://other.test/' })),
    'spec.analysis.webhooks[4].name must be unique among rollout hooks, "load" is there twice',
  ),
  refused(
    101,
    'metadata of 1 MiB',
    hook({ metadata: { a: 'x'.repeat(2 ** 20) } }),
    'spec must have at most 262144 characters as JSON',
  ),
  taken(
    101,
    'metadata called __proto__',
    push('analysis.webhooks', {
      name: 'event',
      type: 'event',
      url: 'http://load.test/',
      metadata: keyed('__proto__', 'x'),
    }),
    'it is a name like others, and nothing is inherited',
  ),
  rejected(
    103,
    'an alert of severity fatal',
    alert({ severity: 'fatal' }),
    'spec.analysis.alerts[0].severity: Unsupported value: "fatal"',
  ),
  rejected(
    104,
    'an alert for nobody',
    alert({ providerRef: undefined }),
    'spec.analysis.alerts[0].providerRef: Required value',
  ),
  ...['a b;c', 'a=b', 'ä'].map((cookieName) =>
    refused(
      110,
      `the cookie ${cookieName}`,
      cookie({ cookieName }),
      `${C}.cookieName must be letters, digits and !#$%&'*+.^_\`|~- only`,
    ),
  ),
  refused(110, 'a cookie without a name', cookie({ cookieName: '' }), `${C}.cookieName is required`),
  refused(
    110,
    'one cookie for both sides',
    cookie({ primaryCookieName: 'who' }),
    `${C}.primaryCookieName must differ from cookieName`,
  ),
  ...[-1, 1e12, 1.5].map((maxAge) =>
    refused(
      111,
      `a cookie of ${maxAge} s`,
      cookie({ maxAge }),
      `${C}.maxAge must be a whole number from 1 to 2147483647, got ${maxAge}`,
    ),
  ),
  ...(
    [
      ['domain', 'a.io\r\nX: y'],
      ['path', '/; Secure'],
    ] as const
  ).map(([key, value]) =>
    refused(
      112,
      `the ${key} ${JSON.stringify(value)} of a cookie`,
      cookie({ [key]: value }),
      `${C}.${key} must not contain ";" or control characters`,
    ),
  ),
];
