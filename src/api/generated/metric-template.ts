// Generated from crds/ by scripts/generate-api.ts. Do not edit.
import type { ObjectMeta } from '../objects.ts';

/**
 * A query that Canaries can refer to, and the server that answers it.
 */
export interface MetricTemplate {
  readonly apiVersion: 'flagger.app/v1beta1';
  readonly kind: 'MetricTemplate';
  readonly metadata: ObjectMeta;
  readonly spec?: MetricTemplateSpec;
  readonly [key: string]: unknown;
}
export interface MetricTemplateSpec {
  readonly provider: MetricProvider;
  /**
   * The query, in Go's text/template syntax; see the documentation for its functions.
   */
  readonly query: string;
}
export interface MetricProvider {
  /**
   * Kind of the metrics server.
   */
  readonly type:
    | 'prometheus'
    | 'influxdb'
    | 'datadog'
    | 'externalmetrics'
    | 'stackdriver'
    | 'cloudwatch'
    | 'newrelic'
    | 'graphite'
    | 'dynatrace'
    | 'keptn'
    | 'splunk';
  /**
   * Address of the metrics server.
   */
  readonly address?: string;
  /**
   * Headers to send along, by name.
   */
  readonly headers?: {
    readonly [key: string]: readonly string[];
  };
  /**
   * Credentials, in a Secret of the same namespace.
   */
  readonly secretRef?: {
    /**
     * Name of the Secret.
     */
    readonly name: string;
  };
  /**
   * Region of the metrics service.
   */
  readonly region?: string;
  /**
   * Accept any server certificate.
   */
  readonly insecureSkipVerify?: boolean;
}
