import type { Mutant } from './mutant.ts';

const RECONCILE = 'src/reconcile.ts';

/** Where the record is written, and then what follows from it is done. */
const COMMIT = `    const stands = await commit(seen, decision.status, actions.length > 0, signal); // one guarded write
    const acting = stands ? carryOut(actions, (action) => act(observed, action, signal)) : undefined;
`;

/** Does some actions before anything is recorded, and the others after it. */
const actingFirst = (first: string) => `
    const early = ${first};
    await carryOut(early, (action) => act(observed, action, signal));
    const late = actions.filter((action) => !early.includes(action));
    const stands = await commit(seen, decision.status, late.length > 0, signal);
    const acting = stands ? carryOut(late, (action) => act(observed, action, signal)) : undefined;
`;

/** Deeds before the record, or a record before the deed that makes it true. */
export const mutantsOfRecord: readonly Mutant[] = [
  {
    id: 'H-01',
    says: 'The last step of a promotion is routed before it is recorded, and is taken up again only while the canary has weight.',
    edits: [
      {
        file: RECONCILE,
        text: COMMIT,
        instead: actingFirst(
          `decision.status.phase === 'Finalising' && seen.status.phase === 'Promoting' ? actions.filter(({ kind }) => kind === 'writeRoutes') : []`,
        ),
      },
      {
        file: 'src/decide/promote.ts',
        text: '  seen.status.canaryWeight > 0 &&',
        instead:
          "  (seen.routes.form === 'unneeded' ? seen.status.canaryWeight : (seen.routes.traffic?.canary ?? 0)) > 0 &&",
      },
    ],
  },
  {
    id: 'H-03',
    says: "The primary gets the target's template before it is recorded that a promotion is under way.",
    edits: [
      {
        file: RECONCILE,
        text: COMMIT,
        instead: actingFirst(
          `decision.status.phase === 'Promoting' && seen.status.phase !== 'Promoting' ? actions : []`,
        ),
      },
    ],
  },
  {
    id: 'H-04',
    says: 'That the primary has its copy is noted only afterwards, and the copy carries a random id: a crash in between promotes twice.',
    edits: [
      {
        file: 'src/act/write-primary.ts',
        text: 'flaggerId: promotionPin(target.revision, sums)',
        instead: 'flaggerId: promotionPin(`${target.revision} at ${context.clock.now()}`, sums)',
      },
      {
        file: 'src/decide/runs.ts',
        text: '  seen.primary?.flaggerId === promotionPin(run.revision, run.trackedConfigs);',
        instead:
          "  seen.primary?.runsTarget === true && (run.passedHooks.includes('copied') || seen.status.phase !== 'Promoting');",
      },
      {
        file: 'src/decide/runs.ts',
        text: `  return isPromotionPin(primary.flaggerId)
    ? primary.flaggerId === promotionPin(target.revision, sums)
    : primary.runsTarget`,
        instead: '  return primary.runsTarget',
      },
      {
        file: RECONCILE,
        text: '    remember(observed, decision, refused);',
        instead: `
    const hasCopied =
      stands && refused === undefined && decision.status.phase === 'Promoting' &&
      actions.some(({ kind }) => kind === 'writePrimary');
    const after = hasCopied ? observe(key)?.seen : undefined;
    if (after?.status.run !== undefined) {
      const run = { ...after.status.run, passedHooks: [...after.status.run.passedHooks, 'copied'] };
      await commit(after, { ...after.status, run }, true, signal);
    }
    remember(observed, decision, refused);`,
      },
    ],
  },
  {
    id: 'H-05',
    says: 'A rollback takes the traffic and the pods of the canary away before it is recorded.',
    edits: [
      {
        file: RECONCILE,
        text: COMMIT,
        instead: actingFirst(
          `decision.status.run?.intent === 'rollBack' && seen.status.run?.intent === 'advance' && decision.status.canaryWeight === 0 ? [...actions, { kind: 'scaleTarget', replicas: 0 } as const] : []`,
        ),
      },
    ],
  },
  {
    id: 'H-09',
    says: 'After a failed run a new revision is recorded as seen before its analysis can start.',
    edits: [
      {
        file: 'src/decide/settled.ts',
        text: '  if (!isNew(seen)) return wait(status);',
        instead: `  if (!isNew(seen))
    return wait(status.phase === 'Failed' && seen.target !== undefined ? adopted(seen, status, seen.target) : status);`,
      },
    ],
  },
  {
    id: 'H-10',
    says: 'The time of the last step is kept by the process alone: each one that starts steps at once.',
    edits: [
      {
        file: 'src/observe/memory.ts',
        text: '    const elapsed = Math.max(0, time.now - steppedAt);',
        instead: '    const elapsed = known === undefined ? 3_600_000 : Math.max(0, time.now - steppedAt);',
      },
      {
        file: 'src/observe/due.ts',
        text: 'Math.max(byRecord, byRoutes, 0)',
        instead: 'Math.max(byRecord, 0)',
      },
    ],
  },
  {
    id: 'H-18',
    says: 'Waiting for the approval of a promotion takes the weight out of the record, and counts rounds from -1.',
    edits: [
      {
        file: 'src/decide/tick.ts',
        text: "enter(seen, status, 'WaitingPromotion')",
        instead: "enter(seen, { ...status, canaryWeight: 0, iterations: -1 }, 'WaitingPromotion')",
      },
    ],
  },
];
