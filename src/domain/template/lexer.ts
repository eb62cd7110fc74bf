import { TemplateFailure } from './failure.ts';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'word'
  | 'field'
  | 'variable'
  | 'dot'
  | 'string'
  | 'raw'
  | 'number'
  | 'char'
  | 'pipe'
  | 'leftParen'
  | 'rightParen'
  | 'declare'
  | 'assign'
  | 'comma'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
  /** White space stands before it, inside an action. */
  readonly spaced: boolean;
}

const SPACE = /[ \t\r\n]+/y;
const COMMENT_OPEN = /\{\{(-[ \t\r\n]+)?\/\*/y;
const COMMENT_CLOSE = /\*\/([ \t\r\n]+-)?\}\}/y;
const CLOSE = /\}\}/y;
const TRIMMING_CLOSE = /-\}\}/y;
const TERMINATOR = /[ \t\r\n.,|:()]|\}\}|$/y;

/** In the order in which they are tried; those of the second kind must end at a terminator. */
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  [
    'number',
    /[+-]?(0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[\d][\d_]*(\.[\d_]*)?([eE][+-]?[\d_]+)?|\.\d[\d_]*([eE][+-]?[\d_]+)?)/y,
  ],
  ['string', /"(?:[^"\\\n]|\\[^\n])*"/y],
  ['raw', /`[^`]*`/y],
  ['char', /'(?:[^'\\\n]|\\[^\n])+'/y],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  ['field', /\.[\p{L}\p{Nd}_]+/uy],
  ['dot', /\./y],
  ['word', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['declare', /:=/y],
  ['assign', /=/y],
  ['pipe', /\|/y],
  ['leftParen', /\(/y],
  ['rightParen', /\)/y],
  ['comma', /,/y],
];

const NAMES: readonly TokenKind[] = ['variable', 'field', 'dot', 'word'];
const ALPHANUMERIC = /[\p{L}\p{Nd}_]/uy;

/** Throws TemplateFailure. */
export const tokenize = (source: string): readonly Token[] => new Lexer(source).run();

class Lexer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #trimNext = false;

  constructor(source: string) {
    this.#source = source;
  }

  run(): readonly Token[] {
    while (this.#at < this.#source.length) {
      this.#text();
      if (this.#at < this.#source.length && !this.#comment()) this.#action();
    }
    this.#push('end', '', false);
    return this.#tokens;
  }

  #text(): void {
    const found = this.#source.indexOf('{{', this.#at);
    const end = found === -1 ? this.#source.length : found;
    const raw = this.#source.slice(this.#at, end);
    const led = this.#trimNext ? raw.replace(/^[ \t\r\n]+/, '') : raw;
    const text = this.#opensTrimming(end) ? trimEnd(led) : led;
    if (text !== '') this.#push('text', text, false);
    this.#trimNext = false;
    this.#at = end;
  }

  #opensTrimming(at: number): boolean {
    return /^\{\{-[ \t\r\n]/.test(this.#source.slice(at, at + 4));
  }

  /** Takes a comment, which must fill its action. */
  #comment(): boolean {
    const start = this.#match(COMMENT_OPEN);
    if (start === undefined) return false;
    const open = this.#at;
    const end = this.#source.indexOf('*/', open + start.length);
    if (end === -1) throw new TemplateFailure(open, 'the comment is not closed');
    this.#at = end;
    const close = this.#match(COMMENT_CLOSE);
    if (close === undefined) throw new TemplateFailure(open, 'a comment must be followed by }} at once');
    this.#at += close.length;
    this.#trimNext = close.includes('-');
    return true;
  }

  #action(): void {
    const open = this.#at;
    this.#at += this.#opensTrimming(open) ? 3 : 2;
    this.#tokens.push({ kind: 'open', text: '{{', at: open, spaced: false });
    while (!this.#inside()) {
      if (this.#at >= this.#source.length) throw new TemplateFailure(open, 'the action is not closed by }}');
    }
  }

  /** Takes one token; true when it closed the action. */
  #inside(): boolean {
    const spaces = this.#match(SPACE) ?? '';
    this.#at += spaces.length;
    const isSpaced = spaces !== '';
    this.#trimNext = isSpaced && this.#match(TRIMMING_CLOSE) !== undefined;
    if (this.#trimNext || this.#match(CLOSE) !== undefined) {
      this.#push('close', this.#trimNext ? '-}}' : '}}', isSpaced);
      return true;
    }
    if (this.#at < this.#source.length) this.#token(isSpaced);
    return false;
  }

  #token(isSpaced: boolean): void {
    for (const [kind, pattern] of PATTERNS) {
      const text = this.#match(pattern);
      if (text === undefined) continue;
      const at = this.#at;
      this.#push(kind, text, isSpaced);
      this.#mustEnd(kind, at);
      return;
    }
    throw new TemplateFailure(this.#at, `unexpected ${JSON.stringify(this.#here())}`);
  }

  #mustEnd(kind: TokenKind, at: number): void {
    const isCut = NAMES.includes(kind)
      ? this.#match(TERMINATOR) === undefined
      : kind === 'number' && this.#match(ALPHANUMERIC) !== undefined;
    if (isCut) throw new TemplateFailure(at, `unexpected ${JSON.stringify(this.#here())} after a ${kind}`);
  }

  #here(): string {
    return String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0];
  }

  #push(kind: TokenKind, text: string, spaced: boolean): void {
    this.#tokens.push({ kind, text, at: this.#at, spaced });
    this.#at += text.length;
  }
}

/** Not by a pattern anchored at the end, which would take quadratic time on runs of spaces. */
const trimEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};
