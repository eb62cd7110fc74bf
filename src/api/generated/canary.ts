// Generated from crds/ by scripts/generate-api.ts. Do not edit.
import type { ObjectMeta } from '../objects.ts';

/**
 * Rolls out each new revision of a workload step by step, and rolls it back when its metrics are bad.
 */
export interface Canary {
  readonly apiVersion: 'flagger.app/v1beta1';
  readonly kind: 'Canary';
  readonly metadata: ObjectMeta;
  readonly spec?: CanarySpec;
  readonly status?: CanaryStatus;
  readonly [key: string]: unknown;
}
export interface CanarySpec {
  /**
   * Mesh or ingress that routes the traffic. Default: the one that the operator was started with.
   */
  readonly provider?:
    | 'apisix'
    | 'appmesh'
    | 'appmesh:v1beta2'
    | 'contour'
    | 'gatewayapi:v1'
    | 'gatewayapi:v1beta1'
    | 'gloo'
    | 'istio'
    | 'knative'
    | 'kubernetes'
    | 'kuma'
    | 'linkerd'
    | 'nginx'
    | 'osm'
    | 'skipper'
    | 'smi:v1alpha1'
    | 'smi:v1alpha2'
    | 'smi:v1alpha3'
    | 'traefik';
  /**
   * Address of the Prometheus that built-in metrics are read from. Default: the one of the operator.
   */
  readonly metricsServer?: string;
  /**
   * Time in which a workload must become ready. Default: 600.
   */
  readonly progressDeadlineSeconds?: number;
  readonly targetRef: TargetRef;
  readonly autoscalerRef?: AutoscalerRef;
  /**
   * The Ingress that routes to the apex Service (NGINX, Skipper).
   */
  readonly ingressRef?: {
    /**
     * API group and version of the object.
     */
    readonly apiVersion: string;
    /**
     * Kind of the object.
     */
    readonly kind: 'Ingress';
    /**
     * Name of the object.
     */
    readonly name: string;
  };
  /**
   * The ApisixRoute to take over (APISIX).
   */
  readonly routeRef?: {
    /**
     * API group and version of the object.
     */
    readonly apiVersion: string;
    /**
     * Kind of the object.
     */
    readonly kind: 'ApisixRoute';
    /**
     * Name of the object.
     */
    readonly name: string;
  };
  /**
   * The Upstream to take over (Gloo).
   */
  readonly upstreamRef?: {
    /**
     * API group and version of the object.
     */
    readonly apiVersion: string;
    /**
     * Kind of the object.
     */
    readonly kind: 'Upstream';
    /**
     * Name of the object.
     */
    readonly name: string;
    /**
     * Its namespace. Default: the Canary's.
     */
    readonly namespace?: string;
  };
  readonly service?: CanaryService;
  /**
   * Promote each new revision as soon as it is ready, unjudged.
   */
  readonly skipAnalysis?: boolean;
  /**
   * When the Canary is deleted, give the objects back as they were.
   */
  readonly revertOnDeletion?: boolean;
  /**
   * Stop writing: no run starts and no run goes on, except that a rollback finishes.
   */
  readonly suspend?: boolean;
  readonly analysis: CanaryAnalysis;
}
export interface TargetRef {
  /**
   * API group and version of the object.
   */
  readonly apiVersion: string;
  /**
   * Kind of the object.
   */
  readonly kind: 'DaemonSet' | 'Deployment' | 'Service';
  /**
   * Name of the object.
   */
  readonly name: string;
}
export interface AutoscalerRef {
  /**
   * API group and version of the object.
   */
  readonly apiVersion: string;
  /**
   * Kind of the object.
   */
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject';
  /**
   * Name of the object.
   */
  readonly name: string;
  /**
   * Queries for the primary's copy of a ScaledObject, by trigger name.
   */
  readonly primaryScalerQueries?: {
    readonly [key: string]: string;
  };
  /**
   * Limits for the primary's copy. Default: those of the original.
   */
  readonly primaryScalerReplicas?: {
    /**
     * Least number of replicas.
     */
    readonly minReplicas?: number;
    /**
     * Greatest number of replicas.
     */
    readonly maxReplicas?: number;
  };
}
export interface CanaryService {
  /**
   * Name of the apex Service; the other two add -primary and -canary. Default: the name of the target.
   */
  readonly name?: string;
  /**
   * Port of the generated Services.
   */
  readonly port: number;
  /**
   * Name of that port. Default: http.
   */
  readonly portName?: string;
  /**
   * Number or name of the container port. Default: the value of port.
   */
  readonly targetPort?: number | string;
  /**
   * Application protocol of the port; tcp selects TCP routes.
   */
  readonly appProtocol?: string;
  /**
   * Which endpoints the generated Services prefer.
   */
  readonly trafficDistribution?: 'PreferClose' | 'PreferSameZone' | 'PreferSameNode';
  /**
   * Add the container's other ports to the generated Services.
   */
  readonly portDiscovery?: boolean;
  /**
   * Create the generated Services without a cluster IP.
   */
  readonly headless?: boolean;
  /**
   * Time that a request may take, as a duration such as 5s.
   */
  readonly timeout?: string;
  /**
   * Time that a request to one back end may take (Gateway API only).
   */
  readonly backendTimeout?: string;
  /**
   * Host names that the routes are for. Default: the name of the apex Service.
   */
  readonly hosts?: readonly string[];
  /**
   * Istio gateways that the routes are bound to. Default: mesh.
   */
  readonly gateways?: readonly string[];
  /**
   * Gateways that an HTTPRoute is bound to (Gateway API only).
   */
  readonly gatewayRefs?: readonly GatewayRef[];
  /**
   * Write a delegate VirtualService, which another one refers to; excludes hosts and gateways.
   */
  readonly delegation?: boolean;
  /**
   * Leave HTTP routes of others in the VirtualService where they are; ours are named serinette-1 and so on. Without it all of its HTTP routes are ours.
   */
  readonly keepForeignRoutes?: boolean;
  /**
   * Requests that the routes are for; entries are alternatives. Default: all.
   */
  readonly match?: readonly HttpMatch[];
  /**
   * How requests are changed on the way to the workload.
   */
  readonly rewrite?: {
    /**
     * New path, or the new prefix when a prefix was matched.
     */
    readonly uri?: string;
    /**
     * New host.
     */
    readonly authority?: string;
    /**
     * ReplacePrefixMatch replaces the matched prefix, any other value the whole path (Gateway API only).
     */
    readonly type?: string;
  };
  /**
   * How failed requests are repeated.
   */
  readonly retries?: {
    /**
     * Number of tries after the first.
     */
    readonly attempts?: number;
    /**
     * Time that one try may take.
     */
    readonly perTryTimeout?: string;
    /**
     * Conditions under which a request is repeated, separated by commas.
     */
    readonly retryOn?: string;
  };
  /**
   * Headers to change on the way.
   */
  readonly headers?: {
    readonly request?: HeaderOperations;
    readonly response?: HeaderOperations;
  };
  /**
   * Back ends that get a copy of each request at all times (Gateway API only).
   */
  readonly mirror?: readonly RequestMirror[];
  /**
   * Cross-origin resource sharing.
   */
  readonly corsPolicy?: {
    /**
     * Origins that may call, exactly.
     */
    readonly allowOrigin?: readonly string[];
    /**
     * Origins that may call.
     */
    readonly allowOrigins?: readonly OriginMatch[];
    /**
     * Methods that may be called.
     */
    readonly allowMethods?: readonly string[];
    /**
     * Headers that may be sent.
     */
    readonly allowHeaders?: readonly string[];
    /**
     * Headers that scripts may read.
     */
    readonly exposeHeaders?: readonly string[];
    /**
     * Time for which a browser may keep the answer to a preflight request.
     */
    readonly maxAge?: string;
    /**
     * Whether callers may send credentials.
     */
    readonly allowCredentials?: boolean;
  };
  readonly trafficPolicy?: TrafficPolicy;
  readonly apex?: ServiceMetadata;
  readonly primary?: ServiceMetadata;
  readonly canary?: ServiceMetadata;
  /**
   * Keys whose values on the generated Services are left as they are.
   */
  readonly unmanagedMetadata?: {
    /**
     * Annotation keys.
     */
    readonly annotations?: readonly string[];
    /**
     * Label keys.
     */
    readonly labels?: readonly string[];
  };
  /**
   * Name of the mesh (App Mesh only).
   */
  readonly meshName?: string;
  /**
   * Back ends that the workload calls (App Mesh only).
   */
  readonly backends?: readonly string[];
}
export interface GatewayRef {
  /**
   * API group of the referent.
   */
  readonly group?: string;
  /**
   * Kind of the referent.
   */
  readonly kind?: string;
  /**
   * Name of the referent.
   */
  readonly name: string;
  /**
   * Namespace of the referent; absent means the Canary's own.
   */
  readonly namespace?: string;
  /**
   * Listener of the Gateway.
   */
  readonly sectionName?: string;
  /**
   * Port of the referent.
   */
  readonly port?: number;
}
export interface HttpMatch {
  /**
   * A name for the condition, shown by Istio in metrics and logs.
   */
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  /**
   * Conditions on request headers, by lower-case header name.
   */
  readonly headers?: {
    readonly [key: string]: StringMatch;
  };
  /**
   * Conditions on request headers that must not hold.
   */
  readonly withoutHeaders?: {
    readonly [key: string]: StringMatch;
  };
  /**
   * Conditions on query parameters, by name.
   */
  readonly queryParams?: {
    readonly [key: string]: StringMatch;
  };
  /**
   * Port of the host that the request is sent to.
   */
  readonly port?: number;
  /**
   * Labels of the workloads that the rule is for; needs the gateway `mesh`.
   */
  readonly sourceLabels?: {
    readonly [key: string]: string;
  };
  /**
   * Namespace of the workloads that the rule is for.
   */
  readonly sourceNamespace?: string;
  /**
   * Gateways that the rule is for.
   */
  readonly gateways?: readonly string[];
  /**
   * Compare the path without regard to case.
   */
  readonly ignoreUriCase?: boolean;
}
export interface StringMatch {
  /**
   * The whole value.
   */
  readonly exact?: string;
  /**
   * The start of the value.
   */
  readonly prefix?: string;
  /**
   * A regular expression in RE2 syntax.
   */
  readonly regex?: string;
}
export interface HeaderOperations {
  /**
   * Values to append, by header name.
   */
  readonly add?: {
    readonly [key: string]: string;
  };
  /**
   * Values to overwrite, by header name.
   */
  readonly set?: {
    readonly [key: string]: string;
  };
  /**
   * Names of headers to drop.
   */
  readonly remove?: readonly string[];
}
export interface RequestMirror {
  /**
   * Who gets the copies.
   */
  readonly backendRef: {
    /**
     * API group of the referent.
     */
    readonly group?: string;
    /**
     * Kind of the referent.
     */
    readonly kind?: string;
    /**
     * Name of the referent.
     */
    readonly name: string;
    /**
     * Namespace of the referent; absent means the Canary's own.
     */
    readonly namespace?: string;
    /**
     * Port of the referent.
     */
    readonly port?: number;
  };
}
export interface OriginMatch {
  /**
   * The whole value.
   */
  readonly exact?: string;
  /**
   * The start of the value.
   */
  readonly prefix?: string;
  /**
   * A regular expression in RE2 syntax.
   */
  readonly regex?: string;
}
export interface TrafficPolicy {
  /**
   * Limits on connections to the workload.
   */
  readonly connectionPool?: {
    /**
     * Limits on HTTP connections.
     */
    readonly http?: {
      /**
       * Requests that may wait for a connection.
       */
      readonly http1MaxPendingRequests?: number;
      /**
       * Requests that may be in flight.
       */
      readonly http2MaxRequests?: number;
      /**
       * Requests after which a connection is closed.
       */
      readonly maxRequestsPerConnection?: number;
      /**
       * Retries that may be in flight.
       */
      readonly maxRetries?: number;
      /**
       * Time after which an idle connection is closed.
       */
      readonly idleTimeout?: string;
      /**
       * Whether HTTP/1.1 connections become HTTP/2.
       */
      readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
    };
  };
  /**
   * How requests are spread over pods: exactly one of simple and consistentHash.
   */
  readonly loadBalancer?: {
    /**
     * A named algorithm.
     */
    readonly simple?: 'ROUND_ROBIN' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'LEAST_REQUEST';
    /**
     * Soft session affinity by a hash of exactly one property of the request.
     */
    readonly consistentHash?: {
      /**
       * Hash of this header.
       */
      readonly httpHeaderName?: string;
      /**
       * Hash of this query parameter.
       */
      readonly httpQueryParameterName?: string;
      /**
       * Hash of this cookie.
       */
      readonly httpCookie?: {
        /**
         * Name of the cookie.
         */
        readonly name?: string;
        /**
         * Path of the cookie.
         */
        readonly path?: string;
        /**
         * Lifetime of the cookie.
         */
        readonly ttl?: string;
      };
      /**
       * Hash of the client address.
       */
      readonly useSourceIp?: boolean;
      /**
       * Least number of virtual nodes on the hash ring.
       */
      readonly minimumRingSize?: number;
    };
    /**
     * Spreads or fails over between localities; distribute and failover exclude each other.
     */
    readonly localityLbSetting?: {
      /**
       * Overrides the setting of the whole mesh.
       */
      readonly enabled?: boolean;
      /**
       * Shares by locality.
       */
      readonly distribute?: readonly LocalityShares[];
      /**
       * Where traffic of a region goes when the region is unhealthy.
       */
      readonly failover?: readonly LocalityFailover[];
    };
    /**
     * Time in which a new pod gets its full share.
     */
    readonly warmupDurationSecs?: string;
  };
  /**
   * When a pod is taken out of load balancing.
   */
  readonly outlierDetection?: {
    /**
     * 5xx answers in a row before ejection.
     */
    readonly consecutive5xxErrors?: number;
    /**
     * Deprecated by Istio: errors in a row before ejection.
     */
    readonly consecutiveErrors?: number;
    /**
     * 502, 503 and 504 answers in a row before ejection.
     */
    readonly consecutiveGatewayErrors?: number;
    /**
     * Connection failures in a row before ejection; needs splitExternalLocalOriginErrors.
     */
    readonly consecutiveLocalOriginFailures?: number;
    /**
     * Count failures to connect apart from errors that pods answer.
     */
    readonly splitExternalLocalOriginErrors?: boolean;
    /**
     * Time between two sweeps.
     */
    readonly interval?: string;
    /**
     * Least time of an ejection.
     */
    readonly baseEjectionTime?: string;
    /**
     * Largest share of pods that may be ejected.
     */
    readonly maxEjectionPercent?: number;
    /**
     * Share of healthy pods below which nothing is ejected.
     */
    readonly minHealthPercent?: number;
  };
  /**
   * TLS from the mesh to the workload.
   */
  readonly tls?: {
    /**
     * How connections are secured.
     */
    readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
    /**
     * Path of the client certificate; needed by MUTUAL.
     */
    readonly clientCertificate?: string;
    /**
     * Path of the private key; needed by MUTUAL.
     */
    readonly privateKey?: string;
    /**
     * Path of the certificates that verify the server.
     */
    readonly caCertificates?: string;
    /**
     * Names, one of which the server certificate must carry.
     */
    readonly subjectAltNames?: readonly string[];
    /**
     * Server name sent in the TLS handshake.
     */
    readonly sni?: string;
  };
}
export interface LocalityShares {
  /**
   * Locality of the caller, as region/zone/sub-zone.
   */
  readonly from?: string;
  /**
   * Percentage of traffic, by locality of the callee.
   */
  readonly to?: {
    readonly [key: string]: number;
  };
}
export interface LocalityFailover {
  /**
   * Region of the caller.
   */
  readonly from?: string;
  /**
   * Region to fail over to.
   */
  readonly to?: string;
}
export interface ServiceMetadata {
  /**
   * Labels to set.
   */
  readonly labels?: {
    readonly [key: string]: string;
  };
  /**
   * Annotations to set.
   */
  readonly annotations?: {
    readonly [key: string]: string;
  };
}
export interface CanaryAnalysis {
  /**
   * Time between two steps, such as 30s or 1m; never less than the floor of the operator.
   */
  readonly interval?: string;
  /**
   * Time that proxies get to follow each change of the canary's traffic, such as 15s. The next checks wait until no metric looks further back than its end.
   */
  readonly settleTime?: string;
  /**
   * Failed checks in one run after which the canary is rolled back.
   */
  readonly threshold?: number;
  /**
   * Number of checks for A/B testing (with match) and blue/green (without).
   */
  readonly iterations?: number;
  /**
   * Percentage points that each step adds to the canary.
   */
  readonly stepWeight?: number;
  /**
   * The weights of all steps, rising.
   */
  readonly stepWeights?: readonly number[];
  /**
   * Weight, in percent, at which the canary is promoted. Default: 100.
   */
  readonly maxWeight?: number;
  /**
   * Percentage points by which traffic moves back to the promoted primary. Default: all at once.
   */
  readonly stepWeightPromotion?: number;
  /**
   * Send copies of requests to the canary before it answers any.
   */
  readonly mirror?: boolean;
  /**
   * Percentage of requests to copy. Default: all.
   */
  readonly mirrorWeight?: number;
  /**
   * Percentage of pods that make the primary ready. Default: 100.
   */
  readonly primaryReadyThreshold?: number;
  /**
   * Percentage of pods that make the canary ready. Default: 100.
   */
  readonly canaryReadyThreshold?: number;
  /**
   * Who meets the canary in A/B testing; entries are alternatives.
   */
  readonly match?: readonly AnalysisMatch[];
  /**
   * What is measured at each step; all must pass.
   */
  readonly metrics?: readonly CanaryMetric[];
  /**
   * Who is told what happens.
   */
  readonly alerts?: readonly CanaryAlert[];
  /**
   * Hooks that gate or accompany the run.
   */
  readonly webhooks?: readonly CanaryWebhook[];
  readonly sessionAffinity?: SessionAffinity;
}
export interface AnalysisMatch {
  /**
   * Conditions on request headers, by lower-case header name.
   */
  readonly headers?: {
    readonly [key: string]: HeaderMatch;
  };
  /**
   * Conditions on query parameters, by name.
   */
  readonly queryParams?: {
    readonly [key: string]: StringMatch;
  };
  /**
   * Labels of the callers; needs the gateway mesh.
   */
  readonly sourceLabels?: {
    readonly [key: string]: string;
  };
}
export interface HeaderMatch {
  /**
   * The whole value.
   */
  readonly exact?: string;
  /**
   * The start of the value.
   */
  readonly prefix?: string;
  /**
   * The end of the value.
   */
  readonly suffix?: string;
  /**
   * A regular expression in RE2 syntax.
   */
  readonly regex?: string;
}
export interface CanaryMetric {
  /**
   * request-success-rate, request-duration, or a name of your own with templateRef or query.
   */
  readonly name: string;
  /**
   * Time that the query looks back, such as 1m.
   */
  readonly interval?: string;
  /**
   * Deprecated, use thresholdRange. Least value of request-success-rate, greatest value of all other metrics.
   */
  readonly threshold?: number;
  /**
   * Values that pass; at least one bound.
   */
  readonly thresholdRange?: {
    /**
     * Least value that passes.
     */
    readonly min?: number;
    /**
     * Greatest value that passes.
     */
    readonly max?: number;
  };
  /**
   * What a query without an answer means: fail counts a failed check (default), skip leaves the metric out of this check, hold waits for data.
   */
  readonly onNoData?: 'fail' | 'skip' | 'hold';
  /**
   * Deprecated, use templateRef. A PromQL query.
   */
  readonly query?: string;
  /**
   * The MetricTemplate that holds the query.
   */
  readonly templateRef?: {
    /**
     * Name of the MetricTemplate.
     */
    readonly name: string;
    /**
     * Its namespace. Default: the Canary's.
     */
    readonly namespace?: string;
  };
  /**
   * Values for variables that the query of the template names.
   */
  readonly templateVariables?: {
    readonly [key: string]: string;
  };
}
export interface CanaryAlert {
  /**
   * A name for this entry.
   */
  readonly name: string;
  /**
   * Least severity that is sent. Default: info.
   */
  readonly severity?: '' | 'info' | 'warn' | 'error';
  /**
   * The AlertProvider that delivers.
   */
  readonly providerRef: {
    /**
     * Name of the AlertProvider.
     */
    readonly name: string;
    /**
     * Its namespace. Default: the Canary's.
     */
    readonly namespace?: string;
  };
}
export interface CanaryWebhook {
  /**
   * A name for this hook.
   */
  readonly name: string;
  /**
   * When the hook is called. Default: rollout, at each step.
   */
  readonly type?:
    | ''
    | 'confirm-rollout'
    | 'pre-rollout'
    | 'rollout'
    | 'confirm-promotion'
    | 'post-rollout'
    | 'event'
    | 'rollback'
    | 'confirm-traffic-increase';
  /**
   * Where the hook is posted to.
   */
  readonly url: string;
  /**
   * Time that the hook may take. Default: 10s.
   */
  readonly timeout?: string;
  /**
   * Number of tries after the first. Default: 0.
   */
  readonly retries?: number;
  /**
   * Accept any server certificate.
   */
  readonly disableTLS?: boolean;
  /**
   * Send no alert about this hook.
   */
  readonly muteAlert?: boolean;
  /**
   * Sent along to the hook.
   */
  readonly metadata?: {
    readonly [key: string]: string;
  };
}
export interface SessionAffinity {
  /**
   * Name of the cookie for users of the canary.
   */
  readonly cookieName: string;
  /**
   * Name of the cookie for users of the primary; must differ.
   */
  readonly primaryCookieName?: string;
  /**
   * Lifetime of the cookie in seconds.
   */
  readonly maxAge?: number;
  /**
   * Domain of the cookie.
   */
  readonly domain?: string;
  /**
   * Path of the cookie.
   */
  readonly path?: string;
  /**
   * Hide the cookie from scripts.
   */
  readonly httpOnly?: boolean;
  /**
   * Send the cookie over https only.
   */
  readonly secure?: boolean;
  /**
   * Whether the cookie goes along with requests from other sites.
   */
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  /**
   * Keep the cookie apart for each top-level site.
   */
  readonly partitioned?: boolean;
}
export interface CanaryStatus {
  /**
   * Where the Canary stands.
   */
  readonly phase?:
    | ''
    | 'Initializing'
    | 'Initialized'
    | 'Waiting'
    | 'Progressing'
    | 'WaitingPromotion'
    | 'Promoting'
    | 'Finalising'
    | 'Succeeded'
    | 'Failed'
    | 'Terminating'
    | 'Terminated';
  /**
   * Percentage of traffic that is meant for the canary.
   */
  readonly canaryWeight?: number;
  /**
   * Failed checks of the current or last run.
   */
  readonly failedChecks?: number;
  /**
   * Iterations of the current run.
   */
  readonly iterations?: number;
  /**
   * Fingerprint of the revision that was last looked at.
   */
  readonly lastAppliedSpec?: string;
  /**
   * Fingerprint of the revision that the primary runs.
   */
  readonly lastPromotedSpec?: string;
  /**
   * The target that the fingerprint was taken of, as uid/generation.
   */
  readonly lastTrackedRevision?: string;
  /**
   * Checksums of ConfigMaps and Secrets that the target uses, by kind/name.
   */
  readonly trackedConfigs?: {
    readonly [key: string]: string;
  };
  /**
   * When this status was last written.
   */
  readonly lastTransitionTime?: string;
  /**
   * Cookie of users of the canary in this run, as name=value.
   */
  readonly sessionAffinityCookie?: string;
  /**
   * Cookie of users of the primary in this run, as name=value.
   */
  readonly primarySessionAffinityCookie?: string;
  /**
   * Cookie of the previous run, as name=value.
   */
  readonly previousSessionAffinityCookie?: string;
  /**
   * The metadata.generation that this status was decided on.
   */
  readonly observedGeneration?: number;
  readonly command?: CanaryCommand;
  /**
   * Which leader wrote this status; present only with leader election.
   */
  readonly leaderEpoch?: number;
  /**
   * Promoted comes first; tools read the first entry.
   */
  readonly conditions?: readonly CanaryCondition[];
  readonly run?: CanaryRun;
}
export interface CanaryCommand {
  /**
   * The command, as it stands in the annotation.
   */
  readonly text?: string;
  /**
   * Whether it is followed.
   */
  readonly accepted?: boolean;
  /**
   * Why it was refused.
   */
  readonly message?: string;
  /**
   * When it was answered.
   */
  readonly at?: string;
}
export interface CanaryCondition {
  /**
   * Promoted, Accepted or Holding.
   */
  readonly type: string;
  /**
   * True, False or Unknown.
   */
  readonly status: string;
  /**
   * One word for why.
   */
  readonly reason: string;
  /**
   * A sentence for people.
   */
  readonly message?: string;
  /**
   * When the condition was last written.
   */
  readonly lastUpdateTime?: string;
  /**
   * When the status of the condition last changed.
   */
  readonly lastTransitionTime?: string;
  /**
   * The metadata.generation that the condition is about.
   */
  readonly observedGeneration?: number;
}
export interface CanaryRun {
  /**
   * Names the run.
   */
  readonly id?: string;
  /**
   * Fingerprint of the revision that is judged.
   */
  readonly revision?: string;
  /**
   * Checksums of the configuration that is judged, by kind/name.
   */
  readonly trackedConfigs?: {
    readonly [key: string]: string;
  };
  /**
   * When the run started.
   */
  readonly startedAt?: string;
  /**
   * When the present stage started; deadlines count from here.
   */
  readonly stageSince?: string;
  /**
   * When the last counted step was recorded.
   */
  readonly steppedAt?: string;
  /**
   * Nothing advances before this time.
   */
  readonly dueAt?: string;
  /**
   * What the run is heading for.
   */
  readonly intent?: 'advance' | 'rollBack' | 'finish' | 'revert' | 'restart' | 'handOver';
  /**
   * Why, in one word.
   */
  readonly reason?: string;
  /**
   * How the run is analysed.
   */
  readonly strategy?: 'canary' | 'ab-testing' | 'blue-green';
  /**
   * Number of the last traffic decision; routes carry it.
   */
  readonly trafficSeq?: number;
  /**
   * Whom the weight is meant for; everyone, or the requests that match.
   */
  readonly audience?: 'everyone' | 'matched';
  /**
   * Whether the canary gets copies of requests.
   */
  readonly mirrored?: boolean;
  /**
   * Whether a failed run's revision is to be analysed once more.
   */
  readonly retry?: boolean;
  /**
   * Whether the primary was left broken by a promotion; then it need not be ready.
   */
  readonly heals?: boolean;
  /**
   * Number of counted steps.
   */
  readonly tick?: number;
  /**
   * Checks without evidence so far.
   */
  readonly inconclusive?: number;
  /**
   * Names of pre-rollout hooks that have passed.
   */
  readonly passedHooks?: readonly string[];
  /**
   * Pods of the side that lost its traffic stay until this time.
   */
  readonly drainUntil?: string;
  readonly primaryFloor?: CanaryFloor;
  /**
   * Whether alerts and post-rollout hooks of the end were delivered or given up.
   */
  readonly announced?: boolean;
  readonly lastCheck?: CanaryCheck;
}
export interface CanaryFloor {
  /**
   * Least number of replicas.
   */
  readonly replicas?: number;
  /**
   * Replicas that were ready when more were asked for.
   */
  readonly readyWith?: number;
  /**
   * When it ends; absent while traffic has not returned yet.
   */
  readonly until?: string;
}
export interface CanaryCheck {
  /**
   * How the check ended, in one word.
   */
  readonly verdict?: string;
  /**
   * Name of the metric.
   */
  readonly metric?: string;
  /**
   * What was measured; absent without a finite value.
   */
  readonly value?: number;
  /**
   * The bound that the value was held against, as people write it.
   */
  readonly bound?: string;
  /**
   * Time that the query looked back.
   */
  readonly window?: string;
  /**
   * Why the check did not pass, where the value alone does not tell it.
   */
  readonly reason?: string;
  /**
   * Percentage of traffic that the canary had.
   */
  readonly weight?: number;
  /**
   * When the check was made.
   */
  readonly at?: string;
}
