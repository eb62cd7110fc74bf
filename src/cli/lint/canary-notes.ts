import type { KubeObject } from '../../api/objects.ts';
import { formatDuration } from '../../domain/duration.ts';
import { type Json, listAt, objectAt, textAt } from '../../domain/json.ts';
import { parsePlan, type Plan } from '../../domain/plan.ts';
import type { Egress } from '../../net/egress.ts';
import { addressNotes, differs, type Note } from './note.ts';

/** The floor of both operators' analyses. */
const MIN_INTERVAL_MS = 10_000;

/** What a Canary that is served will do otherwise than under Flagger, and the addresses that it may not name. */
export const canaryNotes = (canary: Json, egress: Egress): readonly Note[] => {
  const parsed = parsePlan(canary as KubeObject, { minIntervalMs: MIN_INTERVAL_MS, meshProvider: 'istio' });
  return [
    ...addresses(canary, egress),
    ...('plan' in parsed ? understood(parsed.plan) : []),
    ...metricsOf(canary),
    ...hooksOf(canary),
    ...alertsOf(canary),
    ...trafficOf(canary),
    ...objectsOf(canary),
  ];
};

const analysisOf = (canary: Json): Json => objectAt(canary, 'spec', 'analysis');

const entriesOf = (canary: Json, key: string): readonly Json[] =>
  listAt(analysisOf(canary), key).map((entry) => objectAt(entry));

const addresses = (canary: Json, egress: Egress): readonly Note[] => [
  ...addressNotes('spec.metricsServer', textAt(objectAt(canary, 'spec'), 'metricsServer'), egress),
  ...entriesOf(canary, 'webhooks').flatMap((hook, at) =>
    addressNotes(`spec.analysis.webhooks[${at}].url`, textAt(hook, 'url'), egress),
  ),
];

const understood = ({ analysis }: Plan): readonly Note[] => {
  const { raisedFromMs, intervalMs, clampedFrom, ladder } = analysis;
  return [
    ...(raisedFromMs === undefined
      ? []
      : [
          differs(
            'spec.analysis.interval',
            `${formatDuration(raisedFromMs)} is raised to ${formatDuration(intervalMs)}, as in Flagger; an Event says so, and --min-interval lowers the floor`,
          ),
        ]),
    ...(clampedFrom === undefined
      ? []
      : [
          differs(
            'spec.analysis.maxWeight',
            `the last weight is ${String(ladder.at(-1))}; Flagger goes to ${clampedFrom}`,
          ),
        ]),
  ];
};

const metricsOf = (canary: Json): readonly Note[] =>
  entriesOf(canary, 'metrics').flatMap((metric, at) =>
    'templateRef' in metric && textAt(metric, 'interval') === ''
      ? [
          differs(
            `spec.analysis.metrics[${at}].interval`,
            'is 1m in the template; Flagger pastes nothing for {{ interval }}',
          ),
        ]
      : [],
  );

const HOOKS: Readonly<Record<string, string>> = {
  'confirm-traffic-increase': 'is asked before each raise, and not before the promotion',
  rollback: 'is also asked while the rollout waits for approval and before the canary is ready',
  'post-rollout': 'is called until it answers, also after a restart; calls of one end have the same id',
};

const hooksOf = (canary: Json): readonly Note[] =>
  entriesOf(canary, 'webhooks').flatMap((hook, at) => {
    const message = HOOKS[textAt(hook, 'type')];
    return message === undefined ? [] : [differs(`spec.analysis.webhooks[${at}]`, message)];
  });

const alertsOf = (canary: Json): readonly Note[] =>
  entriesOf(canary, 'alerts').flatMap((alert, at) =>
    textAt(alert, 'severity') === ''
      ? [
          differs(
            `spec.analysis.alerts[${at}].severity`,
            'is info where none is given, so that all is told; Flagger sends nothing',
          ),
        ]
      : [],
  );

const trafficOf = (canary: Json): readonly Note[] => {
  const { mirror, match, sessionAffinity } = analysisOf(canary);
  const affinity = objectAt(sessionAffinity);
  const isMatched = Array.isArray(match) && match.length > 0;
  return [
    ...(mirror === true && isMatched
      ? [differs('spec.analysis.mirror', 'copies requests that match; Flagger copies none beside match')]
      : []),
    ...(mirror === true && sessionAffinity !== undefined
      ? [
          differs(
            'spec.analysis.mirror',
            'ends and weights follow; beside sessionAffinity Flagger never ends',
          ),
        ]
      : []),
    ...(textAt(affinity, 'primaryCookieName') === ''
      ? []
      : [
          differs(
            'spec.analysis.sessionAffinity.primaryCookieName',
            'keeps nobody on the primary while all traffic is on the canary',
          ),
        ]),
  ];
};

const objectsOf = (canary: Json): readonly Note[] => {
  const scaler = objectAt(canary, 'spec', 'autoscalerRef');
  return [
    ...(textAt(objectAt(canary, 'spec', 'targetRef'), 'kind') === 'Service'
      ? [differs('spec.targetRef', 'copies of the Service are ClusterIP or headless, whatever its type')]
      : []),
    ...(textAt(scaler, 'name') === ''
      ? []
      : [
          differs(
            'spec.autoscalerRef',
            "the primary's autoscaler follows its source at all times, and scales up before traffic returns",
          ),
        ]),
    ...(textAt(scaler, 'kind') === 'ScaledObject' && !('primaryScalerQueries' in scaler)
      ? [
          differs(
            'spec.autoscalerRef.primaryScalerQueries',
            "without them the target's name is replaced in queries as a whole name only",
          ),
        ]
      : []),
  ];
};
