import type { Labels, MetricSource, Sample } from '../metrics/samples.ts';
import type { ServiceName } from './hosts.ts';
import type { Workload } from './telemetry.ts';

/** Istio's two metrics of connections, with its label names. */
export interface Connection {
  readonly source: Workload;
  readonly destination: Workload;
  readonly host: string;
  readonly service: ServiceName | undefined;
}

export interface ConnectionTelemetry extends MetricSource {
  /** Answers with what is to be called when the connection ends. */
  opened(connection: Connection): () => void;
}

const REPORTERS = ['source', 'destination'] as const;

const labelsOf = ({ source, destination, host, service }: Connection): Labels => ({
  source_workload: source.name,
  source_workload_namespace: source.namespace,
  destination_workload: destination.name,
  destination_workload_namespace: destination.namespace,
  destination_service: host,
  destination_service_name: service?.name ?? host,
  destination_service_namespace: service?.namespace ?? 'unknown',
  request_protocol: 'tcp',
  response_flags: '-',
});

export const makeConnectionTelemetry = (): ConnectionTelemetry => {
  const all = new Map<string, { readonly labels: Labels; opened: number; closed: number }>();
  const seriesOf = (connection: Connection) => {
    const labels = labelsOf(connection);
    const key = JSON.stringify(labels);
    const series = all.get(key) ?? { labels, opened: 0, closed: 0 };
    all.set(key, series);
    return series;
  };
  return {
    opened: (connection) => {
      const series = seriesOf(connection);
      series.opened += 1;
      return () => {
        series.closed += 1;
      };
    },
    *collect(): Iterable<Sample> {
      for (const { labels, opened, closed } of all.values())
        for (const reporter of REPORTERS) {
          const common = { ...labels, reporter };
          yield { labels: { __name__: 'istio_tcp_connections_opened_total', ...common }, value: opened };
          yield { labels: { __name__: 'istio_tcp_connections_closed_total', ...common }, value: closed };
        }
    },
  };
};
