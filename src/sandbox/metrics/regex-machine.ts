export type Step =
  | { readonly op: 'one'; readonly test: (character: string) => boolean }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly holds: (before: string, after: string) => boolean }
  | { readonly op: 'match' };

export type Program = readonly Step[];

/** The text of each group, 0 being the whole; "" for one that took no part. */
export type Found = readonly string[];

/** Where groups begin and end, in characters: two slots for each. */
type Slots = readonly (number | undefined)[];

interface Thread {
  readonly at: number;
  readonly slots: Slots;
}

interface Place {
  readonly index: number;
  readonly before: string;
  readonly after: string;
}

/**
 * All threads that read the next character, in the order of preference. Each step is visited once per character,
 * which is what bounds the time.
 */
const settle = (program: Program, start: Thread, place: Place, seen: Set<number>): Thread[] => {
  const ready: Thread[] = [];
  const pending = [start];
  for (let thread = pending.pop(); thread !== undefined; thread = pending.pop()) {
    const { at, slots } = thread;
    const step = program[at];
    if (step === undefined || seen.has(at)) continue;
    seen.add(at);
    switch (step.op) {
      case 'jump':
        pending.push({ at: step.to, slots });
        break;
      case 'split':
        pending.push({ at: step.second, slots }, { at: step.first, slots });
        break;
      case 'save':
        pending.push({ at: at + 1, slots: slots.with(step.slot, place.index) });
        break;
      case 'assert':
        if (step.holds(place.before, place.after)) pending.push({ at: at + 1, slots });
        break;
      case 'one':
      case 'match':
        ready.push(thread);
        break;
    }
  }
  return ready;
};

const advance = (program: Program, threads: readonly Thread[], place: Place): Thread[] => {
  const seen = new Set<number>();
  return threads.flatMap((thread) => settle(program, thread, place, seen));
};

const slotCount = (program: Program): number =>
  program.reduce((most, step) => (step.op === 'save' ? Math.max(most, step.slot + 1) : most), 0);

/** Undefined unless the whole text matches. Of several ways to match, the one that Perl would find first. */
export const runRegex = (program: Program, text: string): Found | undefined => {
  const characters = Array.from(text);
  const place = (index: number): Place => ({
    index,
    before: characters[index - 1] ?? '',
    after: characters[index] ?? '',
  });
  const none: Slots = Array.from({ length: slotCount(program) }, () => undefined);
  let threads = advance(program, [{ at: 0, slots: none }], place(0));
  for (const [index, character] of characters.entries()) {
    const next = threads.flatMap(({ at, slots }) => {
      const step = program[at];
      return step?.op === 'one' && step.test(character) ? [{ at: at + 1, slots }] : [];
    });
    threads = advance(program, next, place(index + 1));
    if (threads.length === 0) return undefined;
  }
  const winner = threads.find(({ at }) => program[at]?.op === 'match');
  return winner && textOfGroups(winner.slots, characters);
};

const textOfGroups = (slots: Slots, characters: readonly string[]): Found =>
  Array.from({ length: slots.length / 2 }, (_, group) => {
    const [from, to] = [slots[group * 2], slots[group * 2 + 1]];
    return from === undefined || to === undefined ? '' : characters.slice(from, to).join('');
  });
