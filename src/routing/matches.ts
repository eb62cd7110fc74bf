import type { Json } from '../domain/json.ts';

/**
 * Each condition of the analysis within each of the service, in Istio's form. Headers, query parameters and source
 * labels of the analysis take the place of the service's; everything else, such as the path, is the service's.
 */
export const mergedMatches = (ofAnalysis: readonly Json[], ofService: readonly Json[]): readonly Json[] => {
  if (ofService.length === 0) return ofAnalysis;
  return ofAnalysis.flatMap((wanted) => ofService.map((base) => ({ ...base, ...wanted })));
};
