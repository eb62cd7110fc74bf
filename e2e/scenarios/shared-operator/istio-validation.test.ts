import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { CommandFailed, outcomeOf } from '../../support/command.ts';
import { scenario } from '../../support/scenario.ts';

const ISTIO = ['VirtualService', 'DestinationRule'];

interface Document {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

const documentsIn = (folder: string): { file: string; document: unknown }[] => {
  const golden = new URL(`../../../test/golden/${folder}/`, import.meta.url);
  return readdirSync(golden)
    .filter((file) => file.endsWith('.out.yaml'))
    .flatMap((file) =>
      parseAllDocuments(readFileSync(new URL(file, golden), 'utf8')).map((document) => ({
        file: `${folder}/${file}`,
        document: document.toJS() as unknown,
      })),
    );
};

/** What is generated for one Canary each. */
const goldenObjects = (): { file: string; object: Document }[] =>
  documentsIn('objects')
    .map(({ file, document }) => ({ file, object: document as Document }))
    .filter(({ object }) => ISTIO.includes(object.kind));

/** Routes in every state that the rollouts of a strategy pass through. */
const goldenRoutes = (): { file: string; object: Document }[] =>
  documentsIn('routes').map(({ file, document }) => ({
    file,
    object: {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'VirtualService',
      metadata: { name: 'golden' },
      spec: (document as { spec: object }).spec,
    },
  }));

/** As it is on its way to the API server: without what only a server may set. */
const asSent = (object: Document): object => {
  const { name, labels, annotations } = object.metadata as Record<string, unknown>;
  return { ...object, metadata: { name, labels, annotations } };
};

const BROKEN = {
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  metadata: { name: 'broken' },
  spec: { hosts: ['app'], http: [{ route: [{ destination: { host: 'app' }, weight: -1 }] }] },
};

scenario(
  'istio-validation',
  { health: 'healthy', rollout: false, rps: 0, bare: true },
  async ({ stage, when, then, note }) => {
    await when('istiod validates', () => undefined);
    await then('it refuses a broken route', async () => {
      const refused = await stage.tryApply(BROKEN).catch((thrown: unknown) => thrown);
      expect(refused).toBeInstanceOf(CommandFailed);
      expect((refused as CommandFailed).output).toMatch(
        /admission webhook "[^"]*istio[^"]*" denied the request/,
      );
    });
    await then('it takes all that our golden files hold', async () => {
      const objects = goldenObjects();
      expect(new Set(objects.map(({ object }) => object.kind))).toEqual(new Set(ISTIO));
      const routes = goldenRoutes();
      expect(routes.length).toBeGreaterThan(20);
      for (const { file, object } of [...objects, ...routes]) {
        const refused = await outcomeOf(stage.tryApply(asSent(object)));
        expect([file, refused instanceof CommandFailed ? refused.output : '']).toEqual([file, '']);
      }
      note(`${objects.length} objects and ${routes.length} routes of golden files accepted`);
    });
  },
);
