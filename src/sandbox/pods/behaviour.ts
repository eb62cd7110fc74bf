import { OperatorError } from '../../errors.ts';
import { durationMs } from '../duration.ts';
import type { Container } from './pod.ts';

/** How a pod acts, chosen by its image tag and environment. */
export interface Behaviour {
  readonly version: string;
  /** Share of requests to application paths that are answered 500, 0..1. */
  readonly errorRate: number;
  readonly latencyMs: number;
  readonly readyAfterMs: number;
  readonly neverReady: boolean;
  /** After its start the program exits with code 1; absent: never. */
  readonly crashAfterMs: number | undefined;
}

type Environment = Readonly<Record<string, string>>;

const BAD_ERROR_RATE = 0.1;
const SLOW_LATENCY_MS = 800;
const SOON_MS = 300;

/** The tag of `registry:5000/name:tag@sha256:…`; `latest` when there is none. */
export const versionOf = (image: string): string => {
  const reference = image.split('@')[0] ?? '';
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/') ? reference.slice(colon + 1) : 'latest';
};

const share = (environment: Environment, name: string): number | undefined => {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new OperatorError('REJECTED', `${name} must be a number from 0 to 1, not ${JSON.stringify(text)}`);
};

const duration = (environment: Environment, name: string): number | undefined => {
  const text = environment[name];
  return text === undefined || text === '' ? undefined : durationMs(text);
};

/** The variables that a container states literally. */
export const literalEnvironment = (container: Container): Environment =>
  Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, value ?? '']));

/** What the tag's suffix asks for. */
const suffixBehaviour = (version: string): Partial<Behaviour> => {
  if (version.endsWith('-bad')) return { errorRate: BAD_ERROR_RATE };
  if (version.endsWith('-slow')) return { latencyMs: SLOW_LATENCY_MS };
  if (version.endsWith('-unready')) return { neverReady: true };
  if (version.endsWith('-crash')) return { neverReady: true, crashAfterMs: SOON_MS };
  return {};
};

const versionIn = ({ image = '' }: Container, environment: Environment): string =>
  environment['VERSION'] || versionOf(image);

/** Variables win over the tag's suffix (`-bad`, `-slow`, `-unready`, `-crash`). Throws REJECTED on a malformed value. */
export const behaviourOf = (
  container: Container,
  environment: Environment = literalEnvironment(container),
): Behaviour => {
  const version = versionIn(container, environment);
  const suffix = suffixBehaviour(version);
  return {
    version,
    errorRate: share(environment, 'ERROR_RATE') ?? suffix.errorRate ?? 0,
    latencyMs: duration(environment, 'LATENCY') ?? suffix.latencyMs ?? 0,
    readyAfterMs: duration(environment, 'READY_AFTER') ?? 0,
    neverReady: environment['NEVER_READY'] === 'true' || suffix.neverReady === true,
    crashAfterMs: duration(environment, 'CRASH_AFTER') ?? suffix.crashAfterMs,
  };
};
