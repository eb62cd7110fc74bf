import { badRequest, forbiddenField, invalidOption, unsupportedValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import type { ListQuery } from '../reader.ts';
import type { Caller } from '../request.ts';
import type { WatchQuery } from '../watcher.ts';

const given = (query: URLSearchParams, key: string): Record<string, string> => {
  const value = query.get(key);
  return value === null || value === '' ? {} : { [key]: value };
};

const flag = (query: URLSearchParams, key: string): boolean => {
  const value = query.get(key);
  return value !== null && value !== 'false' && value !== '0';
};

const count = (query: URLSearchParams, key: string): Record<string, number> => {
  const value = query.get(key);
  if (value === null || value === '') return {};
  if (!/^\d{1,9}$/.test(value)) throw badRequest(`strconv.ParseInt: parsing "${value}": invalid syntax`);
  return { [key]: Number(value) };
};

const selection = (query: URLSearchParams): Record<string, string> => ({
  ...given(query, 'labelSelector'),
  ...given(query, 'fieldSelector'),
  ...given(query, 'resourceVersion'),
});

export const isWatch = (query: URLSearchParams): boolean => flag(query, 'watch');

const MATCHES = ['Exact', 'NotOlderThan'];

const optionsProblem = (problem: FieldProblem | undefined): void => {
  if (problem !== undefined) throw invalidOption('ListOptions', problem);
};

/** A match says how a version is meant, so it needs one. Source: apimachinery's ValidateListOptions. */
const matchProblem = (match: string, query: URLSearchParams): FieldProblem | undefined => {
  const field = 'resourceVersionMatch';
  const version = query.get('resourceVersion') ?? '';
  if (version === '')
    return forbiddenField(field, `${field} is forbidden unless resourceVersion is provided`);
  if ((query.get('continue') ?? '') !== '') {
    return forbiddenField(field, `${field} is forbidden when continue is provided`);
  }
  if (!MATCHES.includes(match)) return unsupportedValue(field, match, [...MATCHES, '']);
  if (match === 'Exact' && version === '0') {
    return forbiddenField(field, `${field} "Exact" is forbidden for resourceVersion "0"`);
  }
  return undefined;
};

const initialEventsProblem = (query: URLSearchParams): FieldProblem | undefined => {
  const field = 'resourceVersionMatch';
  const match = query.get(field) ?? '';
  if (query.has('sendInitialEvents')) {
    return match === 'NotOlderThan'
      ? undefined
      : forbiddenField(field, `sendInitialEvents requires setting ${field} to NotOlderThan`);
  }
  return match === ''
    ? undefined
    : forbiddenField(field, `${field} is forbidden for watch unless sendInitialEvents is provided`);
};

export const listQuery = (query: URLSearchParams): ListQuery => {
  const match = query.get('resourceVersionMatch') ?? '';
  if (match !== '') optionsProblem(matchProblem(match, query));
  return {
    ...selection(query),
    ...given(query, 'continue'),
    ...count(query, 'limit'),
    ...(match === 'Exact' || match === 'NotOlderThan' ? { resourceVersionMatch: match } : {}),
  };
};

export const watchQuery = (query: URLSearchParams): WatchQuery => {
  optionsProblem(initialEventsProblem(query));
  return {
    ...selection(query),
    ...count(query, 'timeoutSeconds'),
    allowWatchBookmarks: flag(query, 'allowWatchBookmarks'),
    sendInitialEvents: flag(query, 'sendInitialEvents'),
  };
};

const VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'];

const LONGEST_MANAGER = 128;

const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
  DELETE: 'DeleteOptions',
};

/** What a write's query says of how it is to be done. */
export const writeOptions = (
  query: URLSearchParams,
  method = 'GET',
): Pick<Caller, 'dryRun' | 'fieldValidation'> => {
  const kind = OPTIONS[method];
  if (kind === undefined) return {};
  const manager = query.get('fieldManager') ?? '';
  if (manager.length > LONGEST_MANAGER) {
    const message = `Too long: may not be more than ${LONGEST_MANAGER} bytes`;
    throw invalidOption(kind, { field: 'fieldManager', reason: 'FieldValueTooLong', message });
  }
  const dryRun = query.getAll('dryRun');
  if (dryRun.some((value) => value !== 'All')) {
    throw invalidOption(kind, unsupportedValue('dryRun', dryRun, ['All']));
  }
  const validation = query.get('fieldValidation') ?? '';
  if (!VALIDATIONS.includes(validation)) {
    throw invalidOption(kind, unsupportedValue('fieldValidation', validation, VALIDATIONS));
  }
  return {
    dryRun: dryRun.length > 0,
    fieldValidation: (validation === '' ? 'Warn' : validation) as 'Ignore' | 'Warn' | 'Strict',
  };
};
