import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CORPUS } from './corpus/stories.ts';
import { drawStory } from './explore/draw-story.ts';
import { INVARIANTS } from './explore/invariants.ts';
import { live } from './explore/live.ts';

/** The runner lives through thousands; these show that the explorer works, and that what was mended stays so. */
const SEEDS = Array.from({ length: 40 }, (_, at) => at + 1);

describe('a story that once broke an invariant breaks none any more', () => {
  test.each(CORPUS)('$found', async ({ story }) => {
    expect((await live(story)).violations).toEqual([]);
  });
});

describe('stories of faults', () => {
  test('break no invariant, and come to their end', async () => {
    const broken: unknown[] = [];
    for (const seed of SEEDS) {
      const { violations } = await live(drawStory(seed));
      if (violations.length > 0) broken.push({ seed, violations });
    }
    expect(broken).toEqual([]);
  }, 120_000);

  test('have the same history with the same seed, to the last write, and another one with another', async () => {
    const [one, same, other] = [await live(drawStory(7)), await live(drawStory(7)), await live(drawStory(8))];
    expect(same.hash).toBe(one.hash);
    expect(other.hash).not.toBe(one.hash);
  });

  test('are told write by write when that is asked for', async () => {
    const { trace } = await live({ ...drawStory(1), faults: [] }, { isTraced: true });
    expect(trace.join('\n')).toMatch(/operator-1 update Canary\/podinfo\/status Succeeded/);
  });
});

test('docs/safety.md has each invariant, in the words of the checker', () => {
  const page = readFileSync(`${import.meta.dirname}/../../docs/safety.md`, 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| S-') && line.split('|').length === 4);
  expect(rows).toEqual(INVARIANTS.map(({ id, says }) => `| ${id} | ${says} |`).toSorted());
});
