import type { KubeObject } from '../../api/objects.ts';
import type { Random } from '../../runtime/clock.ts';
import { durationMs } from '../duration.ts';
import { clientHost, fullHost, rulingVirtualService } from './hosts.ts';
import { destinationRuleSpec, virtualServiceSpec } from './istio.ts';
import type { Destination, HeaderOperations, HttpMatch, HttpRoute, RouteDestination } from './istio.ts';
import { fullMatch, matching } from './match.ts';
import type { MeshRequest } from './match.ts';
import { retryPolicy } from './retries.ts';
import type { RetryPolicy } from './retries.ts';

/** Where a request goes, by Istio's rules; pure, with the dice passed in. */
export interface MeshConfig {
  readonly virtualServices: readonly KubeObject[];
  readonly destinationRules: readonly KubeObject[];
  readonly services: readonly KubeObject[];
}

export interface Target {
  /** Fully qualified. */
  readonly host: string;
  /** Absent: the Service's only port, or the port that was called. */
  readonly port: number | undefined;
  readonly subset: string | undefined;
}

export interface Forward {
  readonly kind: 'forward';
  readonly target: Target;
  /** Of the target's DestinationRule. */
  readonly trafficPolicy: Readonly<Record<string, unknown>> | undefined;
  /** Replaces the Host header. */
  readonly authority: string | undefined;
  readonly path: string;
  readonly retries: RetryPolicy;
  /** For all tries together. */
  readonly timeoutMs: number | undefined;
  /** Those that the dice chose. */
  readonly mirrors: readonly Target[];
  readonly requestHeaders: readonly HeaderOperations[];
  readonly responseHeaders: readonly HeaderOperations[];
}

export type RouteDecision =
  | Forward
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'direct'; readonly status: number; readonly body: string }
  /** No rule takes it (404), or nothing is known of the host. */
  | { readonly kind: 'no-route' };

export const targetOf = (
  destination: Destination,
  namespace: string,
  called: number | undefined,
): Target => ({
  host: fullHost(destination.host, namespace),
  port: destination.port?.number ?? called,
  subset: destination.subset,
});

/** One destination by weight; a weight of 0 is never drawn, and a single destination always is. */
export const drawn = (
  destinations: readonly RouteDestination[],
  random: Random,
): RouteDestination | undefined => {
  if (destinations.length === 1) return destinations[0];
  const total = destinations.reduce((sum, { weight = 0 }) => sum + weight, 0);
  let left = random() * total;
  for (const destination of destinations) {
    left -= destination.weight ?? 0;
    if (left < 0) return destination;
  }
  return undefined;
};

/** Envoy's prefix rewrite: what the uri match covered is replaced, which is all of it for exact and regex. */
export const rewritten = (path: string, rule: HttpRoute, match: HttpMatch): string => {
  const question = path.indexOf('?');
  const page = question === -1 ? path : path.slice(0, question);
  const query = question === -1 ? '' : path.slice(question);
  const { uri, uriRegexRewrite } = rule.rewrite ?? {};
  if (uriRegexRewrite !== undefined) {
    const pattern = new RegExp(fullMatch(uriRegexRewrite.match).source.slice(4, -2), 'g');
    return page.replace(pattern, uriRegexRewrite.rewrite.replace(/\\(\d)/g, '$$$1')) + query;
  }
  if (uri === undefined) return path;
  const covered = match.uri?.prefix ?? (match.uri === undefined ? '/' : page);
  return uri + page.slice(covered.length) + query;
};

interface Mirror {
  readonly destination: Destination;
  /** Of requests that are copied. */
  readonly percent: number;
}

const mirrorsOf = ({ mirror, mirrorPercentage, mirrors = [] }: HttpRoute): readonly Mirror[] => {
  const single = mirror === undefined ? [] : [{ destination: mirror, percentage: mirrorPercentage }];
  return [...single, ...mirrors].map(({ destination, percentage }) => ({
    destination,
    percent: percentage === undefined ? 100 : (percentage.value ?? 0),
  }));
};

const policyOf = (config: MeshConfig, { host, subset }: Target): Forward['trafficPolicy'] => {
  const rule = config.destinationRules.find(
    (object) => fullHost(destinationRuleSpec(object).host, object.metadata.namespace ?? '') === host,
  );
  if (rule === undefined) return undefined;
  const { subsets = [], trafficPolicy } = destinationRuleSpec(rule);
  return subsets.find(({ name }) => name === subset)?.trafficPolicy ?? trafficPolicy;
};

const present = (...operations: readonly (HeaderOperations | undefined)[]): readonly HeaderOperations[] =>
  operations.filter((operation) => operation !== undefined);

interface Chosen {
  readonly rule: HttpRoute;
  readonly match: HttpMatch;
  readonly namespace: string;
}

const forward = (config: MeshConfig, request: MeshRequest, chosen: Chosen, random: Random): RouteDecision => {
  const { rule, namespace } = chosen;
  const destination = drawn(rule.route ?? [], random);
  if (destination === undefined) return { kind: 'no-route' };
  const mirrors = mirrorsOf(rule)
    .filter(({ percent }) => percent >= 100 || random() * 100 < percent)
    .map((mirror) => targetOf(mirror.destination, namespace, request.port));
  return forwardTo(config, request, chosen, { destination, mirrors });
};

const forwardTo = (
  config: MeshConfig,
  request: MeshRequest,
  { rule, match, namespace }: Chosen,
  { destination, mirrors }: { destination: RouteDestination; mirrors: readonly Target[] },
): Forward => {
  const target = targetOf(destination.destination, namespace, request.port);
  const timeoutMs = rule.timeout === undefined ? 0 : durationMs(rule.timeout);
  return {
    kind: 'forward',
    target,
    trafficPolicy: policyOf(config, target),
    authority: rule.rewrite?.authority,
    path: rewritten(request.path, rule, match),
    retries: retryPolicy(rule.retries),
    timeoutMs: timeoutMs === 0 ? undefined : timeoutMs,
    mirrors,
    requestHeaders: present(destination.headers?.request, rule.headers?.request),
    responseHeaders: present(destination.headers?.response, rule.headers?.response),
  };
};

const redirect = (request: MeshRequest, to: NonNullable<HttpRoute['redirect']>): RouteDecision => {
  const location = `${to.scheme ?? request.scheme ?? 'http'}://${to.authority ?? request.host}${to.uri ?? request.path}`;
  return { kind: 'redirect', status: to.redirectCode ?? 301, location };
};

const follow = (config: MeshConfig, request: MeshRequest, chosen: Chosen, random: Random): RouteDecision => {
  const { rule } = chosen;
  if (rule.redirect !== undefined) return redirect(request, rule.redirect);
  if (rule.directResponse === undefined) return forward(config, request, chosen, random);
  const { status, body } = rule.directResponse;
  return { kind: 'direct', status, body: body?.string ?? '' };
};

const plain = (config: MeshConfig, request: MeshRequest, host: string): Forward => {
  const target = { host, port: request.port, subset: undefined };
  return {
    kind: 'forward',
    target,
    trafficPolicy: policyOf(config, target),
    authority: undefined,
    path: request.path,
    retries: retryPolicy(undefined),
    timeoutMs: undefined,
    mirrors: [],
    requestHeaders: [],
    responseHeaders: [],
  };
};

const chosenRule = (
  config: MeshConfig,
  virtualService: KubeObject,
  request: MeshRequest,
): Chosen | undefined => {
  const namespace = virtualService.metadata.namespace ?? '';
  for (const rule of virtualServiceSpec(virtualService).http ?? []) {
    const match = matching(rule.match, request);
    if (match === undefined) continue;
    const chosen =
      rule.delegate === undefined
        ? { rule, match, namespace }
        : delegated(config, request, { rule, match, namespace });
    if (chosen !== undefined) return chosen;
  }
  return undefined;
};

/** Both matches must hold; what the delegate leaves open, the rule that delegates says. One level, as in Istio. */
const delegated = (config: MeshConfig, request: MeshRequest, from: Chosen): Chosen | undefined => {
  const { delegate, match: _, ...inherited } = from.rule;
  const namespace = delegate?.namespace ?? from.namespace;
  const object = config.virtualServices.find(
    ({ metadata }) => metadata.name === delegate?.name && metadata.namespace === namespace,
  );
  if (object === undefined || (virtualServiceSpec(object).hosts ?? []).length > 0) return undefined;
  for (const rule of virtualServiceSpec(object).http ?? []) {
    const match = matching(rule.match, request);
    if (match !== undefined && rule.delegate === undefined)
      return { rule: { ...inherited, ...rule }, match: { ...from.match, ...match }, namespace };
  }
  return undefined;
};

/** Which host a caller means, and what rules it. */
export const called = (
  config: MeshConfig,
  {
    host: named,
    sourceNamespace,
    gateway = 'mesh',
  }: Pick<MeshRequest, 'host' | 'sourceNamespace' | 'gateway'>,
) => {
  const isService = ({ name, namespace }: { name: string; namespace: string }): boolean =>
    config.services.some(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  const host = clientHost(named, sourceNamespace, isService);
  const virtualService = rulingVirtualService(config.virtualServices, {
    host: named.replace(/:\d+$/, '').toLowerCase(),
    fullHost: host,
    namespace: sourceNamespace,
    gateway,
  });
  const [name = '', service = ''] = host.split('.');
  return { host, isKnown: isService({ name, namespace: service }), virtualService };
};

/** Throws REJECTED or a SyntaxError when the VirtualService holds a malformed duration or expression. */
export const route = (config: MeshConfig, request: MeshRequest, random: Random): RouteDecision => {
  const { host, isKnown, virtualService } = called(config, request);
  if (virtualService !== undefined) {
    const chosen = chosenRule(config, virtualService, request);
    return chosen === undefined ? { kind: 'no-route' } : follow(config, request, chosen, random);
  }
  return isKnown ? plain(config, request, host) : { kind: 'no-route' };
};

/** What may become of a request, and how likely each is. */
export interface Chance {
  /** Greater than 0; all shares of one request sum to 1. */
  readonly share: number;
  readonly decision: RouteDecision;
  /** Copies of it, each with its own share of 1. */
  readonly copies: readonly { readonly target: Target; readonly share: number }[];
}

/** As `route`, for many equal requests at once: all outcomes instead of a drawn one. Throws as it does. */
export const chances = (config: MeshConfig, request: MeshRequest): readonly Chance[] => {
  const { host, isKnown, virtualService } = called(config, request);
  const whole = (decision: RouteDecision): readonly Chance[] => [{ share: 1, decision, copies: [] }];
  if (virtualService === undefined)
    return whole(isKnown ? plain(config, request, host) : { kind: 'no-route' });
  const chosen = chosenRule(config, virtualService, request);
  if (chosen === undefined) return whole({ kind: 'no-route' });
  const { rule, namespace } = chosen;
  const { route: destinations = [] } = rule;
  if (rule.redirect !== undefined || rule.directResponse !== undefined || destinations.length === 0)
    return whole(follow(config, request, chosen, () => 0));
  const copies = mirrorsOf(rule)
    .filter(({ percent }) => percent > 0)
    .map(({ destination, percent }) => ({
      target: targetOf(destination, namespace, request.port),
      share: Math.min(1, percent / 100),
    }));
  return sharesOf(destinations).map(({ share, destination }) => ({
    share,
    decision: forwardTo(config, request, chosen, { destination, mirrors: [] }),
    copies,
  }));
};

/** By weight; a single destination gets all, whatever its weight. */
const sharesOf = (destinations: readonly RouteDestination[]) => {
  const total = destinations.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return destinations
    .map((destination) => ({
      destination,
      share: destinations.length === 1 ? 1 : (destination.weight ?? 0) / total,
    }))
    .filter(({ share }) => share > 0);
};
