import { describe, expect, test } from '@jest/globals';
import { isWithin, parseSample } from './threshold.ts';

describe('a value passes on positive evidence only', () => {
  test.each([
    [99, { min: 99, max: undefined }, true],
    [98.999, { min: 99, max: undefined }, false],
    [500, { min: undefined, max: 500 }, true],
    [500.001, { min: undefined, max: 500 }, false],
    [5, { min: 5, max: 5 }, true],
    [4, { min: 5, max: 6 }, false],
    [7, { min: 5, max: 6 }, false],
    [0, { min: 0, max: 0 }, true],
    [-1, { min: undefined, max: 0 }, true],
    [1, { min: undefined, max: undefined }, false],
    [Number.NaN, { min: 0, max: undefined }, false],
    [Number.NaN, { min: undefined, max: 1 }, false],
    [Number.POSITIVE_INFINITY, { min: 0, max: undefined }, false],
    [Number.NEGATIVE_INFINITY, { min: undefined, max: 0 }, false],
    [5, { min: Number.NaN, max: undefined }, false],
  ])('%d within %j: %s', (value, bounds, passes) => {
    expect(isWithin(value, bounds)).toBe(passes);
  });
});

describe('a sample is a number as a whole', () => {
  test.each([
    ['0', 0],
    ['-1.5', -1.5],
    ['+2', 2],
    ['1e3', 1000],
    ['1.2E-7', 1.2e-7],
    ['.5', 0.5],
    ['5.', 5],
    ['NaN', Number.NaN],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-Inf', Number.NEGATIVE_INFINITY],
  ])('%j is %d', (text, value) => {
    expect(parseSample(text)).toBe(value);
  });

  test.each([
    '',
    ' ',
    '1 ',
    '12abc',
    '0x10',
    '1_000',
    '1,5',
    'Infinity',
    'nan',
    'e5',
    '--1',
    '1e',
    5,
    null,
    undefined,
  ])('%j is none', (text) => {
    expect(parseSample(text)).toBeUndefined();
  });
});
