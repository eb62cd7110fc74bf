import { expect } from '@jest/globals';
import { CommandFailed, outcomeOf } from '../../support/command.ts';
import { expectPrimaryAt, expectServed } from '../../support/expectations.ts';
import { LOAD_PORT } from '../../support/manifests.ts';
import { type Person, personWho } from '../../support/person.ts';
import { scenario } from '../../support/scenario.ts';

const GATES = ['confirm-rollout', 'confirm-promotion'];

/** Roles as docs/steering.md gives them, on a server whose authorizer decides. */
scenario('steering', { health: 'healthy' }, async ({ stage, when, then }) => {
  const people: Person[] = [];
  const somebodyWho = async (name: string, verbs: readonly string[]): Promise<Person> => {
    const person = await personWho(stage, name, verbs);
    people.push(person);
    return person;
  };
  const refusalOf = async (person: Person, ...args: string[]): Promise<string> => {
    const outcome = await outcomeOf(person.kubectl(...args));
    if (outcome instanceof CommandFailed) return outcome.output;
    throw new Error(`${args.join(' ')} was not refused: ${outcome}`);
  };
  /** What people can have changed. */
  const asked = (): unknown => {
    const { metadata, spec } = stage.canary();
    return {
      annotations: metadata.annotations?.['serinette.dev/command'],
      spec,
      command: stage.status()['command'],
    };
  };

  try {
    const steerer = await somebodyWho('steerer', ['get', 'list', 'watch', 'patch']);
    const viewer = await somebodyWho('viewer', ['get', 'list', 'watch']);
    const stranger = await somebodyWho('stranger', []);

    await when('nobody opens the gates of the Canary', () => {
      const url = `http://load.${stage.namespace}:${LOAD_PORT}/gate/check`;
      return stage.applyCanary({ analysis: { webhooks: GATES.map((type) => ({ name: type, type, url })) } });
    });
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));
    await then('it waits for its start', () => stage.untilPhase('Waiting', 60));

    const before = asked();
    await then('somebody who may only look is refused by the API server, whatever they ask for', async () => {
      for (const verb of ['approve', 'rollback', 'pause']) {
        const said = await refusalOf(viewer, 'serinette', verb, 'app');
        expect(said).toMatch(/cannot patch resource \\?"canaries\\?" in API group \\?"flagger\.app\\?"/);
        expect(said).toContain(`system:serviceaccount:${stage.namespace}:viewer`);
      }
      expect(await viewer.kubectl('get', 'canaries')).toContain('Waiting');
    });
    await then('somebody without any right is, too', async () => {
      const said = await refusalOf(stranger, 'serinette', 'approve', 'app');
      expect(said).toMatch(/cannot get resource \\?"canaries\\?"/);
    });
    await then('nothing has changed by that', () => {
      expect(asked()).toEqual(before);
      expect(stage.status()['phase']).toBe('Waiting');
    });

    await when('somebody with the right approves', () => steerer.kubectl('serinette', 'approve', 'app'));
    await then('it starts', () => stage.untilPhase('Progressing', 60));
    await then('it gets a share of the traffic', () =>
      stage.until('weight 20', () => stage.status()['canaryWeight'] === 20),
    );
    await when('they halt it', () => steerer.kubectl('serinette', 'halt', 'app'));
    await then('it says so', () =>
      stage.until('Holding: Halted', () => stage.condition('Holding')?.['reason'] === 'Halted', 30),
    );
    await when('they let it go on', () => steerer.kubectl('serinette', 'resume', 'app'));
    await then('it waits for its promotion', () => stage.untilPhase('WaitingPromotion', 180));
    await then('somebody who may only look cannot end the wait', async () => {
      expect(await refusalOf(viewer, 'serinette', 'promote', 'app')).toContain('cannot patch');
      expect(stage.status()['phase']).toBe('WaitingPromotion');
    });
    await when('they approve again', () => steerer.kubectl('serinette', 'approve', 'app'));
    await then('it is promoted, although no gate was ever opened', () => stage.untilPhase('Succeeded', 120));
    await then('all users are served the new version', async () => {
      expectPrimaryAt(stage, '1.0.1');
      await expectServed(stage, '1.0.1');
    });
    await then('to steer is all that they may do', async () => {
      expect(await refusalOf(steerer, 'delete', 'canary', 'app')).toContain('cannot delete resource');
      expect(await refusalOf(steerer, 'get', 'deployments')).toContain('cannot list resource');
    });
  } finally {
    for (const person of people) person.leave();
  }
});
