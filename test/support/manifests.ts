import type { KubeObject } from '../../src/api/objects.ts';

export const NAMESPACE = 'test';

export const deployment = (version: string, more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'podinfo', namespace: NAMESPACE, labels: { app: 'podinfo' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'podinfo' } },
    template: {
      metadata: { labels: { app: 'podinfo' } },
      spec: {
        containers: [
          {
            name: 'podinfod',
            image: `serinette/podinfo:${version}`,
            ports: [{ name: 'http', containerPort: 9898 }],
          },
        ],
      },
    },
    ...more,
  },
});

/** As the Deployment, on the nodes of a pool. */
export const daemonSet = (version: string, more: Record<string, unknown> = {}): KubeObject => {
  const { replicas: _, ...spec } = deployment(version)['spec'] as Record<string, unknown>;
  return { ...deployment(version), kind: 'DaemonSet', spec: { ...spec, ...more } };
};

export const node = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels },
});

export const canary = (
  analysis: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): KubeObject => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  metadata: { name: 'podinfo', namespace: NAMESPACE },
  spec: {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
    progressDeadlineSeconds: 60,
    service: { port: 9898, portName: 'http', targetPort: 'http' },
    analysis: {
      interval: '10s',
      threshold: 3,
      maxWeight: 50,
      stepWeight: 10,
      metrics: [
        { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '10s' },
        { name: 'request-duration', thresholdRange: { max: 500 }, interval: '10s' },
      ],
      ...analysis,
    },
    ...more,
  },
});
