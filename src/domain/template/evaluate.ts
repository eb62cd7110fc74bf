import type { Command, Node, Operand, Pipe } from './ast.ts';
import { EAGER } from './builtins.ts';
import { CallFailure, TemplateFailure } from './failure.ts';
import type { Builtin } from './names.ts';
import { printed } from './print.ts';
import { isTrue, sortedKeys, typeOf, type Value } from './value.ts';

export interface TemplateData {
  /** What functions without arguments give, by name. */
  readonly functions: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** Of the result, and of every value on the way to it. */
export const LONGEST_TEXT = 64 * 1024;
const MOST_STEPS = 10_000;

type Flow = 'on' | 'break' | 'continue';
/** Undefined: no value, as of an assignment; told apart from nil. */
type Final = { readonly value: Value } | undefined;

/** Throws TemplateFailure. */
export const evaluate = (nodes: readonly Node[], data: TemplateData): string => {
  const run = new Evaluation(data);
  run.walk(nodes, null);
  return run.output;
};

class Evaluation {
  output = '';
  readonly #data: TemplateData;
  readonly #variables: { readonly name: string; value: Value }[] = [{ name: '$', value: null }];
  #steps = 0;

  constructor(data: TemplateData) {
    this.#data = data;
  }

  walk(nodes: readonly Node[], dot: Value): Flow {
    for (const node of nodes) {
      this.#step(node.at);
      const flow = this.#node(node, dot);
      if (flow !== 'on') return flow;
    }
    return 'on';
  }

  #step(at: number): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new TemplateFailure(at, `more than ${MOST_STEPS} steps`);
  }

  #node(node: Node, dot: Value): Flow {
    switch (node.kind) {
      case 'text':
        this.#write(node.text, node.at);
        return 'on';
      case 'action':
        this.#action(node.pipe, dot);
        return 'on';
      case 'if':
      case 'with':
        return this.#choose(node, dot);
      case 'range':
        return this.#range(node, dot);
      case 'break':
      case 'continue':
        return node.kind;
    }
  }

  #action(pipe: Pipe, dot: Value): void {
    const value = this.#pipe(pipe, dot);
    if (pipe.variables.length === 0) this.#write(value === null ? '<no value>' : printed(value), pipe.at);
  }

  #write(text: string, at: number): void {
    this.output = bounded(this.output + text, at);
  }

  #choose(node: Extract<Node, { kind: 'if' | 'with' | 'range' }>, dot: Value): Flow {
    const outside = this.#variables.length;
    const value = this.#pipe(node.pipe, dot);
    const holds = isTrue(value);
    const flow = this.walk(holds ? node.then : node.otherwise, holds && node.kind === 'with' ? value : dot);
    this.#variables.length = outside;
    return flow;
  }

  #range(node: Extract<Node, { kind: 'if' | 'with' | 'range' }>, dot: Value): Flow {
    const outside = this.#variables.length;
    const items = this.#itemsOf(this.#pipe(node.pipe, dot), node.pipe);
    const inside = this.#variables.length;
    let isEmpty = true;
    for (const item of items) {
      isEmpty = false;
      this.#step(node.at);
      this.#bind(node.pipe, item);
      const flow = this.walk(node.then, item.value);
      this.#variables.length = inside;
      if (flow === 'break') break;
    }
    const flow = isEmpty ? this.walk(node.otherwise, dot) : 'on';
    this.#variables.length = outside;
    return flow;
  }

  #itemsOf(value: Value, { at, variables }: Pipe): Iterable<{ readonly key: Value; readonly value: Value }> {
    if (value === null) return [];
    if (typeof value === 'bigint') {
      if (variables.length > 1) throw new TemplateFailure(at, 'a number gives one variable only');
      return counting(value);
    }
    if (typeof value === 'object')
      return sortedKeys(value).map((key) => ({ key, value: value.texts[key] ?? '' }));
    throw new TemplateFailure(at, `range over a ${typeOf(value)}`);
  }

  /** One variable takes the value, of two the first takes the key. */
  #bind({ at, variables }: Pipe, item: { readonly key: Value; readonly value: Value }): void {
    const values = variables.length > 1 ? [item.key, item.value] : [item.value];
    variables.forEach((name, index) => this.#set(name, values[index] ?? null, at));
  }

  #set(name: string, value: Value, at: number): void {
    const variable = this.#variables.findLast((known) => known.name === name);
    if (variable === undefined) throw new TemplateFailure(at, `undefined variable ${name}`);
    variable.value = value;
  }

  #pipe(pipe: Pipe, dot: Value): Value {
    let final: Final;
    for (const command of pipe.commands) final = { value: this.#command(command, dot, final) };
    const value = final?.value ?? null;
    for (const name of pipe.variables) {
      if (pipe.isAssignment) this.#set(name, value, pipe.at);
      else this.#variables.push({ name, value });
    }
    return value;
  }

  #command({ first, args, at }: Command, dot: Value, final: Final): Value {
    this.#step(at);
    if (first.kind === 'function') return this.#call(first.name, { at, args, dot, final });
    if (args.length > 0 || final !== undefined)
      throw new TemplateFailure(at, 'only a function takes arguments');
    if (first.kind === 'nil') throw new TemplateFailure(at, 'nil is not a command');
    return this.#operand(first, dot);
  }

  #operand(operand: Operand, dot: Value): Value {
    const { at } = operand;
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'nil':
        return null;
      case 'dot':
        return dot;
      case 'variable':
        return this.#variable(operand.name, at);
      case 'function':
        return this.#call(operand.name, { at, args: [], dot, final: undefined });
      case 'pipe':
        return this.#pipe(operand.pipe, dot);
      case 'fields':
        return operand.names.reduce((of, name) => fieldOf(of, name, at), this.#operand(operand.of, dot));
    }
  }

  #variable(name: string, at: number): Value {
    const variable = this.#variables.findLast((known) => known.name === name);
    if (variable === undefined) throw new TemplateFailure(at, `undefined variable ${name}`);
    return variable.value;
  }

  #call(name: string, call: Call): Value {
    if (name === 'and' || name === 'or') return this.#shortCircuit(name, call);
    const given = call.args.map((arg) => this.#operand(arg, call.dot));
    const args = call.final === undefined ? given : [...given, call.final.value];
    if (!Object.hasOwn(EAGER, name)) return this.#flaggerFunction(name, args, call.at);
    return located(call.at, () => EAGER[name as Exclude<Builtin, 'and' | 'or'>](args));
  }

  /** The first argument that decides, else the last one. */
  #shortCircuit(name: 'and' | 'or', { at, args, dot, final }: Call): Value {
    let value: Value = null;
    for (const arg of args) {
      value = this.#operand(arg, dot);
      if (isTrue(value) === (name === 'or')) return value;
    }
    if (args.length === 0 && final === undefined)
      throw new TemplateFailure(at, `${name} takes at least one argument`);
    return final === undefined ? value : final.value;
  }

  #flaggerFunction(name: string, args: readonly Value[], at: number): Value {
    if (args.length > 0) throw new TemplateFailure(at, `${name} takes no arguments`);
    const { functions, variables } = this.#data;
    if (name === 'variables') return { texts: variables };
    const value = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (value === undefined) throw new TemplateFailure(at, `${name} has no value here`);
    return value;
  }
}

interface Call {
  readonly at: number;
  readonly args: readonly Operand[];
  readonly dot: Value;
  readonly final: Final;
}

const fieldOf = (of: Value, name: string, at: number): Value => {
  if (typeof of !== 'object' || of === null)
    throw new TemplateFailure(at, `a ${typeOf(of)} has no field ${JSON.stringify(name)}`);
  const value = Object.hasOwn(of.texts, name) ? of.texts[name] : undefined;
  if (value === undefined) throw new TemplateFailure(at, `no entry for key ${JSON.stringify(name)}`);
  return value;
};

function* counting(end: bigint): Iterable<{ readonly key: Value; readonly value: Value }> {
  for (let value = 0n; value < end; value += 1n) yield { key: null, value };
}

const located = (at: number, call: () => Value): Value => {
  try {
    const value = call();
    return typeof value === 'string' ? bounded(value, at) : value;
  } catch (thrown) {
    if (thrown instanceof CallFailure) throw new TemplateFailure(at, thrown.message);
    throw thrown;
  }
};

const bounded = (text: string, at: number): string => {
  if (text.length > LONGEST_TEXT) throw new TemplateFailure(at, `more than ${LONGEST_TEXT} characters`);
  return text;
};
