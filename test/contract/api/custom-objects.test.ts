import { beforeAll, expect, test } from '@jest/globals';
import type { Defined } from '../definitions.ts';
import { define } from '../definitions.ts';
import type { Json } from '../session.ts';
import { complaints, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

describeContract('custom objects', (api) => {
  let widgets: Defined;
  beforeAll(async () => {
    widgets = await define(api());
  }, 60_000);
  const widget = (name: string, spec: unknown = {}) => ({
    apiVersion: widgets.apiVersion,
    kind: 'Widget',
    metadata: { name },
    spec: { size: 1, ...(spec as object) },
  });
  const post = (spec: unknown, query: Record<string, string> = {}) =>
    api().post(api().at(widgets.resource), widget(api().name(), spec), query);
  const stored = async (spec: unknown): Promise<Json> => (await api().must(201, post(spec))).spec;

  test('defaults are filled in, also below defaults', async () => {
    expect(await stored({})).toEqual({ size: 1, mode: 'plain', nested: { depth: 3 } });
  });

  test('a value wins over its default', async () => {
    expect(await stored({ mode: 'fancy', nested: { depth: 0 } })).toMatchObject({
      mode: 'fancy',
      nested: { depth: 0 },
    });
  });

  test('elements of lists have defaults', async () => {
    expect((await stored({ steps: [{ name: 'a' }, { name: 'b', weight: 5 }] })).steps).toEqual([
      { name: 'a', weight: 1 },
      { name: 'b', weight: 5 },
    ]);
  });

  test('a default is kept when a field is removed', async () => {
    const name = api().name();
    await api().make(api().at(widgets.resource), widget(name, { mode: 'fancy' }));
    const { body } = await api().merge(api().at(widgets.resource, name), { spec: { mode: null } });
    expect(body.spec.mode).toBe('plain');
  });

  test('unknown fields are dropped', async () => {
    expect(
      await stored({ unknown: 1, nested: { deep: { a: 'x', b: 'y' } }, steps: [{ name: 'a', extra: 1 }] }),
    ).toEqual({
      size: 1,
      mode: 'plain',
      nested: { depth: 3, deep: { a: 'x' } },
      steps: [{ name: 'a', weight: 1 }],
    });
  });

  test('unknown fields stay where the schema says so', async () => {
    const free = { any: { thing: [1, 'two', null] } };
    expect((await stored({ free })).free).toEqual(free);
  });

  test('unknown fields beside the spec are dropped', async () => {
    const name = api().name();
    const made = await api().make(api().at(widgets.resource), { ...widget(name), extra: { a: 1 } });
    expect(made.extra).toBeUndefined();
  });

  test('null is dropped where it is not allowed, and defaulted', async () => {
    expect(await stored({ mode: null, title: null })).toEqual({
      size: 1,
      mode: 'plain',
      nested: { depth: 3 },
    });
  });

  test('null is kept where it is allowed', async () => {
    expect(await stored({ note: null })).toMatchObject({ note: null });
  });

  test.each([80, 'http', '80%'])('%j is an int or a string', async (port) => {
    expect((await stored({ port })).port).toBe(port);
  });

  test('maps of strings keep their keys', async () => {
    expect((await stored({ labels: { a: 'b', 'c/d': 'e' } })).labels).toEqual({ a: 'b', 'c/d': 'e' });
  });

  test.each<[string, object, string[]]>([
    ['a value below its minimum', { size: 0 }, ['FieldValueInvalid spec.size']],
    ['a value above its maximum', { size: 101 }, ['FieldValueInvalid spec.size']],
    ['a value on an exclusive minimum', { ratio: 0 }, ['FieldValueInvalid spec.ratio']],
    ['text for a number', { size: '1' }, ['FieldValueTypeInvalid spec.size']],
    ['a fraction for an integer', { size: 1.5 }, ['FieldValueTypeInvalid spec.size']],
    ['a number for text', { title: 12 }, ['FieldValueTypeInvalid spec.title']],
    ['text for a truth', { enabled: 'true' }, ['FieldValueTypeInvalid spec.enabled']],
    ['a time that is none', { since: 'now' }, ['FieldValueTypeInvalid spec.since']],
    ['a truth for an int or string', { port: true }, ['FieldValueTypeInvalid spec.port']],
    ['an object for a list', { tags: {} }, ['FieldValueTypeInvalid spec.tags']],
    ['a list for an object', { nested: [] }, ['FieldValueTypeInvalid spec.nested']],
    ['a value outside its enum', { colour: 'blue' }, ['FieldValueNotSupported spec.colour']],
    ['a value that misses its pattern', { interval: '1h' }, ['FieldValueInvalid spec.interval']],
    ['short text', { title: 'a' }, ['FieldValueInvalid spec.title']],
    ['long text', { title: 'abcdef' }, ['FieldValueTooLong spec.title']],
    ['a long list', { tags: ['a', 'b', 'c'] }, ['FieldValueTooMany spec.tags']],
    ['an empty list', { tags: [] }, ['FieldValueInvalid spec.tags']],
    [
      'an element without what it needs',
      { steps: [{ name: 'a' }, {}] },
      ['FieldValueRequired spec.steps[1].name'],
    ],
    ['an element of a wrong type', { tags: ['a', 1] }, ['FieldValueTypeInvalid spec.tags[1]']],
    ['a wrong value of a map', { labels: { a: 1 } }, ['FieldValueTypeInvalid spec.labels.a']],
    [
      'a wrong value of a map with a strange key',
      { labels: { 'a.b/c': 1 } },
      ['FieldValueTypeInvalid spec.labels.a.b/c'],
    ],
    [
      'doubles in a keyed list',
      { keyed: [{ name: 'a' }, { name: 'a' }] },
      ['FieldValueDuplicate spec.keyed[1]'],
    ],
    ['two choices of one', { choice: { a: 'x', b: 'y' } }, ['FieldValueInvalid <nil>']],
  ])('%s is refused', async (_what, spec, expected) => {
    const answer = await post(spec);
    expect(answer.status).toBe(422);
    expect(answer.body.reason).toBe('Invalid');
    expect(complaints(answer)).toEqual(expected);
  });

  test('no choice of one is refused, with what would be needed', async () => {
    const answer = await post({ choice: {} });
    expect(answer.status).toBe(422);
    expect(complaints(answer)).toContain('FieldValueInvalid <nil>');
  });

  test('every mistake is told at once', async () => {
    const answer = await post({ size: 0, colour: 'blue', interval: 'x' });
    expect(complaints(answer).toSorted()).toEqual([
      'FieldValueInvalid spec.interval',
      'FieldValueInvalid spec.size',
      'FieldValueNotSupported spec.colour',
    ]);
  });

  test('what is required is required', async () => {
    const { spec: _spec, ...bare } = widget(api().name());
    expect(complaints(await api().post(api().at(widgets.resource), bare))).toEqual([
      'FieldValueRequired spec',
    ]);
    const name = api().name();
    const sizeless = { ...widget(name), spec: {} };
    const answer = await api().post(api().at(widgets.resource), sizeless);
    expect(refusal(answer)).toEqual({
      status: 422,
      code: 422,
      reason: 'Invalid',
      details: {
        name,
        group: widgets.apiVersion.split('/')[0],
        kind: 'Widget',
        causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.size' }],
      },
    });
    expect(answer.body.message).toBe(
      `Widget.${widgets.apiVersion.split('/')[0]} "${name}" is invalid: spec.size: Required value`,
    );
  });

  test.each<[string, object, string]>([
    ['a minimum', { size: 0 }, 'Invalid value: 0: spec.size in body should be greater than or equal to 1'],
    ['a maximum', { size: 200 }, 'Invalid value: 200: spec.size in body should be less than or equal to 100'],
    ['a type', { size: 'x' }, 'Invalid value: "string": spec.size in body must be of type integer: "string"'],
    ['an enum', { colour: 'blue' }, 'Unsupported value: "blue": supported values: "red", "green", ""'],
    [
      'a pattern',
      { interval: '1h' },
      `Invalid value: "1h": spec.interval in body should match '^[0-9]+(m|s)$'`,
    ],
    ['a length', { title: 'a' }, 'Invalid value: "a": spec.title in body should be at least 2 chars long'],
    ['a size', { tags: [] }, 'Invalid value: 0: spec.tags in body should have at least 1 items'],
    ['a longest', { title: 'abcdef' }, 'Too long: may not be more than 5 bytes'],
    ['a largest', { tags: ['a', 'b', 'c'] }, 'Too many: 3: must have at most 2 items'],
    ['a double', { keyed: [{ name: 'a' }, { name: 'a' }] }, 'Duplicate value: {"name":"a"}'],
  ])('%s is told in these words', async (_what, spec, message) => {
    expect((await post(spec)).body.details.causes[0].message).toBe(message);
  });

  test('a patch that breaks the schema is refused', async () => {
    const name = api().name();
    await api().make(api().at(widgets.resource), widget(name));
    expect(complaints(await api().merge(api().at(widgets.resource, name), { spec: { size: 0 } }))).toEqual([
      'FieldValueInvalid spec.size',
    ]);
  });

  test('strict validation refuses what is unknown', async () => {
    const answer = await post({ unknown: 1, nested: { other: 2 } }, { fieldValidation: 'Strict' });
    expect(refusal(answer)).toMatchObject({ status: 400, reason: 'BadRequest' });
    expect(answer.body.message).toContain('unknown field "spec.unknown"');
    expect(answer.body.message).toContain('unknown field "spec.nested.other"');
  });

  test.each([
    ['Warn', 'unknown field "spec.unknown"'],
    ['', 'unknown field "spec.unknown"'],
  ])('validation %j warns of what is unknown', async (fieldValidation, message) => {
    const answer = await post({ unknown: 1 }, fieldValidation === '' ? {} : { fieldValidation });
    expect(answer.status).toBe(201);
    expect(answer.headers['warning']).toBe(`299 - "${message.replaceAll('"', '\\"')}"`);
  });

  test('ignoring validation says nothing', async () => {
    const answer = await post({ unknown: 1 }, { fieldValidation: 'Ignore' });
    expect([answer.status, answer.headers['warning']]).toEqual([201, undefined]);
  });

  test('a body that is no object of the kind is refused', async () => {
    for (const body of ['{', '[]', '{}', '"x"']) {
      const answer = await api().call('POST', api().at(widgets.resource), { body });
      expect([body, answer.status]).toEqual([body, 400]);
    }
  });
});
