import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { CommandFailed } from '../../support/command.ts';
import { scenario } from '../../support/scenario.ts';

const GOLDEN = new URL('../../../test/golden/objects/', import.meta.url);
const ISTIO = ['VirtualService', 'DestinationRule'];

interface Document {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const goldenObjects = (): { file: string; object: Document }[] =>
  readdirSync(GOLDEN)
    .filter((file) => file.endsWith('.out.yaml'))
    .flatMap((file) =>
      parseAllDocuments(readFileSync(new URL(file, GOLDEN), 'utf8'))
        .map((document) => document.toJS() as Document)
        .filter(({ kind }) => ISTIO.includes(kind))
        .map((object) => ({ file, object })),
    );

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
      for (const { object } of objects) await stage.tryApply(asSent(object));
      note(`${objects.length} objects of golden files accepted`);
    });
  },
);
