import type { KubeObject } from '../../api/objects.ts';

/** Views of networking.istio.io objects, as far as the embedded mesh serves them. */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

type Matches = Readonly<Record<string, StringMatch>>;

export interface HttpMatch {
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: Matches;
  readonly withoutHeaders?: Matches;
  readonly queryParams?: Matches;
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly gateways?: readonly string[];
  readonly ignoreUriCase?: boolean;
}

export interface HeaderOperations {
  readonly set?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

export interface Headers {
  readonly request?: HeaderOperations;
  readonly response?: HeaderOperations;
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

export interface RouteDestination {
  readonly destination: Destination;
  readonly weight?: number;
  readonly headers?: Headers;
}

export interface Rewrite {
  readonly uri?: string;
  readonly authority?: string;
  readonly uriRegexRewrite?: { readonly match: string; readonly rewrite: string };
}

export interface Retries {
  readonly attempts?: number;
  readonly perTryTimeout?: string;
  readonly retryOn?: string;
}

export interface Percent {
  readonly value?: number;
}

export interface Mirror {
  readonly destination: Destination;
  readonly percentage?: Percent;
}

export interface HttpRoute {
  readonly name?: string;
  /** Another VirtualService, without hosts of its own, that says where to. */
  readonly delegate?: { readonly name?: string; readonly namespace?: string };
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly RouteDestination[];
  readonly redirect?: {
    readonly uri?: string;
    readonly authority?: string;
    readonly redirectCode?: number;
    readonly scheme?: string;
  };
  readonly directResponse?: { readonly status: number; readonly body?: { readonly string?: string } };
  readonly rewrite?: Rewrite;
  readonly timeout?: string;
  readonly retries?: Retries;
  readonly mirror?: Destination;
  readonly mirrorPercentage?: Percent;
  readonly mirrors?: readonly Mirror[];
  readonly headers?: Headers;
}

export interface TcpMatch {
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly gateways?: readonly string[];
}

export interface TcpRoute {
  readonly match?: readonly TcpMatch[];
  readonly route?: readonly RouteDestination[];
}

export interface VirtualServiceSpec {
  readonly hosts?: readonly string[];
  readonly gateways?: readonly string[];
  readonly exportTo?: readonly string[];
  readonly http?: readonly HttpRoute[];
  readonly tcp?: readonly TcpRoute[];
}

export interface DestinationRuleSpec {
  readonly host: string;
  readonly trafficPolicy?: Readonly<Record<string, unknown>>;
  readonly subsets?: readonly {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly trafficPolicy?: Readonly<Record<string, unknown>>;
  }[];
}

export const virtualServiceSpec = (object: KubeObject): VirtualServiceSpec =>
  (object['spec'] as VirtualServiceSpec | undefined) ?? {};

export const destinationRuleSpec = (object: KubeObject): DestinationRuleSpec =>
  (object['spec'] as DestinationRuleSpec | undefined) ?? { host: '' };
