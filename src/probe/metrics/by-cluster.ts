import { isOperatorError } from '../../errors.ts';
import { type Evidence, noEvidence, type Nothing } from './evidence.ts';
import type { Settings } from './template-settings.ts';

/** Asks the API server, and names what it refuses; `named` says in messages what was asked for. */
export const byCluster = async (named: string, ask: () => Promise<Evidence>): Promise<Evidence> => {
  try {
    return await ask();
  } catch (thrown) {
    if (isOperatorError(thrown, 'NOT_FOUND')) return noEvidence('NoData', `${named} does not exist`);
    if (isOperatorError(thrown, 'FORBIDDEN'))
      return noEvidence('NoCredentials', `${named} must not be read by the operator`);
    if (isOperatorError(thrown, 'TIMEOUT'))
      return noEvidence('MetricsTimeout', `${named}: no answer in time`);
    if (isOperatorError(thrown, 'UNAVAILABLE'))
      return noEvidence('MetricsUnavailable', `${named} cannot be had at present`);
    if (isOperatorError(thrown, 'REJECTED')) return noEvidence('QueryError', `${named} is refused`);
    throw thrown;
  }
};

/** Where references must stay in their namespace, so must what is read with the operator's rights. */
export const checkNamespace = (
  settings: Settings,
  namespace: string,
  noCrossNamespaceRefs: boolean,
): Nothing | undefined =>
  noCrossNamespaceRefs && namespace !== settings.namespace
    ? noEvidence(
        'TemplateError',
        `${settings.named}: query names namespace ${namespace}, which this operator does not allow`,
      )
    : undefined;
