import { both, held, type Input, refused, rejected, set, taken } from './input.ts';

const REF = 'spec.targetRef';

/** What is rolled out, and who scales it. */
export const inputsOfTarget: readonly Input[] = [
  rejected(1, 'no targetRef', set('targetRef', undefined), 'spec.targetRef: Required value'),
  rejected(
    2,
    'a StatefulSet',
    set('targetRef.kind', 'StatefulSet'),
    'spec.targetRef.kind: Unsupported value: "StatefulSet": supported values: "DaemonSet", "Deployment", "Service"',
  ),
  refused(
    3,
    'another version of apps',
    set('targetRef.apiVersion', 'apps/v1beta1'),
    `${REF}.apiVersion must be apps/v1 for a Deployment, got "apps/v1beta1"`,
  ),
  refused(4, 'a target without a name', set('targetRef.name', ''), `${REF}.name is required`),
  ...['../x', 'A_b', '🚀', 'a\nb', '__proto__'].map((name) =>
    refused(
      5,
      `a target called ${JSON.stringify(name)}`,
      set('targetRef.name', name),
      `${REF}.name must be a DNS-1123 name: lower-case letters, digits, "-" and "."`,
    ),
  ),
  refused(
    6,
    'a target whose name is too long for those that are made from it',
    set('targetRef.name', 'a'.repeat(56)),
    `${REF}.name must have at most 55 characters, so that "-primary" still fits`,
  ),
  {
    ...held(7, 'a target that does not exist', set('targetRef.name', 'ghost'), [
      'TargetNotFound',
      'Deployment ghost.test does not exist',
    ]),
    later: {
      by: 'Accepted',
      reason: 'TargetChanged',
      says: `${REF} must stay as it was while podinfo-primary, the primary that this Canary made, serves users`,
    },
  },
  rejected(
    106,
    'an autoscaler of a kind that is none',
    set('autoscalerRef', { apiVersion: 'v1', kind: 'VerticalPodAutoscaler', name: 'podinfo' }),
    'spec.autoscalerRef.kind: Unsupported value: "VerticalPodAutoscaler"',
  ),
  held(
    107,
    'an autoscaler that does not exist',
    set('autoscalerRef', { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'ghost' }),
    ['AutoscalerNotFound', 'HorizontalPodAutoscaler ghost.test does not exist'],
  ),
  refused(
    109,
    'fewer replicas at most than at least',
    set('autoscalerRef', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      name: 'podinfo',
      primaryScalerReplicas: { minReplicas: 5, maxReplicas: 2 },
    }),
    'spec.autoscalerRef.primaryScalerReplicas.minReplicas must not be above maxReplicas (2), got 5',
  ),
  rejected(
    109,
    'no replicas at least',
    set('autoscalerRef', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      name: 'podinfo',
      primaryScalerReplicas: { minReplicas: 0 },
    }),
    'spec.autoscalerRef.primaryScalerReplicas.minReplicas in body should be greater than or equal to 1',
  ),
  refused(
    113,
    'another mesh',
    set('provider', 'linkerd'),
    'spec.provider must be istio or kubernetes, got "linkerd"',
  ),
  ...[-1, 0, 1.5, 1e10].map((seconds) =>
    refused(
      114,
      `a deadline of ${seconds} s`,
      set('progressDeadlineSeconds', seconds),
      `spec.progressDeadlineSeconds must be a whole number from 1 to 86400, got ${seconds}`,
    ),
  ),
  refused(
    115,
    'a spec of 1.4 MB',
    set('service.apex', { annotations: { note: 'x'.repeat(1_400_000) } }),
    'spec must have at most 262144 characters as JSON, got 1400',
  ),
  taken(
    116,
    'fields that nobody knows, at several depths',
    both(set('colour', 'blue'), set('analysis.colour', 1), set('analysis.metrics.0.colour', [])),
    'the API server drops them, and warns who applies them',
  ),
];
