import { regexError } from './regex-error.ts';
import type { Program, Step } from './regex-machine.ts';
import type { Node, Repeat } from './regex-syntax.ts';

const MOST_STEPS = 10_000;

const emit = (program: Step[], step: Step): number => {
  if (program.length >= MOST_STEPS) throw regexError('expression too large');
  return program.push(step) - 1;
};

/** Which of the two ways is tried first. */
const fork = (greedy: boolean, into: number, past: number): Step =>
  greedy ? { op: 'split', first: into, second: past } : { op: 'split', first: past, second: into };

const compileAny = (program: Step[], nodes: readonly Node[]): void => {
  const ends: number[] = [];
  for (const [index, node] of nodes.entries()) {
    if (index === nodes.length - 1) {
      compileNode(program, node);
      break;
    }
    const split = emit(program, { op: 'jump', to: 0 });
    compileNode(program, node);
    ends.push(emit(program, { op: 'jump', to: 0 }));
    program[split] = fork(true, split + 1, program.length);
  }
  for (const end of ends) program[end] = { op: 'jump', to: program.length };
};

const compileRepeat = (program: Step[], of: Node, { least, most, greedy }: Repeat): void => {
  for (let count = 0; count < least; count += 1) compileNode(program, of);
  if (most === Infinity) {
    const split = emit(program, { op: 'jump', to: 0 });
    compileNode(program, of);
    emit(program, { op: 'jump', to: split });
    program[split] = fork(greedy, split + 1, program.length);
    return;
  }
  const splits: number[] = [];
  for (let count = least; count < most; count += 1) {
    splits.push(emit(program, { op: 'jump', to: 0 }));
    compileNode(program, of);
  }
  for (const split of splits) program[split] = fork(greedy, split + 1, program.length);
};

const compileNode = (program: Step[], node: Node): void => {
  switch (node.kind) {
    case 'one':
      emit(program, { op: 'one', test: node.test });
      return;
    case 'assert':
      emit(program, { op: 'assert', holds: node.holds });
      return;
    case 'all':
      for (const each of node.nodes) compileNode(program, each);
      return;
    case 'any':
      compileAny(program, node.nodes);
      return;
    case 'group':
      emit(program, { op: 'save', slot: node.index * 2 });
      compileNode(program, node.of);
      emit(program, { op: 'save', slot: node.index * 2 + 1 });
      return;
    case 'repeat':
      compileRepeat(program, node.of, node.times);
  }
};

export const compileProgram = (node: Node): Program => {
  const program: Step[] = [];
  compileNode(program, node);
  emit(program, { op: 'match' });
  return program;
};
