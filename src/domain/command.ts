export const COMMAND_VERBS = ['approve', 'halt', 'promote', 'rollback', 'retry'] as const;
export type CommandVerb = (typeof COMMAND_VERBS)[number];

/**
 * What a person asks of one run of a Canary. It names the run, so what is left over asks nothing of a later one; a run
 * that waits for its start has the next number already.
 */
export interface Command {
  readonly verb: CommandVerb;
  readonly run: string;
  /** Only of `approve`: the round that waits, or the start. */
  readonly tick: number | 'start' | undefined;
}

const FORM = /^([a-z]+)@(\d{1,9})(?:\.(\d{1,9}|start))?(?:\s.{0,200})?$/;

/** More than any command has: what is longer is none, and is not recorded as a whole. */
export const LONGEST_COMMAND = 256;

/**
 * As people write it in the annotation; undefined when it is none of the allowed forms. What follows after a space says
 * who asked, or when, and makes the same words a new command.
 */
export const parseCommand = (text: string): Command | undefined => {
  const [, word, run, tick] = FORM.exec(text.trim()) ?? [];
  const verb = COMMAND_VERBS.find((known) => known === word);
  if (verb === undefined || run === undefined) return undefined;
  if ((verb === 'approve') !== (tick !== undefined)) return undefined;
  return { verb, run, tick: tick === undefined || tick === 'start' ? tick : Number(tick) };
};

export const commandText = ({ verb, run, tick }: Command): string =>
  `${verb}@${run}${tick === undefined ? '' : `.${tick}`}`;

export const COMMAND_FORMS =
  'approve@RUN.TICK, approve@RUN.start, halt@RUN, promote@RUN, rollback@RUN or retry@RUN';
