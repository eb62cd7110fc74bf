import { expect } from '@jest/globals';
import { run } from '../../support/command.ts';
import {
  installOwnOperator,
  operatorMay,
  RELEASE,
  uninstallOwnOperator,
} from '../../support/own-operator.ts';
import { scenario } from '../../support/scenario.ts';
import { settings } from '../../support/settings.ts';

scenario(
  'namespaced-role',
  {
    health: 'healthy',
    // The operator's pod must pass the strictest Pod Security level; that of the applications is not ours.
    namespaceLabels: { 'pod-security.kubernetes.io/warn': 'restricted' },
    prepare: (stage) => installOwnOperator(stage),
    cleanUp: uninstallOwnOperator,
  },
  async ({ stage, when, then }) => {
    await when('the operator is installed for one namespace', async () => {
      const env = { KUBECONFIG: settings.kubeconfig };
      const manifest = await run('helm', ['get', 'manifest', RELEASE, '-n', stage.namespace], { env });
      expect(manifest).not.toMatch(/kind: ClusterRole/);
    });
    await then('its account may do its work there, and nothing elsewhere', async () => {
      expect(await operatorMay(stage, 'update', 'canaries.flagger.app', { subresource: 'status' })).toBe(
        true,
      );
      expect(await operatorMay(stage, 'list', 'secrets', { where: 'kube-system' })).toBe(false);
      expect(await operatorMay(stage, 'list', 'canaries.flagger.app', { where: 'default' })).toBe(false);
    });
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));

    await then('it is promoted', () => stage.untilPhase('Succeeded', 180));
    await then('nothing was forbidden on the way', async () => {
      const log = await stage.kubectl('logs', `deployment/${RELEASE}`);
      expect(log).not.toMatch(/FORBIDDEN|forbidden/);
    });
  },
);
