import { CONFIG_MAP, ENDPOINT_SLICE, SECRET } from '../api/kinds.ts';
import { readyEndpoints } from '../domain/endpoints.ts';
import type { Plan } from '../domain/plan.ts';
import type { Answer, Question } from '../domain/question.ts';
import { configChecksum } from '../domain/revision.ts';
import { isOperatorError } from '../errors.ts';
import type { Cluster } from '../kube/cluster.ts';

type ConfigQuestion = Extract<Question, { kind: 'config' }>;
type EndpointsQuestion = Extract<Question, { kind: 'endpoints' }>;

/** What a config holds, as far as anybody needs to know; `untracked` is a Secret of a type that is never copied. */
export type ConfigFound = { readonly checksum: string } | 'untracked';

export interface LiveOptions {
  readonly cluster: Pick<Cluster, 'get' | 'list'>;
  readonly onContent: (
    config: { readonly kind: 'ConfigMap' | 'Secret'; readonly namespace: string; readonly name: string },
    version: string,
    found: ConfigFound,
  ) => void;
}

const TRACKED_SECRETS: readonly unknown[] = [
  undefined,
  'Opaque',
  'kubernetes.io/basic-auth',
  'kubernetes.io/ssh-auth',
  'kubernetes.io/tls',
];

/** The questions that the cluster itself answers, by reads that bypass the caches. */
export const makeLive = ({ cluster, onContent }: LiveOptions) => ({
  /** Only the checksum of the content is kept. */
  config: async (question: ConfigQuestion, namespace: string, signal: AbortSignal): Promise<Answer> => {
    const { config: kind, name } = question;
    try {
      const object = await cluster.get(
        { type: kind === 'ConfigMap' ? CONFIG_MAP : SECRET, namespace, name },
        signal,
      );
      const tracked = kind === 'ConfigMap' || TRACKED_SECRETS.includes(object['type']);
      const found: ConfigFound = tracked
        ? { checksum: configChecksum({ data: object['data'], binaryData: object['binaryData'] }) }
        : 'untracked';
      onContent({ kind, namespace, name }, object.metadata.resourceVersion ?? '', found);
      return { outcome: 'pass' };
    } catch (thrown) {
      if (!isOperatorError(thrown, 'NOT_FOUND', 'FORBIDDEN')) throw thrown;
      return { outcome: 'fail', message: `${kind} ${name}.${namespace} cannot be read: ${thrown.message}` };
    }
  },

  endpoints: async (
    { side, atLeast }: EndpointsQuestion,
    plan: Plan,
    signal: AbortSignal,
  ): Promise<Answer> => {
    const service = side === 'primary' ? plan.primaryService : plan.canaryService;
    const labelSelector = `kubernetes.io/service-name=${service}`;
    const slices = await cluster.list(ENDPOINT_SLICE, { namespace: plan.namespace, labelSelector }, signal);
    const ready = readyEndpoints(slices.items, service);
    if (ready >= atLeast) return { outcome: 'pass', value: ready };
    const message = `${service}.${plan.namespace} has ${ready} of ${atLeast} ready endpoints`;
    return { outcome: 'fail', value: ready, message };
  },
});

export type Live = ReturnType<typeof makeLive>;
