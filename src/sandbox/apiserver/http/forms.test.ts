import { describe, expect, test } from '@jest/globals';
import { humanDuration } from '../human-duration.ts';
import { wantedForm } from './accept.ts';
import { findByPath } from './json-path.ts';
import { fromProtobuf } from './protobuf.ts';
import { routeOf } from './route.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

describe('ages are shown as kubectl shows them', () => {
  test.each([
    [-5 * SECOND, '<invalid>'],
    [0, '0s'],
    [119 * SECOND, '119s'],
    [120 * SECOND, '2m'],
    [150 * SECOND, '2m30s'],
    [11 * 60 * SECOND, '11m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + 20 * 60 * SECOND, '3h20m'],
    [30 * HOUR, '30h'],
    [49 * HOUR, '2d1h'],
    [24 * 30 * HOUR, '30d'],
    [24 * 400 * 2 * HOUR, '2y70d'],
    [24 * 365 * 9 * HOUR, '9y'],
  ])('%d ms is %s', (ms, shown) => {
    expect(humanDuration(ms)).toBe(shown);
  });
});

describe('paths of printer columns', () => {
  const object = {
    status: {
      'a.b': 'x',
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'Old', status: 'False' },
      ],
    },
    spec: { list: [{ n: 1 }, { n: 2 }] },
  };
  test.each([
    ['.spec.list[0].n', [1]],
    ['.spec.list[-1].n', [2]],
    ['.spec.list[*].n', [1, 2]],
    [`.status['a.b']`, ['x']],
    ['.status.a\\.b', ['x']],
    ['.status.conditions[?(@.type=="Ready")].status', ['True']],
    [`.status.conditions[?(@.type!='Ready')].type`, ['Old']],
    ['.status.none.deeper', []],
  ])('%s', (path, expected) => {
    expect(findByPath(path, object)).toEqual(expected);
  });
  test('a path that cannot be read finds nothing', () => {
    expect(findByPath('.a[', object)).toBeUndefined();
  });
});

describe('the wanted form', () => {
  test('the first that can be served wins', () => {
    const accept =
      'application/vnd.kubernetes.protobuf,application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    expect(wantedForm(accept, ['object', 'table'])).toBe('table');
    expect(wantedForm(accept, ['object'])).toBe('object');
    expect(wantedForm('application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1', ['metadata'])).toBe(
      'metadata',
    );
    expect(wantedForm(undefined, ['object'])).toBe('object');
  });
  test('none is 406', () => {
    expect(() => wantedForm('text/html', ['object'])).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ status: 406 }) as object }),
    );
  });
});

describe('paths of the API', () => {
  test.each([
    ['/api/v1/namespaces', { type: { group: '', version: 'v1', plural: 'namespaces' } }],
    ['/api/v1/namespaces/a', { type: { group: '', version: 'v1', plural: 'namespaces' }, name: 'a' }],
    [
      '/api/v1/namespaces/a/status',
      { type: { group: '', version: 'v1', plural: 'namespaces' }, name: 'a', subresource: 'status' },
    ],
    ['/api/v1/namespaces/a/pods', { type: { group: '', version: 'v1', plural: 'pods' }, namespace: 'a' }],
    ['/apis/apps/v1/deployments', { type: { group: 'apps', version: 'v1', plural: 'deployments' } }],
    [
      '/apis/apps/v1/namespaces/a/deployments/b/scale',
      {
        type: { group: 'apps', version: 'v1', plural: 'deployments' },
        namespace: 'a',
        name: 'b',
        subresource: 'scale',
      },
    ],
  ])('%s', (path, place) => {
    expect(routeOf(path)).toEqual({ kind: 'resource', place });
  });
  test.each(['/api', '/apis/apps/v1', '/version', '/a/b'])('%s is a document', (path) => {
    expect(routeOf(path)).toEqual({ kind: 'document', path });
  });
});

describe('protobuf bodies', () => {
  test.each([
    ['no envelope', Buffer.from('{}')],
    ['a cut body', Buffer.from('k8s\0\x0a\x7f')],
    ['a number without end', Buffer.concat([Buffer.from('k8s\0'), Buffer.alloc(20, 0xff)])],
  ])('%s is refused', (_what, body) => {
    expect(() => fromProtobuf(body)).toThrow(expect.objectContaining({ code: 'REJECTED' }));
  });
});
