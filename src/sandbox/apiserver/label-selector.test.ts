import { describe, expect, test } from '@jest/globals';
import { parseLabelSelector } from './label-selector.ts';

const LABELS = { app: 'web', tier: 'front', 'example.dev/size': '3', empty: '' };

describe('label selectors', () => {
  test.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app = db', false],
    ['app!=web', false],
    ['missing!=web', true],
    ['app in (web, db)', true],
    ['app notin (web)', false],
    ['missing notin (web)', true],
    ['tier', true],
    ['!tier', false],
    ['!missing', true],
    ['empty=', true],
    ['example.dev/size>2', true],
    ['example.dev/size<3', false],
    ['app in (web,db),tier=front,!missing', true],
    ['app=web,tier=back', false],
  ])('"%s" is %s', (selector, expected) => {
    expect(parseLabelSelector(selector)(LABELS)).toBe(expected);
  });

  test.each(['app in', '=x', 'a b', 'app in (web', 'app=-x', 'app=a=b'])('"%s" is refused', (selector) => {
    expect(() => parseLabelSelector(selector)).toThrow(expect.objectContaining({ code: 'REJECTED' }));
  });
});
