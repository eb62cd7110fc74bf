import type { NoEvidence } from '../../domain/question.ts';
import { type ErrorCode, isOperatorError } from '../../errors.ts';
import { noEvidence, type Nothing } from './evidence.ts';
import type { Tools } from './provider.ts';
import type { Settings } from './template-settings.ts';

/** What the API server answers, or the name of what it refuses; `named` says in messages what was asked for. */
export const fromCluster = <T>(
  named: string,
  { measure }: Pick<Tools, 'measure'>,
  ask: () => Promise<T>,
): Promise<{ readonly found: T } | Nothing> =>
  measure(async () => {
    try {
      return { found: await ask() };
    } catch (thrown) {
      const name = isOperatorError(thrown) ? NAMES[thrown.code] : undefined;
      if (name === undefined) throw thrown;
      return noEvidence(name[0], `${named} ${name[1]}`);
    }
  });

const NAMES: Readonly<Partial<Record<ErrorCode, readonly [NoEvidence, string]>>> = {
  NOT_FOUND: ['NoData', 'does not exist'],
  FORBIDDEN: ['NoCredentials', 'must not be read by the operator'],
  TIMEOUT: ['MetricsTimeout', 'was not answered in time'],
  UNAVAILABLE: ['MetricsUnavailable', 'cannot be had at present'],
  REJECTED: ['QueryError', 'is refused'],
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
