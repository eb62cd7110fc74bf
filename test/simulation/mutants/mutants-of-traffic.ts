import type { Mutant } from './mutant.ts';

const TRAFFIC = 'src/domain/traffic.ts';
const CLIMB = 'src/decide/strategy/canary.ts';

/** Who gets traffic, how much of it, and of what. */
export const mutantsOfTraffic: readonly Mutant[] = [
  {
    id: 'H-02',
    says: 'Routes that somebody has changed go back to 100/0 in mid-run, and the weights of routes are not compared.',
    edits: [
      {
        file: 'src/decide/converge.ts',
        text: "    : [{ kind: 'writeRoutes', traffic: trafficOf(record), seq: run.trafficSeq }];",
        instead: `    : [{ kind: 'writeRoutes', traffic: hasDrifted(seen, run) ? { ...trafficOf(record), primary: 100, canary: 0 } : trafficOf(record), seq: run.trafficSeq }];
const hasDrifted = ({ routes: { form, stamp } }: Snapshot, run: Run): boolean =>
  form === 'drifted' && stamp?.seq === run.trafficSeq;`,
      },
      {
        file: 'src/routing/istio.ts',
        text: 'const wanted = built(plan, recorded, stampText, existing);',
        instead:
          'const wanted = built(plan, { ...recorded, ...splitOf(plan, existing) }, stampText, existing);',
      },
    ],
  },
  {
    id: 'H-06',
    says: 'Readiness comes from the Deployment alone, where no replicas are as good as all.',
    edits: [
      {
        file: 'src/domain/readiness.ts',
        text: "  if (replicas === 0) return progressing('0 replicas are wanted');",
        instead: "  if (replicas === 0) return { kind: 'ready' };",
      },
      {
        file: 'src/domain/readiness.ts',
        text: '  Math.max(1, Math.ceil((replicas * thresholdPercent) / 100));',
        instead: '  0 * replicas * thresholdPercent;',
      },
    ],
  },
  {
    id: 'H-07',
    says: 'A promotion copies what the target holds by then, not what was analysed.',
    edits: [
      {
        file: 'src/act/write-primary.ts',
        text: "  const target = required(seen.target, 'the target');",
        instead: `  const ref = { type: kind.type, namespace: plan.namespace, name: plan.target.name };
  const live = await context.cluster.get(ref, context.signal);
  const { phase, run } = seen.status;
  const revision = run !== undefined && ['Progressing', 'WaitingPromotion', 'Promoting'].includes(phase ?? '')
    ? run.revision
    : required(seen.target, 'the target').revision;
  const target = { object: live, revision };`,
      },
      {
        file: 'src/decide/converge.ts',
        text: 'return primaryIsAt(seen, run) || !targetIsAt(seen, run) ? [] : primaryCopy(seen, run);',
        instead: 'return primaryIsAt(seen, run) ? [] : primaryCopy(seen, run);',
      },
      {
        file: 'src/decide/promote.ts',
        text: '  if (targetIsAt(seen, run)) return copying(seen, status, run);',
        instead: '  if (seen.target !== undefined) return copying(seen, status, run);',
      },
    ],
  },
  {
    id: 'H-11',
    says: 'maxWeight may be above 100, and an analysis ends only when the weight has come to it.',
    edits: [
      {
        file: TRAFFIC,
        text: "analysis.integer('maxWeight', { min: 0, max: 100, otherwise: 100 })",
        instead: "analysis.integer('maxWeight', { min: 0, max: 1000, otherwise: 100 })",
      },
      {
        file: CLIMB,
        text: 'const weight = mirrored ? 0 : nextRung(ladder, canaryWeight);',
        instead: 'const weight = mirrored ? 0 : Math.min(100, nextRung(ladder, canaryWeight) ?? 100);',
      },
      {
        file: CLIMB,
        text: 'if (weight === undefined) return PROMOTE;',
        instead: 'if (canaryWeight >= topRung(ladder)) return PROMOTE;',
      },
    ],
  },
  {
    id: 'H-12a',
    says: 'A step that does not divide maxWeight goes beyond it.',
    edits: [
      {
        file: TRAFFIC,
        text: '  return [...ladder, max];',
        instead: '  return [...ladder, Math.min(100, Math.ceil(max / step) * step)];',
      },
    ],
  },
  {
    id: 'H-12b',
    says: 'A step may lead to the weight that there is, so that the analysis never advances.',
    edits: [
      {
        file: TRAFFIC,
        text: 'ladder.find((rung) => rung > weight)',
        instead: 'ladder.find((rung) => rung >= weight)',
      },
    ],
  },
];
