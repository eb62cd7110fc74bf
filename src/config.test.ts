import { describe, expect, test } from '@jest/globals';
import { type Config, FLAGS, parseConfig } from './config.ts';

const read = (args: readonly string[] = [], env: Record<string, string> = {}): Config => {
  const parsed = parseConfig(args, env);
  if ('mistakes' in parsed) throw new Error(parsed.mistakes.join('\n'));
  return parsed.config;
};
const mistakes = (...args: readonly string[]): readonly string[] => {
  const parsed = parseConfig(args, {});
  return 'mistakes' in parsed ? parsed.mistakes : [];
};

describe('the configuration', () => {
  test.each([
    {
      name: 'watches all namespaces unless told',
      config: read(),
      is: { namespace: undefined, metricsServer: 'http://prometheus:9090', port: 8080, logLevel: 'info' },
    },
    {
      name: 'has Flagger’s floor and labels',
      config: read(),
      is: {
        settings: {
          minIntervalMs: 10_000,
          drainMs: 5_000,
          selectorLabels: ['app', 'name', 'app.kubernetes.io/name'],
          trackConfigs: true,
        },
      },
    },
    { name: 'takes flags with a space', config: read(['--namespace', 'shop']), is: { namespace: 'shop' } },
    {
      name: 'takes flags with an equals sign',
      config: read(['--namespace=shop']),
      is: { namespace: 'shop' },
    },
    {
      name: 'takes flags with one dash, as Flagger’s command lines have them',
      config: read(['-namespace=shop', '-log-level', 'debug']),
      is: { namespace: 'shop', logLevel: 'debug' },
    },
    {
      name: 'takes a value with an equals sign in it',
      config: read(['-metrics-server=http://p/?a=b']),
      is: { metricsServer: 'http://p/?a=b' },
    },
    {
      name: 'takes a switch alone',
      config: read(['-no-cross-namespace-refs', '-namespace=a']),
      is: { settings: { noCrossNamespaceRefs: true }, namespace: 'a' },
    },
    {
      name: 'takes a switch with its value',
      config: read(['-enable-config-tracking=false']),
      is: { settings: { trackConfigs: false } },
    },
    {
      name: 'takes lists with spaces',
      config: read(['--selector-labels', 'app, tier,']),
      is: { settings: { selectorLabels: ['app', 'tier'] } },
    },
    {
      name: 'takes the environment',
      config: read([], { WATCH_NAMESPACE: 'shop', METRICS_SERVER: 'http://p' }),
      is: { namespace: 'shop', metricsServer: 'http://p' },
    },
    {
      name: 'takes flags over the environment',
      config: read(['--namespace=flag'], { WATCH_NAMESPACE: 'env' }),
      is: { namespace: 'flag' },
    },
    {
      name: 'acts alone unless told otherwise, and knows no namespace for the Lease',
      config: read(),
      is: {
        leaderElection: { enabled: false, namespace: undefined, lease: 'serinette-leader-election' },
      },
    },
    {
      name: "takes Flagger's flags for leader election, and the pod's namespace",
      config: read(['-enable-leader-election=true', '-leader-election-lease=flagger-leader-election'], {
        POD_NAMESPACE: 'mesh',
      }),
      is: { leaderElection: { enabled: true, namespace: 'mesh', lease: 'flagger-leader-election' } },
    },
    {
      name: 'takes the namespace of the Lease from a flag before that of the pod',
      config: read(['--leader-election-namespace', 'kube-system'], { POD_NAMESPACE: 'mesh' }),
      is: { leaderElection: { namespace: 'kube-system' } },
    },
    { name: 'takes the last of two', config: read(['--port=1', '--port=2']), is: { port: 2 } },
    {
      name: 'takes Flagger’s flags that change nothing here',
      config: read([
        '-kubeconfig-qps=100',
        '-threadiness',
        '2',
        '-zap-replace-globals',
        '-zap-encoding=json',
        '-ingress-class=nginx',
        '-slack-url=',
      ]),
      is: { port: 8080 },
    },
    {
      name: 'takes Flagger’s name of a level',
      config: read(['-log-level=warning']),
      is: { logLevel: 'warn' },
    },
  ])('$name', ({ config, is }) => {
    expect(config).toMatchObject(is);
  });

  /** One row a flag; a test asks that none is missing. */
  const EACH: readonly (readonly [flag: string, is: object])[] = [
    ['--kubeconfig=/k', { kubeconfig: '/k' }],
    ['--context=blue', { context: 'blue' }],
    ['--master=https://a', { master: 'https://a' }],
    ['--namespace=shop', { namespace: 'shop' }],
    ['--metrics-server=http://p', { metricsServer: 'http://p' }],
    ['--mesh-provider=kubernetes', { settings: { meshProvider: 'kubernetes' } }],
    ['--selector-labels=tier', { settings: { selectorLabels: ['tier'] } }],
    ['--include-label-prefix=team/, app', { settings: { includeLabelPrefixes: ['team/', 'app'] } }],
    ['--enable-config-tracking=false', { settings: { trackConfigs: false } }],
    ['--no-cross-namespace-refs', { settings: { noCrossNamespaceRefs: true } }],
    ['--port=9', { port: 9 }],
    ['--host=127.0.0.1', { host: '127.0.0.1' }],
    ['--log-level=error', { logLevel: 'error' }],
    ['--min-interval=3s', { settings: { minIntervalMs: 3_000 } }],
    ['--drain-time=9s', { settings: { drainMs: 9_000 } }],
    ['--catch-up-time=1m', { settings: { catchUpMs: 60_000 } }],
    ['--egress-allow=10.0.0.0/8', { egressAllow: ['10.0.0.0/8'] }],
    ['--concurrency=7', { concurrency: 7 }],
    ['--enable-leader-election', { leaderElection: { enabled: true } }],
    ['--leader-election-namespace=ops', { leaderElection: { namespace: 'ops' } }],
    ['--leader-election-lease=mine', { leaderElection: { lease: 'mine' } }],
    ['--event-webhook=https://e', { settings: { eventHooks: [{ url: 'https://e' }] } }],
    ['--flagger-event-reason', { telling: { eventReason: 'Synced' } }],
    ['--cluster-name=blue', { telling: { clusterName: 'blue' } }],
    ['--alert-link=https://d', { telling: { alertLink: 'https://d' } }],
    ['--slack-url=https://s', { telling: { slack: { address: 'https://s' } } }],
    ['--slack-token=xoxb', { telling: { slack: { token: 'xoxb' } } }],
    ['--slack-channel=ops', { telling: { slack: { channel: 'ops' } } }],
    ['--slack-user=robin', { telling: { slack: { username: 'robin' } } }],
    ['--slack-proxy-url=http://x', { telling: { slack: { proxy: 'http://x' } } }],
    ['--msteams-url=https://t', { telling: { msteams: { address: 'https://t' } } }],
    ['--msteams-proxy-url=http://x', { telling: { msteams: { proxy: 'http://x' } } }],
    ['--zap-replace-globals', {}],
    ['--kubeconfig-qps=100', {}],
    ['--kubeconfig-burst=250', {}],
    ['--threadiness=2', {}],
    ['--control-loop-interval=10s', {}],
    ['--zap-encoding=json', {}],
    ['--ingress-class=nginx', {}],
    ['--ingress-annotations-prefix=nginx.ingress.kubernetes.io', {}],
  ];
  /** What a receiver needs before anything else of it counts. */
  const receivers = { SLACK_URL: 'https://hooks.test', MSTEAMS_URL: 'https://teams.test' };

  test.each(EACH)('takes %s', (flag, is) => {
    const before = read([], receivers);
    const after = read([flag], receivers);
    expect(after).toMatchObject(is);
    // Those without effect have none; all others have one.
    const changes = JSON.stringify(after) !== JSON.stringify(before);
    expect(changes).toBe(Object.keys(is).length > 0);
  });

  test('has a row above for each flag that is served', () => {
    const names = EACH.map(([flag]) => flag.replace(/^--|=.*$/g, ''));
    const served = FLAGS.filter(({ unserved }) => unserved !== true).map(({ name }) => name);
    expect(names.sort()).toEqual([...served].sort());
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(read())).toBe(true);
  });

  test('refuses what Flagger serves and this does not yet', () => {
    expect(mistakes('-kubeconfig-service-mesh=/mesh')).toEqual([
      '--kubeconfig-service-mesh is not served yet; leave it out',
    ]);
  });

  test('takes receivers of alerts and Events, as Flagger has them, for Canaries that name none', () => {
    const { telling, settings } = read(
      ['-slack-channel=ops', '-cluster-name=blue', '--alert-link=https://d'],
      {
        SLACK_URL: 'https://slack.test/word\n',
        SLACK_TOKEN: 'xoxb\n',
        SLACK_PROXY_URL: 'http://user:word@proxy:3128',
        MSTEAMS_URL: 'https://teams.test/word',
        EVENT_WEBHOOK_URL: 'https://hooks.test/word',
      },
    );
    expect(telling).toEqual({
      eventReason: undefined,
      clusterName: 'blue',
      alertLink: 'https://d',
      slack: {
        address: 'https://slack.test/word',
        proxy: 'http://user:word@proxy:3128',
        token: 'xoxb',
        channel: 'ops',
        username: 'flagger',
      },
      msteams: {
        address: 'https://teams.test/word',
        proxy: undefined,
        token: undefined,
        channel: undefined,
        username: 'flagger',
      },
    });
    expect(settings.alerts.map(({ receiver }) => receiver)).toEqual([
      { kind: 'operator', type: 'slack' },
      { kind: 'operator', type: 'msteams' },
    ]);
    expect(settings.eventHooks).toMatchObject([
      { type: 'event', url: 'https://hooks.test/word', origin: 'flag' },
    ]);
  });

  test('tells nobody without receivers, and gives each kind of Event its own reason unless asked', () => {
    expect(read()).toMatchObject({
      telling: { slack: undefined, msteams: undefined, eventReason: undefined },
      settings: { alerts: [], eventHooks: [] },
    });
    expect(read(['--flagger-event-reason']).telling.eventReason).toBe('Synced');
  });

  test('shows no address, proxy or token in a mistake', () => {
    const parsed = parseConfig(['--slack-proxy-url=socks5://user:word@proxy', '--alert-link=dashboards'], {
      SLACK_URL: 'hooks/word',
      SLACK_TOKEN: 'two words',
      EVENT_WEBHOOK_URL: 'https://user:word@hooks',
    });
    expect(parsed).toEqual({
      mistakes: [
        '--alert-link must be an http:// or https:// URL, got "dashboards"',
        '--slack-token must be one word',
        '--slack-url must be an http:// or https:// URL',
        '--slack-proxy-url must be an http:// URL without a path',
        '--event-webhook must not contain a user name or password',
      ],
    });
  });

  test('names all mistakes at once, each by its flag', () => {
    expect(
      mistakes(
        '--port=99999',
        '--min-interval=soon',
        '--log-level=loud',
        '--metrics-server=prometheus',
        '--concurrency=0',
        '-mesh-provider=linkerd',
        '-enable-config-tracking=maybe',
        '--speed=9',
        'extra',
        '--namespace',
      ),
    ).toEqual([
      'unknown argument "--speed=9"; see serinette operator --help',
      'unknown argument "extra"; see serinette operator --help',
      '--namespace needs a value',
      '--metrics-server must be an http:// or https:// address, got "prometheus"',
      '--port must be a whole number from 0 to 65535, got "99999"',
      '--log-level must be one of debug, info, warn, warning, error, silent, got "loud"',
      '--concurrency must be a whole number from 1 to 10000, got "0"',
      '--min-interval must be a duration such as 10s, got "soon"',
      '--mesh-provider must be one of istio, kubernetes, got "linkerd"',
      '--enable-config-tracking must be true or false, got "maybe"',
    ]);
  });
});
