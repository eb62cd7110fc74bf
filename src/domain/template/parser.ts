import type { Node } from './ast.ts';
import { TemplateFailure } from './failure.ts';
import { type Token, tokenize } from './lexer.ts';
import { PipeParser, unexpected } from './pipe-parser.ts';

type Block = 'if' | 'with' | 'range';

/** Throws TemplateFailure. */
export const parse = (source: string): readonly Node[] => new Parser(tokenize(source)).template();

class Parser {
  readonly #pipes: PipeParser;
  #ranges = 0;

  constructor(tokens: readonly Token[]) {
    this.#pipes = new PipeParser(tokens);
  }

  template(): readonly Node[] {
    const nodes = this.#list();
    const next = this.#pipes.peek();
    if (next.kind !== 'end') throw unexpected(this.#pipes.peek(1), 'template');
    return nodes;
  }

  /** Up to the end of the source, or to an `else` or `end` which is not taken. */
  #list(): readonly Node[] {
    const nodes: Node[] = [];
    while (this.#pipes.peek().kind !== 'end' && !this.#closes()) nodes.push(this.#node());
    return nodes;
  }

  #closes(): boolean {
    const { kind, text } = this.#pipes.peek(1);
    return this.#pipes.peek().kind === 'open' && kind === 'word' && (text === 'else' || text === 'end');
  }

  #node(): Node {
    const { kind, text, at } = this.#pipes.take();
    if (kind === 'text') return { kind, at, text };
    const word = this.#pipes.peek();
    switch (word.kind === 'word' ? word.text : '') {
      case 'if':
      case 'with':
      case 'range':
        this.#pipes.take();
        return this.#block(word.text as Block, at);
      case 'break':
      case 'continue':
        this.#pipes.take();
        return this.#jump(word.text as 'break' | 'continue', at);
      case 'define':
      case 'template':
      case 'block':
        throw new TemplateFailure(word.at, `${word.text} is not supported`);
      default:
        return { kind: 'action', at, pipe: this.#pipes.pipe('command', 'close', 1) };
    }
  }

  #jump(kind: 'break' | 'continue', at: number): Node {
    this.#pipes.expect('close', kind);
    if (this.#ranges === 0) throw new TemplateFailure(at, `${kind} outside range`);
    return { kind, at };
  }

  #block(kind: Block, at: number): Node {
    const { declared } = this.#pipes;
    const outside = declared.length;
    const pipe = this.#pipes.pipe(kind, 'close', kind === 'range' ? 2 : 1);
    if (kind === 'range') this.#ranges += 1;
    const then = this.#pipes.nested(at, () => this.#list());
    if (kind === 'range') this.#ranges -= 1;
    const otherwise = this.#pipes.nested(at, () => this.#otherwise(kind, at));
    declared.length = outside;
    return { kind, at, pipe, then, otherwise };
  }

  /** Takes `{{end}}`, and before it `{{else}}` or an `{{else if …}}`, whose end is this block's too. */
  #otherwise(kind: Block, at: number): readonly Node[] {
    if (this.#pipes.peek().kind === 'end') throw new TemplateFailure(at, `${kind} has no {{end}}`);
    this.#pipes.take();
    const word = this.#pipes.take();
    if (word.text === 'end') {
      this.#pipes.expect('close', 'end');
      return [];
    }
    const chained = this.#pipes.peek();
    if (kind !== 'range' && chained.kind === 'word' && chained.text === kind) {
      this.#pipes.take();
      return [this.#block(kind, chained.at)];
    }
    this.#pipes.expect('close', 'else');
    const nodes = this.#list();
    this.#endAfterElse(kind, at);
    return nodes;
  }

  #endAfterElse(kind: Block, at: number): void {
    if (this.#pipes.peek().kind === 'end') throw new TemplateFailure(at, `${kind} has no {{end}}`);
    this.#pipes.take();
    const word = this.#pipes.take();
    if (word.text !== 'end') throw unexpected(word, `the else of ${kind}`);
    this.#pipes.expect('close', 'end');
  }
}
