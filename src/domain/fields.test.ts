import { describe, expect, test } from '@jest/globals';
import { Fields, type SpecIssue } from './fields.ts';

const reading = (value: unknown): { fields: Fields; issues: SpecIssue[] } => {
  const issues: SpecIssue[] = [];
  return { fields: new Fields(value, 'spec', issues), issues };
};

describe('a reader of fields', () => {
  test.each([
    {
      name: 'a string',
      read: (fields: Fields) => fields.string('a', 'x'),
      absent: 'x',
      wrong: 5,
      problem: 'must be a string, got 5',
    },
    {
      name: 'a boolean',
      read: (fields: Fields) => fields.boolean('a'),
      absent: false,
      wrong: 'true',
      problem: 'must be true or false, got "true"',
    },
    {
      name: 'a whole number',
      read: (fields: Fields) => fields.integer('a', { otherwise: 7 }),
      absent: 7,
      wrong: 1.5,
      problem: 'must be a whole number, got 1.5',
    },
    {
      name: 'a number of at least',
      read: (fields: Fields) => fields.integer('a', { min: 2, otherwise: 7 }),
      absent: 7,
      wrong: 1,
      problem: 'must be a whole number of at least 2, got 1',
    },
    {
      name: 'a number',
      read: (fields: Fields) => fields.number('a'),
      absent: undefined,
      wrong: '1',
      problem: 'must be a finite number, got "1"',
    },
    {
      name: 'a duration',
      read: (fields: Fields) => fields.durationMs('a', { otherwise: 7 }),
      absent: 7,
      wrong: '1x',
      problem: 'must be a duration such as 30s or 1m30s, got "1x"',
    },
    {
      name: 'a list of strings',
      read: (fields: Fields) => fields.strings('a'),
      absent: [],
      wrong: ['a', 1],
      problem: 'must be a list of strings',
    },
    {
      name: 'a map of strings',
      read: (fields: Fields) => fields.texts('a'),
      absent: {},
      wrong: { a: 1 },
      problem: 'must be a map of strings',
    },
    {
      name: 'a list',
      read: (fields: Fields) => fields.items('a'),
      absent: [],
      wrong: {},
      problem: 'must be a list',
    },
  ])(
    'answers for $name with its default when it is absent or null, and notes what is wrong',
    ({ read, absent, wrong, problem }) => {
      for (const value of [undefined, null]) {
        const { fields, issues } = reading({ a: value });
        expect(read(fields)).toEqual(absent);
        expect(issues).toEqual([]);
      }
      const { fields, issues } = reading({ a: wrong });
      expect(read(fields)).toEqual(absent);
      expect(issues).toEqual([{ path: 'spec.a', problem }]);
    },
  );

  test('names places within lists and objects', () => {
    const { fields, issues } = reading({ list: [{ inner: { a: 5 } }] });
    fields.items('list')[0]?.within('inner').string('a');
    expect(issues[0]?.path).toBe('spec.list[0].inner.a');
  });

  test('takes a whole number that was written with a point', () => {
    expect(reading({ a: 10.0 }).fields.integer('a', { otherwise: 0 })).toBe(10);
  });

  test('shows no more than the beginning of what is wrong', () => {
    const { fields, issues } = reading({ a: Array.from({ length: 100 }, () => 'x') });
    fields.string('a');
    expect(issues[0]?.problem.length).toBeLessThan(100);
  });

  test('keeps a key that is called like something of JavaScript', () => {
    const { fields } = reading(JSON.parse('{"a":{"__proto__":"x","constructor":"y"}}'));
    expect(Object.entries(fields.texts('a'))).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});
