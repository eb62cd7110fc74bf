import { settings } from './settings.ts';

export type Environment = Readonly<Record<string, string>>;

export const APP = 'app';
export const APP_PORT = 9898;
export const LOAD_PORT = 8081;

export const namespace = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'istio-injection': 'enabled', 'serinette.dev/e2e': settings.run, ...labels } },
});

/** Two cores carry a hundred sidecars when each asks for little. */
const SIDECAR = { 'sidecar.istio.io/proxyCPU': '5m', 'sidecar.istio.io/proxyMemory': '48Mi' };

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

const RESOURCES = { requests: { cpu: '5m', memory: '32Mi' } };

const variables = (env: Environment) => Object.entries(env).map(([name, value]) => ({ name, value }));

interface App {
  readonly version: string;
  readonly env?: Environment;
  readonly replicas?: number;
  /** A ConfigMap whose keys become environment variables. */
  readonly envFrom?: string;
}

/** The target: the sample application behind the Deployment `app`. */
export const app = ({ version, env = {}, replicas = 1, envFrom }: App) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: APP, labels: { app: APP } },
  spec: {
    replicas,
    selector: { matchLabels: { app: APP } },
    template: {
      metadata: { labels: { app: APP }, annotations: SIDECAR },
      spec: {
        terminationGracePeriodSeconds: 30,
        containers: [
          {
            name: 'app',
            image: settings.appImage,
            imagePullPolicy: 'IfNotPresent',
            env: variables(version === '' ? env : { VERSION: version, ...env }),
            ...(envFrom === undefined ? {} : { envFrom: [{ configMapRef: { name: envFrom } }] }),
            ports: [{ name: 'http', containerPort: APP_PORT }],
            readinessProbe: { httpGet: { path: '/readyz', port: 'http' }, periodSeconds: 1 },
            resources: RESOURCES,
            securityContext: RESTRICTED,
          },
        ],
      },
    },
  },
});

/** The same on every node; by default a node would be without it while it is replaced, and here is one node. */
export const daemonSet = (of: App) => {
  const { spec, ...rest } = app(of);
  const { replicas: _, ...more } = spec;
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  return { ...rest, kind: 'DaemonSet', spec: { ...more, updateStrategy } };
};

interface Load {
  readonly name?: string;
  /** Of every request, as `name=value`. */
  readonly header?: string;
}

/** Users of the apex Service, from inside the mesh; they also serve as a gate for webhooks. */
export const load = (rps: number, { name = 'load', header }: Load = {}) => [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: {
          labels: { app: name },
          // Our own questions must not depend on the mesh.
          annotations: { ...SIDECAR, 'traffic.sidecar.istio.io/excludeInboundPorts': String(LOAD_PORT) },
        },
        spec: {
          containers: [
            {
              name: 'load',
              image: settings.appImage,
              imagePullPolicy: 'IfNotPresent',
              args: [
                '/app/load.ts',
                `--rps=${rps}`,
                `--port=${LOAD_PORT}`,
                ...(header === undefined ? [] : [`--header=${header}`]),
                `http://${APP}:${APP_PORT}/`,
              ],
              ports: [{ name: 'http-load', containerPort: LOAD_PORT }],
              readinessProbe: { httpGet: { path: '/healthz', port: 'http-load' }, periodSeconds: 1 },
              resources: RESOURCES,
              securityContext: RESTRICTED,
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: {
      selector: { app: name },
      ports: [{ name: 'http-load', port: LOAD_PORT, targetPort: LOAD_PORT }],
    },
  },
];

export const SUCCESS_RATE = {
  name: 'request-success-rate',
  thresholdRange: { min: 99 },
  interval: '30s',
  onNoData: 'hold',
};
/** Wide: on a machine that runs a whole cluster on two cores, some answers are slow. */
export const DURATION = {
  name: 'request-duration',
  thresholdRange: { max: 5_000 },
  interval: '30s',
  onNoData: 'hold',
};

export interface CanaryParts {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly service?: Readonly<Record<string, unknown>>;
  readonly analysis?: Readonly<Record<string, unknown>>;
}

export const canary = ({ spec = {}, service = {}, analysis = {} }: CanaryParts = {}) => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  metadata: { name: APP },
  spec: {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: APP },
    progressDeadlineSeconds: 60,
    service: {
      port: APP_PORT,
      portName: 'http',
      targetPort: 'http',
      retries: { attempts: 3, perTryTimeout: '2s', retryOn: 'gateway-error,connect-failure,refused-stream' },
      ...service,
    },
    analysis: {
      interval: '5s',
      threshold: 5,
      maxWeight: 60,
      stepWeight: 20,
      metrics: [SUCCESS_RATE, DURATION],
      ...analysis,
    },
    ...spec,
  },
});

/** A way to Prometheus that a scenario can take away without disturbing the others. */
export const prometheusForward = () => [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'prometheus' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'prometheus' } },
      template: {
        metadata: { labels: { app: 'prometheus', 'sidecar.istio.io/inject': 'false' } },
        spec: {
          containers: [
            {
              name: 'forward',
              image: settings.appImage,
              imagePullPolicy: 'IfNotPresent',
              args: ['/app/forward.ts', '9090', new URL(settings.prometheus).host],
              ports: [{ name: 'http', containerPort: 9090 }],
              readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 1 },
              resources: RESOURCES,
              securityContext: RESTRICTED,
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'prometheus' },
    spec: { selector: { app: 'prometheus' }, ports: [{ name: 'http', port: 9090, targetPort: 'http' }] },
  },
];
