import type { Node } from './ast.ts';
import { evaluate, LONGEST_TEXT, type TemplateData } from './evaluate.ts';
import { TemplateFailure } from './failure.ts';
import { parse } from './parser.ts';

/** Line and column count from 1, the column in UTF-16 units. */
export interface TemplateError {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ParsedTemplate = { readonly nodes: readonly Node[] } | { readonly error: TemplateError };
export type Rendered = { readonly text: string } | { readonly error: TemplateError };

/**
 * The part of Go's text/template that Flagger's queries use, with `missingkey=error`. Not served, and errors: define,
 * template, block, html, js, call, complex and hexadecimal floating-point numbers. Source: pkg.go.dev/text/template.
 */
export const parseTemplate = (source: string): ParsedTemplate =>
  attempt(source, () => {
    if (source.length > LONGEST_TEXT) throw new TemplateFailure(0, `more than ${LONGEST_TEXT} characters`);
    return { nodes: parse(source) };
  });

export const renderTemplate = (source: string, data: TemplateData): Rendered => {
  const parsed = parseTemplate(source);
  if ('error' in parsed) return parsed;
  return attempt(source, () => ({ text: evaluate(parsed.nodes, data) }));
};

const attempt = <T>(source: string, act: () => T): T | { readonly error: TemplateError } => {
  try {
    return act();
  } catch (thrown) {
    if (!(thrown instanceof TemplateFailure)) throw thrown;
    return { error: { ...placeOf(source, thrown.at), message: thrown.message } };
  }
};

const placeOf = (source: string, at: number): { readonly line: number; readonly column: number } => {
  const before = source.slice(0, at);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: at - start + 1 };
};
