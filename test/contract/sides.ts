import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { systemClock, systemRandom } from '../../src/runtime/clock.ts';
import { makeApiServer } from '../../src/sandbox/apiserver/api-server.ts';
import { serveApi } from '../../src/sandbox/apiserver/http-face.ts';
import { type Session, openSession } from './session.ts';

/** One of the servers that are held to the same contract. */
export interface Side {
  readonly name: 'embedded' | 'real';
  readonly isPresent: boolean;
  readonly open: () => Promise<Session>;
}

const openEmbedded = async (): Promise<Session> => {
  const face = await serveApi(makeApiServer({ clock: systemClock, random: systemRandom }), {
    clock: systemClock,
  });
  const folder = await mkdtemp(join(tmpdir(), 'contract-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, face.kubeconfig);
  return openSession('embedded', kubeconfig, async () => {
    await face.close();
    await rm(folder, { recursive: true });
  });
};

const KUBECONFIG = process.env['CONTRACT_KUBECONFIG'] ?? '';

const SIDES: readonly Side[] = [
  { name: 'embedded', isPresent: true, open: openEmbedded },
  {
    name: 'real',
    isPresent: KUBECONFIG !== '',
    open: () => openSession('real', KUBECONFIG, () => Promise.resolve()),
  },
];

/** What a real cluster needs time for: discovery, garbage collection, the end of a namespace. */
const PATIENCE_MS = 60_000;

/** The same tests for both servers; those of an absent server count as skipped. */
export const describeContract = (area: string, tests: (session: () => Session) => void): void => {
  for (const side of SIDES) {
    const block = side.isPresent ? describe : describe.skip;
    block(`${area}, ${side.name} API server`, () => {
      let session: Session | undefined;
      beforeAll(async () => {
        session = await side.open();
      }, PATIENCE_MS);
      afterAll(() => session?.close(), PATIENCE_MS);
      tests(() => {
        if (session === undefined) throw new Error('no session');
        return session;
      });
    });
  }
};
