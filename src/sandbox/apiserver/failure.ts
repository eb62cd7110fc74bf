import { OperatorError } from '../../errors.ts';
import type { ErrorCode } from '../../errors.ts';
import type { Rec } from './json.ts';

/** One complaint about one field, as in the `causes` of a Status. */
export interface FieldProblem {
  readonly field: string;
  readonly reason: string;
  /** Without the field's path. */
  readonly message: string;
}

export interface Failure {
  /** HTTP status. */
  readonly status: number;
  /** Reason of the API server's Status, such as `AlreadyExists`; empty where the real one gives none. */
  readonly reason: string;
  readonly message: string;
  readonly details?: Rec;
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'REJECTED',
  401: 'FORBIDDEN',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'REJECTED',
  406: 'REJECTED',
  409: 'CONFLICT',
  410: 'EXPIRED',
  413: 'REJECTED',
  415: 'REJECTED',
  422: 'REJECTED',
  504: 'TIMEOUT',
};

const codeOf = (failure: Failure): ErrorCode =>
  failure.reason === 'AlreadyExists' ? 'ALREADY_EXISTS' : (CODES[failure.status] ?? 'UNAVAILABLE');

/** An answer of the API server that is not a success; in memory it is thrown, over HTTP it becomes a Status. */
export class ApiFailure extends OperatorError {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(codeOf(failure), failure.message);
    this.failure = failure;
  }
}

/** What errors say about a kind. */
export interface KindName {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
}

const dotted = (head: string, group: string): string => (group === '' ? head : `${head}.${group}`);
const resourceOf = (kind: KindName): string => dotted(kind.plural, kind.group);
const detailsOf = (kind: KindName, name: string): Rec => ({
  name,
  ...(kind.group === '' ? {} : { group: kind.group }),
  kind: kind.plural,
});

export const notFound = (kind: KindName, name: string): ApiFailure =>
  new ApiFailure({
    status: 404,
    reason: 'NotFound',
    message: `${resourceOf(kind)} "${name}" not found`,
    details: detailsOf(kind, name),
  });

/** The path or kind itself is not served. */
export const noSuchResource = (): ApiFailure =>
  new ApiFailure({
    status: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  });

export const alreadyExists = (kind: KindName, name: string, prefix = ''): ApiFailure =>
  new ApiFailure({
    status: 409,
    reason: 'AlreadyExists',
    message: `${prefix}${resourceOf(kind)} "${name}" already exists`,
    details: detailsOf(kind, name),
  });

const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

export const conflict = (kind: KindName, name: string, why = MODIFIED): ApiFailure =>
  new ApiFailure({
    status: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${resourceOf(kind)} "${name}": ${why}`,
    details: detailsOf(kind, name),
  });

export const forbidden = (kind: KindName, name: string, why: string): ApiFailure =>
  new ApiFailure({
    status: 403,
    reason: 'Forbidden',
    message: `${resourceOf(kind)} "${name}" is forbidden: ${why}`,
    details: detailsOf(kind, name),
  });

export const badRequest = (message: string): ApiFailure =>
  new ApiFailure({ status: 400, reason: 'BadRequest', message });

export const expired = (message: string): ApiFailure =>
  new ApiFailure({ status: 410, reason: 'Expired', message });

export const methodNotAllowed = (): ApiFailure =>
  new ApiFailure({
    status: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });

export const unsupportedMediaType = (accepted: readonly string[]): ApiFailure =>
  new ApiFailure({
    status: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  });

/** What the real server does not take for the client's mistake although it is: a 500 without a reason. */
export const internal = (message: string): ApiFailure => new ApiFailure({ status: 500, reason: '', message });

/** A resourceVersion that is none. */
export const unreadableVersion = (text: string): ApiFailure =>
  internal(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);

/** A parameter of a request that has no such value. */
export const invalidOption = (kind: string, problem: FieldProblem): ApiFailure =>
  new ApiFailure({
    status: 422,
    reason: 'Invalid',
    message: `${kind}.meta.k8s.io "" is invalid: ${problem.field}: ${problem.message}`,
    details: { group: 'meta.k8s.io', kind, causes: [problem] },
  });

/** A patch that cannot be applied to this object. */
export const unprocessablePatch = (cause: string): ApiFailure =>
  new ApiFailure({
    status: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
    details: { causes: [{ reason: 'UnexpectedServerResponse', message: cause }] },
  });

const said = (problem: FieldProblem): string =>
  problem.field === '' ? problem.message : `${problem.field}: ${problem.message}`;

const joined = (lines: readonly string[]): string =>
  lines.length === 1 ? (lines[0] ?? '') : `[${lines.join(', ')}]`;

export const invalid = (kind: KindName, name: string, problems: readonly FieldProblem[]): ApiFailure => {
  const lines = [...new Set(problems.map(said))];
  return new ApiFailure({
    status: 422,
    reason: 'Invalid',
    message: `${dotted(kind.kind, kind.group)} "${name}" is invalid: ${joined(lines)}`,
    details: {
      ...(name === '' ? {} : { name }),
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.kind,
      causes: problems.map((problem) => ({ ...problem })),
    },
  });
};

const shown = (value: unknown): string => (value === undefined ? 'null' : JSON.stringify(value));

export const invalidValue = (field: string, value: unknown, why: string): FieldProblem => ({
  field,
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${shown(value)}: ${why}`,
});
export const requiredValue = (field: string, why = ''): FieldProblem => ({
  field,
  reason: 'FieldValueRequired',
  message: why === '' ? 'Required value' : `Required value: ${why}`,
});
export const duplicateValue = (field: string, value: unknown): FieldProblem => ({
  field,
  reason: 'FieldValueDuplicate',
  message: `Duplicate value: ${shown(value)}`,
});
export const forbiddenField = (field: string, why: string): FieldProblem => ({
  field,
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${why}`,
});
export const unsupportedValue = (
  field: string,
  value: unknown,
  supported: readonly unknown[],
): FieldProblem => ({
  field,
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${shown(value)}: supported values: ${supported.map(shown).join(', ')}`,
});
