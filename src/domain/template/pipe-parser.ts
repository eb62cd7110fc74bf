import type { Command, Operand, Pipe } from './ast.ts';
import { TemplateFailure } from './failure.ts';
import type { Token, TokenKind } from './lexer.ts';
import { literalOf } from './literals.ts';
import { isFunction } from './names.ts';

const DEEPEST = 100;
const KEYWORDS = ['if', 'else', 'end', 'range', 'with', 'break', 'continue', 'define', 'template', 'block'];

/** Reads what stands between `{{` and `}}`. */
export class PipeParser {
  /** Names with `$` that are declared here; blocks cut it back. */
  readonly declared: string[] = ['$'];
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[this.#next + ahead] ?? this.#tokens.at(-1);
    if (token === undefined) throw new TemplateFailure(0, 'no tokens');
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  expect(kind: TokenKind, where: string): Token {
    const token = this.take();
    if (token.kind !== kind) throw unexpected(token, where);
    return token;
  }

  /** Runs a level deeper; the depth is bounded, for the stack is. */
  nested<T>(at: number, parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new TemplateFailure(at, `nested deeper than ${DEEPEST} levels`);
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  /** Takes the closing token as well. `most` is how many variables may be declared. */
  pipe(where: string, close: 'close' | 'rightParen', most: 1 | 2): Pipe {
    const { at } = this.peek();
    const { variables, isAssignment } = this.#declaration(most);
    const commands: Command[] = [];
    do {
      commands.push(this.#command(where, commands.length));
    } while (this.take().kind === 'pipe');
    this.#next -= 1;
    this.expect(close, where);
    if (!isAssignment) this.declared.push(...variables);
    return { at, variables, isAssignment, commands };
  }

  #declaration(most: 1 | 2): Pick<Pipe, 'variables' | 'isAssignment'> {
    const count = this.peek(1).kind === 'comma' && most === 2 ? 2 : 1;
    const sign = this.peek(count * 2 - 1).kind;
    if (this.peek().kind !== 'variable' || (sign !== 'declare' && sign !== 'assign'))
      return { variables: [], isAssignment: false };
    const isAssignment = sign === 'assign';
    const variables = Array.from({ length: count }, () => {
      const { text } = this.#variable(isAssignment);
      this.take();
      return text;
    });
    return { variables, isAssignment };
  }

  #variable(mustExist: boolean): Token {
    const token = this.expect('variable', 'declaration');
    if (mustExist) this.#checkDeclared(token);
    return token;
  }

  #checkDeclared({ text, at }: Token): void {
    if (!this.declared.includes(text)) throw new TemplateFailure(at, `undefined variable ${text}`);
  }

  #command(where: string, stage: number): Command {
    const [first, ...args] = this.#operands();
    if (first === undefined) {
      const { at } = this.peek();
      throw new TemplateFailure(at, stage === 0 ? `missing value for ${where}` : 'missing value after |');
    }
    if (stage > 0 && (first.kind === 'literal' || first.kind === 'nil' || first.kind === 'dot'))
      throw new TemplateFailure(first.at, 'only a function can follow |');
    return { at: first.at, first, args };
  }

  #operands(): readonly Operand[] {
    const operands: Operand[] = [];
    while (!ENDS.includes(this.peek().kind)) {
      const token = this.peek();
      if (operands.length > 0 && !token.spaced) throw unexpected(token, 'operand');
      operands.push(this.#operand());
    }
    return operands;
  }

  #operand(): Operand {
    const token = this.take();
    const of = this.#term(token);
    const names: string[] = [];
    if (token.kind === 'field') names.push(token.text.slice(1));
    while (this.peek().kind === 'field' && !this.peek().spaced) names.push(this.take().text.slice(1));
    if (names.length === 0) return of;
    if (of.kind === 'literal' || of.kind === 'nil' || (of.kind === 'dot' && token.kind === 'dot'))
      throw new TemplateFailure(token.at, `unexpected . after ${token.text}`);
    return { kind: 'fields', at: token.at, of, names };
  }

  #term(token: Token): Operand {
    const { at } = token;
    switch (token.kind) {
      case 'word':
        return word(token);
      case 'variable':
        this.#checkDeclared(token);
        return { kind: 'variable', at, name: token.text };
      case 'dot':
      case 'field':
        return { kind: 'dot', at };
      case 'string':
      case 'raw':
      case 'char':
      case 'number':
        return { kind: 'literal', at, value: literalOf(token) };
      case 'leftParen': {
        const pipe = this.nested(at, () => this.pipe('parenthesized pipeline', 'rightParen', 1));
        return { kind: 'pipe', at, pipe };
      }
      default:
        throw unexpected(token, 'operand');
    }
  }
}

const ENDS: readonly TokenKind[] = ['pipe', 'close', 'rightParen', 'end', 'text', 'open'];

const word = ({ text, at }: Token): Operand => {
  if (text === 'true' || text === 'false') return { kind: 'literal', at, value: text === 'true' };
  if (text === 'nil') return { kind: 'nil', at };
  if (KEYWORDS.includes(text)) throw new TemplateFailure(at, `unexpected ${text}`);
  if (!isFunction(text)) throw new TemplateFailure(at, `function ${JSON.stringify(text)} is not defined`);
  return { kind: 'function', at, name: text };
};

export const unexpected = ({ kind, text, at }: Token, where: string): TemplateFailure =>
  new TemplateFailure(
    at,
    kind === 'end' ? `unexpected end in ${where}` : `unexpected ${JSON.stringify(text)} in ${where}`,
  );
