import { describe, expect, test } from '@jest/globals';
import { parseTemplate, renderTemplate } from './template.ts';

const data = {
  functions: { name: 'podinfo', namespace: 'test' },
  variables: { code: '5..', 'with-dash': 'yes', __proto__x: 'odd' },
};

const errorOf = (source: string) => {
  const rendered = renderTemplate(source, data);
  if (!('error' in rendered)) throw new Error(`rendered as ${rendered.text}`);
  return rendered.error;
};

test('pastes what a query asks for', () => {
  const query = 'sum(rate(requests{ns="{{ namespace }}",code=~"{{ variables.code }}"}[1m]))';
  expect(renderTemplate(query, data)).toEqual({ text: 'sum(rate(requests{ns="test",code=~"5.."}[1m]))' });
  expect(renderTemplate('{{ index variables "with-dash" }}', data)).toEqual({ text: 'yes' });
});

describe('a mistake is shown with its place', () => {
  test.each([
    ['{{ nope }}', 1, 4, 'function "nope" is not defined'],
    ['a\n  {{ variables.nope }}', 2, 6, 'no entry for key "nope"'],
    ['{{ if true }}\nx', 1, 1, 'if has no {{end}}'],
    ['x\n\n{{ name', 3, 1, 'the action is not closed by }}'],
    ['{{ route }}', 1, 4, 'route has no value here'],
    ['{{ eq 1 "a" }}', 1, 4, 'incompatible types for comparison: int and string'],
    ['{{ template "x" }}', 1, 4, 'template is not supported'],
  ])('%j at line %d, column %d: %s', (source, line, column, message) => {
    expect(errorOf(source)).toEqual({ line, column, message });
  });
});

test('knows no names that JavaScript objects have by nature', () => {
  expect(errorOf('{{ constructor }}').message).toMatch(/not defined/);
  expect(errorOf('{{ variables.constructor }}').message).toMatch(/no entry/);
  expect(renderTemplate('{{ index variables "toString" }}', data)).toEqual({ text: '' });
});

test('finds syntax errors without any data, and leaves missing keys to rendering', () => {
  expect(parseTemplate('{{ variables.anything }}')).toHaveProperty('nodes');
  expect(parseTemplate('{{ variables.anything')).toHaveProperty('error.line', 1);
});

describe('is bounded', () => {
  test.each([
    ['loops', '{{ range 1000000000 }}{{ end }}', /steps/],
    ['loops within loops', '{{ range 1000 }}{{ range 1000 }}{{ end }}{{ end }}', /steps/],
    ['output', '{{ range 1000 }}{{ printf "%1000d" 1 }}{{ end }}', /characters/],
    ['doubling', '{{ $x := "ab" }}{{ range 60 }}{{ $x = print $x $x }}{{ end }}', /characters/],
    ['width', '{{ printf "%999999999d" 1 }}', /width/],
    ['parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`, /deeper/],
    ['blocks', '{{ if true }}'.repeat(3000), /deeper/],
    ['chains of else', `{{ if false }}${'{{ else if false }}'.repeat(3000)}{{ end }}`, /deeper/],
    ['length', 'x'.repeat(70_000), /characters/],
  ])('in %s', (_, source, message) => {
    expect(errorOf(source).message).toMatch(message);
  });

  test('takes time in proportion to the length of hostile text', () => {
    const sources = [
      ' '.repeat(60_000),
      `{{ ${' '.repeat(60_000)}}}`,
      '{'.repeat(60_000),
      '{{- '.repeat(15_000),
    ];
    for (const source of sources) renderTemplate(`${source}{{- name }}`, data);
    expect(renderTemplate(`${' '.repeat(60_000)}{{- name }}`, data)).toEqual({ text: 'podinfo' });
  });
});
