import type { KubeObject } from '../../api/objects.ts';
import { isObject, type Json, objectAt, textAt } from '../../domain/json.ts';
import { parsePlan } from '../../domain/plan.ts';
import type { Egress } from '../../net/egress.ts';
import { claimedBy } from '../../observe/claims.ts';
import { canaryNotes } from './canary-notes.ts';
import { mistakesOf } from './mistakes.ts';
import { type Effect, type Note, refused } from './note.ts';
import { receiverNotes, templateNotes } from './provider-notes.ts';
import { takeOverNotes } from './take-over-notes.ts';

export interface Migration {
  /** One line a note, those that are refused first within each object. */
  readonly lines: readonly string[];
  readonly refused: number;
}

/** What Serinette does otherwise than Flagger with these objects, or refuses; `where` stands before each line. */
export const migrationOf = (objects: readonly Found[], egress: Egress): Migration => {
  const canaries = objects
    .map(({ object }) => object)
    .filter(isOfCluster)
    .filter(({ kind }) => kind === 'Canary');
  const notes = objects.flatMap(({ where, object }) =>
    inOrder(notesOn(object, canaries, egress)).map((note) => ({ where, object, note })),
  );
  return {
    lines: notes.map(({ where, object, note }) => `${where}: ${titleOf(object)}: ${worded(note)}`),
    refused: notes.filter(({ note }) => note.effect === 'refused').length,
  };
};

export interface Found {
  readonly where: string;
  readonly object: Json;
}

/** The last line: whether something has to be changed. */
export const summaryOf = ({ lines, refused: count }: Migration): string => {
  const rest = lines.length - count;
  if (lines.length === 0) return 'nothing is refused, and nothing differs';
  return `${count} refused, ${rest} otherwise than in Flagger${count === 0 ? ': nothing has to be changed' : ''}`;
};

const notesOn = (object: Json, canaries: readonly KubeObject[], egress: Egress): readonly Note[] => {
  const mistakes = mistakesOf(object).map(({ path, message }) => refused(path, message));
  if (!isObject(object['metadata'])) return mistakes;
  switch (object['kind']) {
    case 'Canary':
      return [
        ...mistakes,
        ...(isOfCluster(object) ? claims(object, canaries) : []),
        ...canaryNotes(object, egress),
        ...takeOverNotes(object),
      ];
    case 'MetricTemplate':
      return [...mistakes, ...templateNotes(object, egress)];
    case 'AlertProvider':
      return [...mistakes, ...receiverNotes(object, egress)];
    default:
      return [];
  }
};

const isOfCluster = (object: Json): object is KubeObject =>
  textAt(objectAt(object, 'metadata'), 'uid') !== '';

/** Only a cluster knows which of two is older. */
const claims = (canary: KubeObject, canaries: readonly KubeObject[]): readonly Note[] => {
  const parsed = parsePlan(canary, { minIntervalMs: 0, meshProvider: 'istio' });
  if ('issues' in parsed) return [];
  const beside = canaries.filter(({ metadata }) => metadata.namespace === canary.metadata.namespace);
  const claim = claimedBy(parsed.plan, canary, beside);
  return claim === undefined
    ? []
    : [refused('spec.targetRef', `${claim.what} belongs to the older Canary ${claim.by}`)];
};

const ORDER: readonly Effect[] = ['refused', 'taken over', 'differs'];

const inOrder = (notes: readonly Note[]): readonly Note[] =>
  ORDER.flatMap((effect) => notes.filter((note) => note.effect === effect));

const titleOf = (object: Json): string => {
  const metadata = objectAt(object, 'metadata');
  const name = [textAt(metadata, 'namespace'), textAt(metadata, 'name')].filter((part) => part !== '');
  return `${textAt(object, 'kind')} ${name.join('/')}`.trim();
};

const worded = ({ effect, path, message }: Note): string => `${effect}: ${`${path} ${message}`.trim()}`;
