import { describe, expect, test } from '@jest/globals';
import { CONFIG_MAP, DEPLOYMENT } from '../../../api/kinds.ts';
import { VirtualClock } from '../../../runtime/virtual-clock.ts';
import { makeApiServer } from '../api-server.ts';
import type { Place } from '../core.ts';

const setup = () => {
  const clock = new VirtualClock();
  const { core } = makeApiServer({ clock, random: () => 0.5 });
  const apply = (place: Place, manager: string, body: unknown, force = false) =>
    core.patch(place, { type: 'apply', body, force }, { user: 'u', manager });
  const update = (place: Place, manager: string, body: unknown) =>
    core.patch(place, { type: 'merge', body }, { user: 'u', manager });
  return { clock, core, apply, update };
};

const MAP: Place = { type: CONFIG_MAP, namespace: 'default', name: 'm' };
const WEB: Place = { type: DEPLOYMENT, namespace: 'default', name: 'web' };
const map = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' }, data });
const web = (spec: object, containers: object[]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    ...spec,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
  },
});
const failed = (message: string) => expect.objectContaining({ code: 'CONFLICT', message });

describe('server-side apply', () => {
  test('it creates what is not there, and a second time changes nothing', () => {
    const { apply, clock } = setup();
    const made = apply(MAP, 'one', map({ a: '1' }));
    clock.jumpWall(60_000);
    expect(apply(MAP, 'one', map({ a: '1' })).metadata.resourceVersion).toBe(made.metadata.resourceVersion);
  });

  test('what the applier no longer says goes, what others set stays', () => {
    const { apply, update } = setup();
    apply(MAP, 'one', map({ a: '1', b: '2' }));
    update(MAP, 'other', { data: { c: '3' } });
    expect(apply(MAP, 'one', map({ a: '1' }))['data']).toEqual({ a: '1', c: '3' });
  });

  test('another value for a field of another manager is a conflict that names both', () => {
    const { apply, update } = setup();
    apply(MAP, 'one', map({ a: '1', b: '1' }));
    expect(() => apply(MAP, 'two', map({ a: '2' }))).toThrow(
      failed('Apply failed with 1 conflict: conflict with "one": .data.a'),
    );
    update(MAP, 'hand', { data: { b: '9' } });
    expect(() => apply(MAP, 'one', map({ a: '1', b: '1' }))).toThrow(
      failed('Apply failed with 1 conflict: conflict with "hand" using v1: .data.b'),
    );
    expect(() => apply(MAP, 'two', map({ a: '2', b: '2' }))).toThrow(
      failed(
        'Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\nconflicts with "hand" using v1:\n- .data.b',
      ),
    );
  });

  test('the same value is shared, and only goes when the last of its managers lets it go', () => {
    const { apply } = setup();
    apply(MAP, 'one', map({ a: '1' }));
    apply(MAP, 'two', map({ a: '1', b: '1' }));
    expect(apply(MAP, 'one', map({}))['data']).toEqual({ a: '1', b: '1' });
    expect(apply(MAP, 'two', map({ b: '1' }))['data']).toEqual({ b: '1' });
  });

  test('force takes a field over for good', () => {
    const { apply } = setup();
    apply(MAP, 'one', map({ a: '1' }));
    expect(apply(MAP, 'two', map({ a: '2' }), true)['data']).toEqual({ a: '2' });
    expect(() => apply(MAP, 'one', map({ a: '1' }))).toThrow(
      failed('Apply failed with 1 conflict: conflict with "two": .data.a'),
    );
  });

  test('elements of a list with keys are fields of their own', () => {
    const { apply } = setup();
    apply(WEB, 'one', web({}, [{ name: 'app', image: 'a:1', env: [{ name: 'X', value: '1' }] }]));
    const both = apply(
      WEB,
      'two',
      web({ replicas: 3 }, [
        { name: 'app', env: [{ name: 'Y', value: '2' }] },
        { name: 'side', image: 's:1' },
      ]),
    );
    expect(both).toMatchObject({ spec: { replicas: 3 } });
    const containers = (
      both['spec'] as { template: { spec: { containers: { name: string; env?: { name: string }[] }[] } } }
    ).template.spec.containers;
    expect(containers.map(({ name }) => name)).toEqual(['app', 'side']);
    expect(containers[0]?.env?.map(({ name }) => name).sort()).toEqual(['X', 'Y']);
    expect(() => apply(WEB, 'two', web({}, [{ name: 'app', image: 'b:1' }]))).toThrow(
      failed(
        'Apply failed with 1 conflict: conflict with "one": .spec.template.spec.containers[name="app"].image',
      ),
    );
    const without = apply(WEB, 'two', web({}, [{ name: 'app' }]));
    expect(JSON.stringify(without['spec'])).not.toContain('side');
    expect(without).toMatchObject({ spec: { replicas: 1 } });
  });

  test.each([
    ['another version', { ...map({}), apiVersion: 'v2' }, 'Incorrect version specified in apply patch'],
    [
      'a record of its own',
      { ...map({}), metadata: { name: 'm', managedFields: [{ manager: 'x' }] } },
      'metadata.managedFields must be nil',
    ],
    ['another name', { ...map({}), metadata: { name: 'n' } }, 'name in patch (n) does not match'],
  ])('%s is refused', (_what, body, message) => {
    expect(() => setup().apply(MAP, 'one', body)).toThrow(message);
  });
});
