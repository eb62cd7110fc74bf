import type { Fields } from './fields.ts';

/** In rising order; an entry gets what is at least as severe as it asks for. */
export const SEVERITIES = ['info', 'warn', 'error'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Who is told: an AlertProvider, or what the operator's own flags name. */
export type ReceiverRef =
  | { readonly kind: 'provider'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'operator'; readonly type: 'slack' | 'msteams' };

export interface AlertPlan {
  readonly name: string;
  readonly leastSeverity: Severity;
  readonly receiver: ReceiverRef;
}

export interface AlertDefaults {
  /** For Canaries that name nobody. */
  readonly alerts?: readonly AlertPlan[];
  readonly noCrossNamespaceRefs?: boolean;
}

export const isWanted = ({ leastSeverity }: AlertPlan, severity: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(leastSeverity);

/** As in Flagger, the operator's own receivers are told about those Canaries alone that name no others. */
export const parseAlerts = (
  analysis: Fields,
  namespace: string,
  defaults: AlertDefaults,
): readonly AlertPlan[] => {
  const own = analysis.items('alerts').map((alert) => parseAlert(alert, namespace, defaults));
  return own.length > 0 ? own : (defaults.alerts ?? []);
};

const parseAlert = (
  alert: Fields,
  namespace: string,
  { noCrossNamespaceRefs = false }: AlertDefaults,
): AlertPlan => {
  const reference = alert.within('providerRef');
  const theirs = reference.string('namespace') || namespace;
  if (noCrossNamespaceRefs && theirs !== namespace)
    reference.issue(
      'namespace',
      `must be ${namespace}, since this operator allows no references to other namespaces`,
    );
  return {
    name: alert.required('name'),
    leastSeverity: parseSeverity(alert),
    receiver: { kind: 'provider', namespace: theirs, name: reference.required('name') },
  };
};

/** Flagger sends nothing where the severity is left out, although its documentation says info. */
const parseSeverity = (alert: Fields): Severity => {
  const text = alert.string('severity') || 'info';
  const severity = SEVERITIES.find((known) => known === text);
  if (severity === undefined) alert.issue('severity', `must be info, warn or error, got "${text}"`);
  return severity ?? 'info';
};
