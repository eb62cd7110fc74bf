import type { ResourceType } from '../api/objects.ts';

const REMEDY: Readonly<Record<string, string>> = {
  'flagger.app': ': apply the CRDs',
  'networking.istio.io': ': is Istio installed?',
  'keda.sh': ': is KEDA installed?',
};

/** What a 404 for a whole collection means, and what to do about it. */
export const unserved = ({ group, kind }: ResourceType): string =>
  `kind ${kind} is not served${REMEDY[group] ?? ''}`;
