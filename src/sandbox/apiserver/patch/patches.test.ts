import { describe, expect, test } from '@jest/globals';
import { builtinSchema } from '../schema/builtin/kinds.ts';
import { jsonPatch } from './json-patch.ts';
import { mergePatch } from './merge-patch.ts';
import { strategicMergePatch } from './strategic-merge.ts';

describe('JSON patch', () => {
  const document = { a: { b: [1, 2, 3] }, 'x/y~z': 1 };

  test.each([
    ['adds to an object', { op: 'add', path: '/a/c', value: 4 }, { ...document, a: { b: [1, 2, 3], c: 4 } }],
    ['inserts into a list', { op: 'add', path: '/a/b/1', value: 9 }, { ...document, a: { b: [1, 9, 2, 3] } }],
    ['appends', { op: 'add', path: '/a/b/-', value: 9 }, { ...document, a: { b: [1, 2, 3, 9] } }],
    ['removes', { op: 'remove', path: '/a/b/0' }, { ...document, a: { b: [2, 3] } }],
    ['replaces', { op: 'replace', path: '/a/b', value: [] }, { ...document, a: { b: [] } }],
    ['reads escaped names', { op: 'replace', path: '/x~1y~0z', value: 2 }, { ...document, 'x/y~z': 2 }],
    ['moves', { op: 'move', from: '/a/b', path: '/c' }, { a: {}, 'x/y~z': 1, c: [1, 2, 3] }],
    ['copies', { op: 'copy', from: '/a/b/2', path: '/c' }, { ...document, c: 3 }],
    ['passes a test that holds', { op: 'test', path: '/a/b', value: [1, 2, 3] }, document],
    ['takes an absent value for null in a test', { op: 'test', path: '/none', value: null }, document],
    ['adds what it is to replace', { op: 'replace', path: '/c', value: 1 }, { ...document, c: 1 }],
  ])('%s', (_what, operation, expected) => {
    expect(jsonPatch(document, [operation])).toEqual(expected);
  });

  test.each([
    ['a test that fails', { op: 'test', path: '/a/b/0', value: 7 }, 422],
    ['a missing path', { op: 'remove', path: '/none/x' }, 422],
    ['an index behind the end', { op: 'add', path: '/a/b/9', value: 1 }, 422],
    ['replacing an element that is not there', { op: 'replace', path: '/a/b/9', value: 1 }, 422],
    ['an unknown operation', { op: 'twist', path: '/a' }, 422],
    ['a path that is none', { op: 'add', path: 'a', value: 1 }, 400],
  ])('%s is refused and changes nothing', (_what, operation, status) => {
    const failure = expect.objectContaining({ status }) as object;
    expect(() => jsonPatch(document, [{ op: 'add', path: '/new', value: 1 }, operation])).toThrow(
      expect.objectContaining({ failure }),
    );
    expect(document).toEqual({ a: { b: [1, 2, 3] }, 'x/y~z': 1 });
  });
});

describe('merge patch', () => {
  test('null removes, objects merge, lists are replaced', () => {
    expect(mergePatch({ a: { b: 1, c: 2 }, l: [1, 2], k: 1 }, { a: { b: null, d: 3 }, l: [9] })).toEqual({
      a: { c: 2, d: 3 },
      l: [9],
      k: 1,
    });
  });
  test('a null inside of something new does not become a value', () => {
    expect(mergePatch({}, { a: { b: null, c: 1 } })).toEqual({ a: { c: 1 } });
  });
});

describe('strategic merge patch', () => {
  const schema = builtinSchema('Deployment');
  const containers = [
    {
      name: 'a',
      image: 'a:1',
      env: [
        { name: 'X', value: '1' },
        { name: 'Y', value: '2' },
      ],
      args: ['one', 'two'],
    },
    { name: 'b', image: 'b:1' },
  ];
  const wrap = (spec: object) => ({ spec: { template: { spec } } });
  const patchPod = (patch: object, spec: object = { containers }) =>
    (strategicMergePatch(schema, wrap(spec), wrap(patch)) as ReturnType<typeof wrap>).spec.template.spec;

  test('containers and their env merge by name, plain lists are replaced', () => {
    const patch = { containers: [{ name: 'a', env: [{ name: 'Y', value: '3' }], args: ['three'] }] };
    expect(patchPod(patch)).toEqual({
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '3' },
          ],
          args: ['three'],
        },
        { name: 'b', image: 'b:1' },
      ],
    });
  });

  test('an element is deleted by its key', () => {
    expect(patchPod({ containers: [{ name: 'a', $patch: 'delete' }] })).toEqual({
      containers: [{ name: 'b', image: 'b:1' }],
    });
  });

  test('an order for elements is kept, and new ones take their place in it', () => {
    const patch = {
      '$setElementOrder/containers': [{ name: 'b' }, { name: 'c' }, { name: 'a' }],
      containers: [{ name: 'c', image: 'c:1' }],
    };
    const result = patchPod(patch) as { containers: { name: string }[] };
    expect(result.containers.map(({ name }) => name)).toEqual(['b', 'c', 'a']);
    expect(JSON.stringify(result)).not.toContain('$setElementOrder');
  });

  test('a list and an object can be replaced as a whole', () => {
    expect(patchPod({ containers: [{ $patch: 'replace' }, { name: 'z', image: 'z' }] })).toEqual({
      containers: [{ name: 'z', image: 'z' }],
    });
    expect(
      patchPod({ securityContext: { $patch: 'replace', runAsUser: 1 } }, { securityContext: { fsGroup: 2 } }),
    ).toEqual({ securityContext: { runAsUser: 1 } });
  });

  test('only the keys to retain stay', () => {
    const before = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } };
    const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
    expect(strategicMergePatch(schema, { spec: before }, patch)).toEqual({
      spec: { strategy: { type: 'Recreate' } },
    });
  });

  test('values are taken out of a primitive list, and added without doubles', () => {
    const list = { properties: { l: { type: 'array', 'x-kubernetes-patch-strategy': 'merge' } } };
    expect(
      strategicMergePatch(list, { l: ['a', 'b'] }, { '$deleteFromPrimitiveList/l': ['a'], l: ['b', 'c'] }),
    ).toEqual({ l: ['b', 'c'] });
  });

  test('null removes a member', () => {
    expect(patchPod({ nodeName: null }, { nodeName: 'n', hostname: 'h' })).toEqual({ hostname: 'h' });
  });

  test('an element without its key is refused', () => {
    expect(() => patchPod({ containers: [{ image: 'x' }] })).toThrow(
      'does not contain declared merge key: name',
    );
  });
});
