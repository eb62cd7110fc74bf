import { COMMAND_FORMS, type Command, type CommandVerb, parseCommand } from '../domain/command.ts';
import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { type CommandRecord, nextRunId, type Run, type Status } from '../domain/status.ts';
import { type Decision, decision, lookAt, tell, warn } from './decision.ts';

/** A command stands in the annotation that the record does not answer yet, or one was taken back. */
export const hasNews = ({ command, status }: Snapshot): boolean => command !== status.command?.text;

/**
 * The answer to a new command, and nothing else: it takes effect in the next run, from the record, so that a crash
 * neither loses nor repeats it.
 */
export const answer = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const { command: text } = seen;
  if (text === undefined) return decision({ ...status, command: undefined }, lookAt(seen.now));
  const command = parseCommand(text);
  const problem = command === undefined ? `must be ${COMMAND_FORMS}` : objectionTo(command, seen.status);
  const message = problem ?? '';
  const record: CommandRecord = { text, accepted: problem === undefined, message, at: seen.now };
  const name = dotted(plan.name, plan.namespace);
  return decision(
    { ...status, command: record, run: remembered(status.run, command, record) },
    lookAt(seen.now),
    [
      problem === undefined
        ? tell('Commanded', `Command ${shown(text)} for ${name} is followed`)
        : warn('CommandRefused', `Command ${shown(text)} for ${name} is refused: ${problem}`),
    ],
  );
};

/** In one line, and in the order of its characters. */
const shown = (text: string): string => text.replace(/[\s\p{C}]+/gu, ' ');

/** A retry outlasts its command: the run that it asks for may have to wait for approval, which is another one. */
const remembered = (
  run: Run | undefined,
  command: Command | undefined,
  { accepted }: CommandRecord,
): Run | undefined =>
  run !== undefined && accepted && command?.verb === 'retry' ? { ...run, retry: true } : run;

/** Why the command asks for nothing that could be done now; undefined when it does. */
const objectionTo = (command: Command, status: Status): string | undefined => {
  const isWaiting = status.phase === 'Waiting';
  const id = isWaiting ? nextRunId(status.run) : (status.run?.id ?? 'none');
  return id === command.run
    ? objectionNow(command, status)
    : `it is for run ${command.run}, and ${isWaiting ? 'the one that waits' : 'the last one'} is ${id}`;
};

const objectionNow = (command: Command, status: Status): string | undefined => {
  const { phase } = status;
  const idle = `run ${command.run} is not under analysis: the phase is ${phase ?? 'none'}`;
  switch (command.verb) {
    case 'approve':
      return objectionToApproval(command, status);
    case 'halt':
    case 'promote':
      return isUnderWay(status) ? undefined : idle;
    case 'rollback':
      return isUnderWay(status) || phase === 'Waiting' ? undefined : idle;
    case 'retry':
      return phase === 'Failed' ? undefined : 'only a failed run can be retried';
  }
};

const isUnderWay = ({ phase, run }: Status): boolean =>
  (phase === 'Progressing' || phase === 'WaitingPromotion') && run?.intent === 'advance';

const objectionToApproval = ({ tick }: Command, { phase, holding, run }: Status): string | undefined => {
  const isGateClosed = holding?.status === 'True' && holding.reason === 'GateClosed';
  if (phase !== 'Waiting' && phase !== 'WaitingPromotion' && !isGateClosed)
    return 'nothing waits for approval';
  const waits = phase === 'Waiting' ? 'start' : run?.tick;
  return tick === waits ? undefined : `it is for ${roundOf(tick)}, and what waits is ${roundOf(waits)}`;
};

const roundOf = (tick: Command['tick']): string => (tick === 'start' ? 'the start' : `round ${tick ?? 0}`);

/** What was asked and accepted; undefined when that is nothing. */
const followed = ({ status }: Snapshot): Command | undefined =>
  status.command?.accepted === true ? parseCommand(status.command.text) : undefined;

/** This is to be done with this run. */
export const isCommanded = (seen: Snapshot, run: Run, verb: CommandVerb): boolean => {
  const command = followed(seen);
  if (command?.verb !== verb || command.run !== run.id) return false;
  return command.tick === undefined || command.tick === run.tick;
};

/** This is to be done with the run that waits for its start. */
export const isCommandedOfNext = (seen: Snapshot, verb: 'approve' | 'rollback'): boolean => {
  const command = followed(seen);
  return (
    command?.verb === verb && command.run === nextRunId(seen.status.run) && typeof command.tick !== 'number'
  );
};

/** The rest of the analysis is passed over, and its gates are. */
export const isExpedited = (plan: Plan, seen: Snapshot, run: Run): boolean =>
  plan.skipAnalysis || isCommanded(seen, run, 'promote');
