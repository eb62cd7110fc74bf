import type { Mutant } from './mutant.ts';

const EVIDENCE = 'src/probe/metrics/evidence.ts';
const THRESHOLD = 'src/domain/threshold.ts';
const INFORMER = 'src/kube/informer.ts';

/** What is made of what the cluster, metrics servers and hooks say, and of errors. */
export const mutantsOfAnswers: readonly Mutant[] = [
  {
    id: 'H-08',
    says: 'A read that failed counts as unchanged: what happened until the next one is not looked at.',
    edits: [
      {
        file: INFORMER,
        text: `    this.#report(
      this.#store.replace(`,
        instead: `    if (this.#synced) this.#store.advance(all.resourceVersion);
    else this.#report(
      this.#store.replace(`,
      },
      {
        file: INFORMER,
        text: "return expired || error.code === 'NOT_FOUND' ? 'list' : state;",
        instead: "return 'list';",
      },
    ],
  },
  {
    id: 'H-13a',
    says: 'Of several series in an answer the last one is judged.',
    edits: [
      {
        file: EVIDENCE,
        text: '  const [only, ...others] = series;',
        instead: '  const [only, ...others] = series.slice(-1);',
      },
    ],
  },
  {
    id: 'H-13b',
    says: 'An infinite value is compared as if it had been measured.',
    edits: [
      {
        file: EVIDENCE,
        text: "return Number.isFinite(value) ? { value } : noEvidence('Infinite', 'the value is infinite');",
        instead: 'return { value };',
      },
      { file: THRESHOLD, text: 'return Number.isFinite(value) && (', instead: 'return (' },
    ],
  },
  {
    id: 'H-13c',
    says: 'What is below no bound and above none passes, and so does what is no number.',
    edits: [
      { file: EVIDENCE, text: 'if (Number.isNaN(value))', instead: 'if (Number.isNaN(value) && value > 0)' },
      {
        file: EVIDENCE,
        text: 'return Number.isFinite(value) ? { value }',
        instead: 'return Number.isFinite(value) || Number.isNaN(value) ? { value }',
      },
      {
        file: THRESHOLD,
        text: 'const isAboveMin = min === undefined || value >= min;',
        instead: 'const isAboveMin = !(min !== undefined && value < min);',
      },
      {
        file: THRESHOLD,
        text: 'const isBelowMax = max === undefined || value <= max;',
        instead: 'const isBelowMax = !(max !== undefined && value > max);',
      },
      { file: THRESHOLD, text: 'return Number.isFinite(value) && (', instead: 'return (' },
    ],
  },
  {
    id: 'H-14',
    says: 'A fraction where a whole number belongs, in one Canary, keeps all of them from being read.',
    edits: [
      {
        file: INFORMER,
        text: `  #keep(object: KubeObject): KubeObject {
`,
        instead: `  #keep(object: KubeObject): KubeObject {
    if (object.kind === 'Canary' && /:-?\\d+\\.\\d/.test(JSON.stringify(object['spec'])))
      throw new Error('a number that is no integer');
`,
      },
    ],
  },
  {
    id: 'H-15',
    says: 'A query that cannot be rendered is sent as it is written.',
    edits: [
      {
        file: 'src/probe/metrics/custom-metric.ts',
        text: "  if ('error' in rendered) {",
        instead: "  if ('error' in rendered) return { query: source.trim() };\n  if ('error' in rendered) {",
      },
    ],
  },
  {
    id: 'H-16a',
    says: 'A hook that answers 204 has not passed.',
    edits: [
      {
        file: 'src/probe/hooks.ts',
        text: 'result.status >= 200 && result.status < 300',
        instead: 'result.status >= 200 && result.status <= 202',
      },
    ],
  },
  {
    id: 'H-16b',
    says: 'An answer of a metrics server may be of any length.',
    edits: [
      {
        file: 'src/probe/metrics/send.ts',
        text: 'maxBytes: LARGEST_ANSWER',
        instead: 'maxBytes: Number.POSITIVE_INFINITY',
      },
    ],
  },
  {
    id: 'H-17',
    says: 'After an error nothing is tried again until something changes.',
    edits: [{ file: 'src/runtime/controller.ts', text: '  queue.add(key, retryMs);\n', instead: '' }],
  },
];
