import type { KubeObject } from '../../api/objects.ts';
import { durationMs } from '../duration.ts';
import { virtualServiceSpec } from './istio.ts';
import type { HttpMatch, HttpRoute, StringMatch } from './istio.ts';
import { fullMatch } from './match.ts';

const expressionsOf = (match: HttpMatch): readonly (string | undefined)[] => {
  const lines: readonly (StringMatch | undefined)[] = [
    match.uri,
    match.method,
    match.authority,
    match.scheme,
  ];
  const named = [match.headers, match.withoutHeaders, match.queryParams];
  return [...lines, ...named.flatMap((matches) => Object.values(matches ?? {}))].map((text) => text?.regex);
};

const checkRoute = (rule: HttpRoute): void => {
  const expressions = (rule.match ?? []).flatMap(expressionsOf);
  for (const text of [...expressions, rule.rewrite?.uriRegexRewrite?.match])
    if (text !== undefined) fullMatch(text);
  for (const text of [rule.timeout, rule.retries?.perTryTimeout]) if (text !== undefined) durationMs(text);
};

/** Why a proxy would refuse this configuration; undefined when it takes it. */
export const refusal = (virtualService: KubeObject): string | undefined => {
  try {
    for (const rule of virtualServiceSpec(virtualService).http ?? []) checkRoute(rule);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};
