import { hasLabels } from '../controllers/selector.ts';
import type { HttpMatch, StringMatch } from './istio.ts';

export interface MeshRequest {
  /** The Host header. */
  readonly host: string;
  /** The port that was called; absent when only one makes sense. */
  readonly port?: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly scheme?: string;
  /** `mesh` for a sidecar, else `namespace/name` of a Gateway. */
  readonly gateway?: string;
  readonly sourceNamespace: string;
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

const INLINE_FLAGS = /^\(\?([ims]+)\)/;

/** RE2 as Envoy uses it, on the whole text. Throws a SyntaxError on a malformed expression. */
export const fullMatch = (expression: string, flags = ''): RegExp => {
  const inline = INLINE_FLAGS.exec(expression);
  const body = (inline === null ? expression : expression.slice(inline[0].length)).replaceAll('(?P<', '(?<');
  return new RegExp(`^(?:${body})$`, `${flags}${inline?.[1] ?? ''}`);
};

/** A match without any form only asks for presence. */
export const matchesText = (match: StringMatch, text: string, ignoreCase = false): boolean => {
  const fold = (value: string): string => (ignoreCase ? value.toLowerCase() : value);
  if (match.exact !== undefined) return fold(text) === fold(match.exact);
  if (match.prefix !== undefined) return fold(text).startsWith(fold(match.prefix));
  if (match.regex !== undefined) return fullMatch(match.regex).test(text);
  return true;
};

type Values = Readonly<Record<string, string | undefined>>;
type Matches = Readonly<Record<string, StringMatch>>;

const allMatch = (matches: Matches | undefined, values: Values): boolean =>
  Object.entries(matches ?? {}).every(([name, match]) => {
    const value = values[name.toLowerCase()];
    return value !== undefined && matchesText(match, value);
  });

const noneMatch = (matches: Matches | undefined, values: Values): boolean =>
  Object.entries(matches ?? {}).every(([name, match]) => {
    const value = values[name.toLowerCase()];
    return value === undefined || !matchesText(match, value);
  });

const queryMatches = (matches: Matches | undefined, path: string): boolean => {
  if (matches === undefined) return true;
  const query = new URLSearchParams(path.split('?').slice(1).join('?'));
  return Object.entries(matches).every(([name, match]) => {
    const value = query.get(name);
    return value !== null && matchesText(match, value);
  });
};

const optionally = (match: StringMatch | undefined, text: string): boolean =>
  match === undefined || matchesText(match, text);

const lineMatches = (match: HttpMatch, request: MeshRequest): boolean =>
  (match.uri === undefined ||
    matchesText(match.uri, request.path.split('?')[0] ?? '/', match.ignoreUriCase === true)) &&
  optionally(match.method, request.method) &&
  optionally(match.authority, request.host) &&
  optionally(match.scheme, request.scheme ?? 'http');

const sourceMatches = (match: HttpMatch, request: MeshRequest): boolean =>
  (match.port === undefined || match.port === request.port) &&
  hasLabels(match.sourceLabels ?? {}, request.sourceLabels) &&
  (match.sourceNamespace === undefined || match.sourceNamespace === request.sourceNamespace) &&
  (match.gateways === undefined ||
    match.gateways.length === 0 ||
    match.gateways.includes(request.gateway ?? 'mesh'));

/** All that one match asks for. */
export const matchesRequest = (match: HttpMatch, request: MeshRequest): boolean =>
  lineMatches(match, request) &&
  sourceMatches(match, request) &&
  allMatch(match.headers, request.headers) &&
  noneMatch(match.withoutHeaders, request.headers) &&
  queryMatches(match.queryParams, request.path);

/** The first of a route's matches that holds; an empty object when the route takes everything. */
export const matching = (
  matches: readonly HttpMatch[] | undefined,
  request: MeshRequest,
): HttpMatch | undefined =>
  matches === undefined || matches.length === 0
    ? {}
    : matches.find((match) => matchesRequest(match, request));
