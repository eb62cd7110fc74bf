import { expect } from '@jest/globals';
import { expectServed } from '../../support/expectations.ts';
import { app } from '../../support/manifests.ts';
import { scenario } from '../../support/scenario.ts';

const settings = (version: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data: { VERSION: version },
});

scenario(
  'config-change',
  { health: 'healthy', bare: true, canary: { analysis: { interval: '10s' } } },
  async ({ stage, when, then }) => {
    await when('the version comes from a ConfigMap', async () => {
      await stage.apply(settings('1.0.0'), app({ version: '', envFrom: 'settings' }));
      await stage.applyCanary();
      await stage.untilPhase('Initialized', 120);
      await stage.startUsers();
    });
    await then('the primary reads a copy', () => {
      const [container] = stage.deployment('app-primary')['spec'].template.spec.containers;
      expect(container.envFrom).toEqual([{ configMapRef: { name: 'settings-primary' } }]);
    });
    await when('the ConfigMap changes, and nothing else', () => stage.apply(settings('1.0.1')));

    await then('a run begins', () =>
      stage.until('phase Progressing', () => stage.status()['phase'] === 'Progressing', 30),
    );
    await then('the copy is the old one until it is promoted', async () => {
      const copy = await stage.kubectl(
        'get',
        'configmap',
        'settings-primary',
        '-o',
        'jsonpath={.data.VERSION}',
      );
      expect(copy).toBe('1.0.0');
    });
    await then('it is promoted', () => stage.untilPhase('Succeeded', 180));
    await then('the copy and what users are served are the new ones', async () => {
      const copy = await stage.kubectl(
        'get',
        'configmap',
        'settings-primary',
        '-o',
        'jsonpath={.data.VERSION}',
      );
      expect(copy).toBe('1.0.1');
      await expectServed(stage, '1.0.1');
    });
  },
);
