import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { TemplateData } from '../../../src/domain/template/evaluate.ts';
import { renderTemplate } from '../../../src/domain/template/template.ts';

interface Case {
  readonly template: string;
  /** What Go's engine gave. */
  readonly output?: string;
  /** Go's engine refused it. */
  readonly error?: true;
  /** Go gave an output, we refuse it on purpose. */
  readonly refused?: string;
}

interface Golden extends TemplateData {
  readonly cases: readonly Case[];
}

const golden = JSON.parse(readFileSync(new URL('go-text-template.json', import.meta.url), 'utf8')) as Golden;

const shown = ({ template }: Case): string => JSON.stringify(template);

describe("agrees with Go's engine", () => {
  const same = golden.cases.filter(({ output, refused }) => output !== undefined && refused === undefined);
  const refused = golden.cases.filter((item) => item.error === true || item.refused !== undefined);

  test('over enough cases to mean something', () => {
    expect(same.length).toBeGreaterThan(150);
    expect(refused.length).toBeGreaterThan(100);
  });

  test.each(same.map((item) => [shown(item), item] as const))('renders %s', (_, { template, output }) => {
    expect(renderTemplate(template, golden)).toEqual({ text: output });
  });

  test.each(refused.map((item) => [shown(item), item] as const))('refuses %s', (_, { template }) => {
    expect(renderTemplate(template, golden)).toEqual({
      error: {
        line: expect.any(Number),
        column: expect.any(Number),
        message: expect.stringMatching(/\S/),
      },
    });
  });
});
