import { expect } from '@jest/globals';
import { APP, APP_PORT } from '../../support/manifests.ts';
import { expectServed, expectWeights } from '../../support/expectations.ts';
import { scenario } from '../../support/scenario.ts';

/** A browser that meets the canary, and comes back with its cookie; it prints what it saw. */
const BROWSER = `
  const url = 'http://${APP}:${APP_PORT}/';
  const seen = { cookie: '', versions: [] };
  for (let count = 0; count < 400 && seen.cookie === ''; count += 1) {
    const answer = await fetch(url);
    const cookie = answer.headers.getSetCookie().find((text) => text.startsWith('who='));
    if (cookie !== undefined && answer.headers.get('x-version') === '1.0.1') seen.cookie = cookie;
  }
  const [cookie] = seen.cookie.split(';');
  for (let count = 0; count < 60; count += 1) {
    const answer = await fetch(url, { headers: { cookie } });
    seen.versions.push(answer.headers.get('x-version'));
  }
  console.log(JSON.stringify(seen));`;

const SESSION = { cookieName: 'who', maxAge: 600, path: '/', httpOnly: true };

scenario(
  'session-affinity',
  { health: 'healthy', canary: { analysis: { maxWeight: 40, sessionAffinity: SESSION } } },
  async ({ stage, when, then }) => {
    await when('version 1.0.1 has a share of the traffic', async () => {
      await stage.release('1.0.1');
      await stage.until('weight 20', () => stage.status()['canaryWeight'] === 20);
    });

    await then('who has met it stays with it', async () => {
      const args = ['--input-type=module', '--eval', BROWSER];
      const output = await stage.kubectl('exec', 'deployment/load', '-c', 'load', '--', 'node', ...args);
      const seen = JSON.parse(output) as { cookie: string; versions: string[] };
      expect(seen.cookie.split(';')[0]).toBe(stage.status()['sessionAffinityCookie']);
      expect(seen.cookie).toMatch(/; Max-Age=600/);
      expect(seen.cookie).toMatch(/; Path=\/(;|$)/);
      expect(seen.cookie).toMatch(/; HttpOnly(;|$)/);
      expect(new Set(seen.versions)).toEqual(new Set(['1.0.1']));
    });
    await then('it is promoted', () => stage.untilPhase('Succeeded', 180));
    await then('the weights were those of the steps', () => expectWeights(stage, [0, 20, 40]));
    await then('its cookie is one that browsers are told to forget', () => {
      expect(stage.status()['sessionAffinityCookie']).toBeUndefined();
      expect(stage.status()['previousSessionAffinityCookie']).toMatch(/^who=/);
    });
    await then('in the end everyone is served the new version', () => expectServed(stage, '1.0.1'));
  },
);
