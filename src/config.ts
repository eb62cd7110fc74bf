import { isProxy } from './domain/alert-provider.ts';
import { addressProblem } from './domain/names.ts';
import type { AlertPlan } from './domain/plan-alerts.ts';
import { operatorEventHook } from './domain/plan-analysis.ts';
import type { OwnReceiver, Settings, TellingSettings } from './domain/settings.ts';
import { parseCidr } from './net/address.ts';
import { parseDuration } from './domain/duration.ts';

/** Everything that flags and environment decide; frozen, and read nowhere else. */
export interface Config {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly master: string | undefined;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  readonly metricsServer: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly egressAllow: readonly string[];
  readonly concurrency: number;
  readonly leaderElection: LeaderElection;
  readonly telling: TellingSettings;
  readonly settings: Settings;
}

export interface LeaderElection {
  readonly enabled: boolean;
  /** Of the Lease. Undefined: the pod's own, else kube-system. */
  readonly namespace: string | undefined;
  readonly lease: string;
}

export type ConfigResult = { readonly config: Config } | { readonly mistakes: readonly string[] };

interface Flag {
  readonly name: string;
  readonly env?: string;
  readonly otherwise: string;
  readonly help: string;
  /** Takes no value, or true or false. */
  readonly isSwitch?: boolean;
  /** Accepted from Flagger's command lines and without effect here, for the reason that it says. */
  readonly ignored?: boolean;
  /** Flagger's, and not served yet: a value is a mistake, so that nobody waits for what never comes. */
  readonly unserved?: boolean;
  /** Its value is never shown. */
  readonly secret?: boolean;
}

const flag = (name: string, otherwise: string, help: string, more: Partial<Flag> = {}): Flag => ({
  name,
  otherwise,
  help,
  ...more,
});

const IGNORED = "accepted for Flagger's command lines, without effect";
const UNSERVED = "Flagger's, not served yet; refused when set";

const secret = (name: string, env: string, help: string): Flag => flag(name, '', help, { env, secret: true });

/** Addresses of receivers are as good as passwords: give them by the environment. */
const TELLING: readonly Flag[] = [
  secret('slack-url', 'SLACK_URL', 'address of a Slack webhook, for Canaries without alerts of their own'),
  secret('slack-token', 'SLACK_TOKEN', "token for Slack's API, with chat.postMessage as --slack-url"),
  secret('slack-proxy-url', 'SLACK_PROXY_URL', 'HTTP proxy on the way to Slack'),
  flag('slack-user', 'flagger', 'name that alerts are posted as'),
  flag('slack-channel', '', "channel that alerts are posted to; default: the webhook's"),
  secret(
    'msteams-url',
    'MSTEAMS_URL',
    'address of a Teams webhook, for Canaries without alerts of their own',
  ),
  secret('msteams-proxy-url', 'MSTEAMS_PROXY_URL', 'HTTP proxy on the way to Teams'),
  secret(
    'event-webhook',
    'EVENT_WEBHOOK_URL',
    'address that is told each Event of Canaries without event hooks',
  ),
  flag('cluster-name', '', 'name of the cluster in alerts'),
  flag(
    'alert-link',
    '',
    "address in alerts; {namespace} and {name} stand for the Canary's, else they are added",
  ),
  flag('flagger-event-reason', 'false', 'give all Events the reason Synced, as Flagger does', {
    isSwitch: true,
  }),
];

/** Flagger's names where they mean the same; `serinette operator --help` prints this table. */
export const FLAGS: readonly Flag[] = [
  flag(
    'kubeconfig',
    '',
    "path of a kubeconfig file; default: KUBECONFIG, else the pod's own account, else ~/.kube/config",
  ),
  flag('context', '', 'context of the kubeconfig'),
  flag('master', '', 'address of the API server, overriding the kubeconfig'),
  flag('namespace', '', 'watch one namespace only', { env: 'WATCH_NAMESPACE' }),
  flag('metrics-server', 'http://prometheus:9090', 'address of Prometheus for built-in metrics', {
    env: 'METRICS_SERVER',
  }),
  flag(
    'mesh-provider',
    'istio',
    'istio, or kubernetes to do without Istio: the provider of Canaries that name none',
  ),
  flag('selector-labels', 'app,name,app.kubernetes.io/name', 'labels by which targets select their pods'),
  flag(
    'include-label-prefix',
    '',
    'prefixes of labels and annotations that generated objects get as well; * is all',
  ),
  flag('enable-config-tracking', 'true', 'track ConfigMaps and Secrets of targets', { isSwitch: true }),
  flag('no-cross-namespace-refs', 'false', 'refuse references to objects in other namespaces', {
    isSwitch: true,
  }),
  flag('port', '8080', 'port of /metrics, /healthz and /readyz; 0 picks a free one'),
  flag('host', '0.0.0.0', 'address that the port is opened on'),
  flag('log-level', 'info', 'debug, info, warn, error or silent', { env: 'LOG_LEVEL' }),
  flag('min-interval', '10s', 'shortest analysis interval'),
  flag('drain-time', '5s', 'time for requests in flight between the last route and the end of the pods'),
  flag(
    'catch-up-time',
    '150s',
    'time after an outage of the API server in which nothing takes pods away, as proxies may still follow older routes',
  ),
  flag(
    'egress-allow',
    '',
    'CIDRs that URLs from Canary objects may reach although they are loopback or link-local',
  ),
  flag('concurrency', '64', 'Canaries that are looked at at the same time'),
  flag('enable-leader-election', 'false', 'act only while holding a Lease, so that replicas may stand by', {
    isSwitch: true,
  }),
  flag('leader-election-namespace', '', "namespace of the Lease; default: the pod's own, else kube-system", {
    env: 'POD_NAMESPACE',
  }),
  flag('leader-election-lease', 'serinette-leader-election', 'name of the Lease'),
  ...TELLING,
  flag('zap-replace-globals', '', IGNORED, { ignored: true, isSwitch: true }),
  ...[
    ...['kubeconfig-qps', 'kubeconfig-burst', 'threadiness', 'control-loop-interval', 'zap-encoding'],
    ...['ingress-class', 'ingress-annotations-prefix'],
  ].map((name) => flag(name, '', IGNORED, { ignored: true })),
  flag('kubeconfig-service-mesh', '', UNSERVED, { unserved: true }),
];

const LOG_LEVELS = ['debug', 'info', 'warn', 'warning', 'error', 'silent'] as const;

/** Flagger's name of a level beside ours. */
const levelOf = (level: (typeof LOG_LEVELS)[number]): Config['logLevel'] =>
  level === 'warning' ? 'warn' : level;

/** Flags over environment over defaults; every mistake is found in one pass. */
export const parseConfig = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ConfigResult => {
  const mistakes: string[] = [];
  const given = readFlags(args, mistakes);
  const read = (name: string): string => {
    const known = FLAGS.find((item) => item.name === name);
    const fromEnv = known?.env === undefined ? undefined : env[known.env];
    const value = given.get(name) ?? fromEnv ?? known?.otherwise ?? '';
    // Files end with a line feed, and so do Secrets made of them.
    return known?.secret === true ? value.trim() : value;
  };
  const reader = new Reader(read, mistakes);
  const config = assemble(reader);
  mistakes.push(...unserved(read));
  return mistakes.length === 0 ? { config: Object.freeze(config) } : { mistakes };
};

const assemble = (reader: Reader): Config => ({
  kubeconfig: reader.optional('kubeconfig'),
  context: reader.optional('context'),
  master: reader.optional('master'),
  namespace: reader.optional('namespace'),
  metricsServer: reader.url('metrics-server'),
  host: reader.text('host'),
  port: reader.integer('port', 0, 65_535),
  logLevel: levelOf(reader.oneOf('log-level', LOG_LEVELS)),
  egressAllow: reader.cidrs('egress-allow'),
  concurrency: reader.integer('concurrency', 1, 10_000),
  leaderElection: {
    enabled: reader.boolean('enable-leader-election'),
    namespace: reader.optional('leader-election-namespace'),
    lease: reader.name('leader-election-lease'),
  },
  telling: telling(reader),
  settings: {
    minIntervalMs: reader.durationMs('min-interval'),
    meshProvider: reader.oneOf('mesh-provider', ['istio', 'kubernetes']),
    drainMs: reader.durationMs('drain-time'),
    catchUpMs: reader.durationMs('catch-up-time'),
    selectorLabels: reader.list('selector-labels'),
    includeLabelPrefixes: reader.list('include-label-prefix'),
    trackConfigs: reader.boolean('enable-config-tracking'),
    noCrossNamespaceRefs: reader.boolean('no-cross-namespace-refs'),
    alerts: [
      ...ownAlert('slack', reader.optional('slack-url')),
      ...ownAlert('msteams', reader.optional('msteams-url')),
    ],
    eventHooks: [reader.address('event-webhook')].flatMap((url) =>
      url === undefined ? [] : [operatorEventHook(url)],
    ),
  },
});

const telling = (reader: Reader): TellingSettings => ({
  eventReason: reader.boolean('flagger-event-reason') ? 'Synced' : undefined,
  clusterName: reader.optional('cluster-name'),
  alertLink: reader.address('alert-link'),
  slack: ownReceiver(reader, 'slack', {
    token: reader.token('slack-token'),
    channel: reader.optional('slack-channel'),
    username: reader.text('slack-user'),
  }),
  msteams: ownReceiver(reader, 'msteams', { token: undefined, channel: undefined, username: 'flagger' }),
});

const ownReceiver = (
  reader: Reader,
  type: 'slack' | 'msteams',
  more: Pick<OwnReceiver, 'token' | 'channel' | 'username'>,
): OwnReceiver | undefined => {
  const address = reader.address(`${type}-url`);
  const proxy = reader.proxy(`${type}-proxy-url`);
  return address === undefined ? undefined : { address, proxy, ...more };
};

const ownAlert = (type: 'slack' | 'msteams', address: string | undefined): readonly AlertPlan[] =>
  address === undefined ? [] : [{ name: type, leastSeverity: 'info', receiver: { kind: 'operator', type } }];

/** Values are left out: most of them are secrets. */
const unserved = (read: (name: string) => string): readonly string[] =>
  FLAGS.filter((known) => known.unserved === true && read(known.name) !== '').map(
    ({ name, env }) => `--${name}${env === undefined ? '' : ` (or ${env})`} is not served yet; leave it out`,
  );

/** `--name value`, `--name=value`, and with one dash as Go programs allow. */
const readFlags = (args: readonly string[], mistakes: string[]): ReadonlyMap<string, string> => {
  const given = new Map<string, string>();
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name = '', inline] = /^--?([a-z][a-z-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const known = FLAGS.find((item) => item.name === name);
    const value = known === undefined ? undefined : (inline ?? valueOf(known, rest));
    if (known === undefined)
      mistakes.push(`unknown argument ${JSON.stringify(word)}; see serinette operator --help`);
    else if (value === undefined) mistakes.push(`--${name} needs a value`);
    else given.set(name, value);
  }
  return given;
};

/** Takes the value off the words that follow; a switch alone means true. */
const valueOf = (flag: Flag, rest: string[]): string | undefined => {
  if (flag.isSwitch === true) return 'true';
  return rest[0] === undefined || rest[0].startsWith('-') ? undefined : rest.shift();
};

class Reader {
  readonly text: (name: string) => string;
  readonly #mistakes: string[];

  constructor(text: (name: string) => string, mistakes: string[]) {
    this.text = text;
    this.#mistakes = mistakes;
  }

  mistake(name: string, problem: string): void {
    const isSecret = FLAGS.find((known) => known.name === name)?.secret === true;
    this.#mistakes.push(`--${name} ${problem}${isSecret ? '' : `, got ${JSON.stringify(this.text(name))}`}`);
  }

  optional(name: string): string | undefined {
    return this.text(name) || undefined;
  }

  name(name: string): string {
    const text = this.text(name);
    if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text))
      this.mistake(name, 'must be the name of an object: lower case letters, digits, - and .');
    return text;
  }

  list(name: string): readonly string[] {
    return this.text(name)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  cidrs(name: string): readonly string[] {
    const list = this.list(name);
    if (list.some((item) => parseCidr(item) === undefined))
      this.mistake(name, 'must be CIDRs such as 10.0.0.0/8');
    return list;
  }

  boolean(name: string): boolean {
    const text = this.text(name);
    if (text !== 'true' && text !== 'false') this.mistake(name, 'must be true or false');
    return text === 'true';
  }

  integer(name: string, min: number, max: number): number {
    const value = Number(this.text(name));
    if (!/^\d+$/.test(this.text(name)) || value < min || value > max)
      this.mistake(name, `must be a whole number from ${min} to ${max}`);
    return value;
  }

  durationMs(name: string): number {
    const value = parseDuration(this.text(name));
    if (value === undefined) this.mistake(name, 'must be a duration such as 10s');
    return value ?? 0;
  }

  url(name: string): string {
    if (!/^https?:\/\/[^\s/]+/.test(this.text(name)))
      this.mistake(name, 'must be an http:// or https:// address');
    return this.text(name);
  }

  /** An address that may be left out. */
  address(name: string): string | undefined {
    const problem = this.text(name) === '' ? undefined : addressProblem(this.text(name));
    if (problem !== undefined) this.mistake(name, problem);
    return this.optional(name);
  }

  token(name: string): string | undefined {
    if (!/^[\x21-\x7e]*$/.test(this.text(name))) this.mistake(name, 'must be one word');
    return this.optional(name);
  }

  proxy(name: string): string | undefined {
    const proxy = this.optional(name);
    if (proxy !== undefined && !isProxy(proxy)) this.mistake(name, 'must be an http:// URL without a path');
    return proxy;
  }

  oneOf<T extends string>(name: string, allowed: readonly [T, ...T[]]): T {
    const found = allowed.find((item) => item === this.text(name));
    if (found === undefined) this.mistake(name, `must be one of ${allowed.join(', ')}`);
    return found ?? allowed[0];
  }
}
