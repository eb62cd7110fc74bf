import { describe, expect, test } from '@jest/globals';
import { aRehearsal } from '../../../test/builders/study.ts';
import { parseXml, type XmlElement } from '../../../test/support/xml.ts';
import { distributionOf, plotOf } from './plot.ts';
import { clockStep, roundStep, ticksAround } from './ticks.ts';

const MINUTE = 60_000;

describe('ticks', () => {
  test.each([
    [50, 5, 10],
    [1, 5, 0.2],
    [1.1, 5, 0.25],
    [12, 5, 2.5],
    [0, 5, 0.2],
    [0.003, 5, 0.001],
  ])('divide a width of %d into at most %d by %d', (width, most, step) => {
    expect(roundStep(width, most)).toBeCloseTo(step, 12);
  });

  test.each([
    [6 * MINUTE, 6, MINUTE],
    [6.2 * MINUTE, 6, 2 * MINUTE],
    [0, 6, 1000],
    [30 * 86_400_000, 6, 7 * 86_400_000],
    [365 * 86_400_000, 6, 63 * 86_400_000],
  ])('divide %d ms into at most %d by %d ms', (width, most, step) => {
    expect(clockStep(width, most)).toBe(step);
  });

  test('lie around what they hold, and are round', () => {
    expect(ticksAround(0.1, 0.35, 0.1)).toEqual([0.1, 0.2, 0.3, 0.4]);
    // A tenth has no exact form: 0.3 / 0.1 is a little less than 3.
    expect(ticksAround(0.3, 0.7, 0.1)).toEqual([0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(ticksAround(-3, 7, 5)).toEqual([-5, 0, 5, 10]);
    expect(ticksAround(5, 5, 5)).toEqual([5]);
  });
});

const curve = (values: readonly number[], over: object = {}) => ({
  name: 'm',
  unit: '',
  points: values.map((value, index) => ({ atMs: index * MINUTE, value })),
  bound: '<= 5',
  bounds: { min: undefined, max: 5 },
  ...over,
});

const all = (element: XmlElement, name: string): readonly XmlElement[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => all(child, name)),
];

const numbersIn = (element: XmlElement): readonly number[] => [
  ...Object.entries(element.attributes).flatMap(([name, value]) =>
    ['x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'width', 'height'].includes(name) ? [Number(value)] : [],
  ),
  ...element.children.flatMap(numbersIn),
];

const VALUES = [[], [0], [5], [-1, 3], [5, 5, 5], [1e9, 0.001]] as const;

describe('a plot', () => {
  test.each(VALUES.map((values) => [values]))('of %j stays within its frame', (values) => {
    for (const bounds of [{ min: undefined, max: 5 }, { min: 0, max: 0 }, undefined]) {
      const figure = parseXml(plotOf({ ...curve(values), bounds }, aRehearsal()));
      const numbers = numbersIn(figure);
      expect(numbers.every((number) => number >= 0 && number <= 560)).toBe(true);
    }
  });

  test('has no value above a hundred percent on its axis', () => {
    const figure = parseXml(
      plotOf(curve([99.4, 100], { unit: ' %', bounds: { min: 99, max: undefined } }), aRehearsal()),
    );
    const labels = all(figure, 'text').filter(({ attributes }) => attributes['class'] === 'value');
    expect(labels.at(-1)?.text).toBe('100 %');
  });

  test('marks each warning, and tells it', () => {
    const warning = { atMs: MINUTE, type: 'Warning', reason: 'r', message: 'a < b' } as const;
    const after = { ...warning, atMs: 3_600_000 };
    const figure = parseXml(plotOf(curve([1]), aRehearsal({ moments: [warning, after] })));
    expect(all(figure, 'g').map((mark) => all(mark, 'title')[0]?.text)).toEqual(['1m: a < b']);
  });
});

describe('a distribution', () => {
  const countsIn = (figure: XmlElement): readonly string[] =>
    all(figure, 'rect').map((column) => all(column, 'title')[0]?.text ?? '');
  const options = { unit: 'share', told: String } as const;

  test('counts every value once', () => {
    const values = Array.from({ length: 101 }, (_, at) => at / 100);
    const columns = countsIn(parseXml(distributionOf('d', values, options)));
    expect(columns).toHaveLength(10);
    expect(columns.reduce((sum, says) => sum + Number(says.split(': ')[1]), 0)).toBe(101);
    expect(columns[0]).toMatch(/^0 to 0\.1: 10$/);
  });

  test.each([[[0.3]], [[0, 0]], [[-0.1, 0.4]]])('of %j counts %#', (values) => {
    const columns = countsIn(parseXml(distributionOf('d', values, options)));
    expect(columns.reduce((sum, says) => sum + Number(says.split(': ')[1]), 0)).toBe(values.length);
  });

  test('of times has columns of a clock', () => {
    const figure = parseXml(
      distributionOf('d', [6 * MINUTE, 12 * MINUTE], { unit: 'time', told: (ms) => `${ms / MINUTE}m` }),
    );
    const columns = countsIn(figure);
    expect([columns.length, columns[0], columns.at(-1)]).toEqual([12, '6m to 6.5m: 1', '11.5m to 12m: 1']);
  });
});
