import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { KubeObject } from '../../src/api/objects.ts';
import { validateCanary } from '../../src/api/validate.ts';
import { parsePlan } from '../../src/domain/plan.ts';
import { STRATEGIES } from '../../src/domain/plan-strategy.ts';
import { DEFAULTS } from '../builders/plan.ts';

const page = readFileSync(`${import.meta.dirname}/../../docs/strategies.md`, 'utf8');

/** Each example with the headings above it. */
const EXAMPLES = page.split(/^## /m).flatMap((part) => {
  const chapter = part.split('\n', 1)[0] ?? '';
  return part.split(/^### /m).flatMap((section) => {
    const name = section.split('\n', 1)[0] ?? '';
    return [...section.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml = '']) => ({ chapter, name, yaml }));
  });
});

test('docs/strategies.md has an example of each strategy', () => {
  const chapters = EXAMPLES.map(({ chapter }) => chapter);
  expect(STRATEGIES.filter((strategy) => !chapters.includes(strategy))).toEqual([]);
});

test.each(EXAMPLES)('the example of $chapter, $name is served as what it is called', ({ chapter, yaml }) => {
  const canary = parse(yaml) as KubeObject;
  expect(validateCanary(canary)).toEqual([]);
  const parsed = parsePlan(canary, DEFAULTS);
  expect('issues' in parsed ? parsed.issues : []).toEqual([]);
  if ('plan' in parsed && STRATEGIES.some((strategy) => strategy === chapter))
    expect(parsed.plan.analysis.strategy).toBe(chapter);
});
