import { badRequest, unprocessablePatch } from '../failure.ts';
import { isRec, sameJson, text } from '../json.ts';
import type { Rec } from '../json.ts';

/** RFC 6902 on immutable values: every edit copies the way from the root. */

type Path = readonly string[];
type Edit = (parent: unknown, key: string) => unknown;

const INDEX = /^(?:0|[1-9]\d*)$/;

const parsePointer = (pointer: unknown): Path => {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) {
    throw badRequest(`jsonpatch operation has an invalid path: ${JSON.stringify(pointer)}`);
  }
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
};

const missing = (operation: string, path: Path): Error =>
  unprocessablePatch(`${operation} operation does not apply: doc is missing path: /${path.join('/')}`);

const child = (parent: unknown, key: string): unknown => {
  if (Array.isArray(parent)) return INDEX.test(key) ? (parent as unknown[])[Number(key)] : undefined;
  return isRec(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
};

const read = (document: unknown, path: Path): unknown => path.reduce(child, document);

const withChild = (parent: unknown, key: string, value: unknown): unknown => {
  if (Array.isArray(parent))
    return parent.map((one: unknown, index) => (String(index) === key ? value : one));
  return { ...(parent as Rec), [key]: value };
};

/** Applies an edit to the container that holds the last step of the path. */
const editAt = (document: unknown, path: Path, edit: Edit): unknown => {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return edit(document, key);
  const inner = child(document, key);
  if (typeof inner !== 'object' || inner === null) throw missing('patch', path);
  return withChild(document, key, editAt(inner, rest, edit));
};

const insertion =
  (value: unknown): Edit =>
  (parent, key) => {
    if (isRec(parent)) return { ...parent, [key]: value };
    if (!Array.isArray(parent)) throw missing('add', [key]);
    if (key === '-') return [...(parent as unknown[]), value];
    if (!INDEX.test(key) || Number(key) > parent.length) throw missing('add', [key]);
    return (parent as unknown[]).toSpliced(Number(key), 0, value);
  };

const removal: Edit = (parent, key) => {
  if (child(parent, key) === undefined) throw missing('remove', [key]);
  if (Array.isArray(parent)) return (parent as unknown[]).toSpliced(Number(key), 1);
  return Object.fromEntries(Object.entries(parent as Rec).filter(([name]) => name !== key));
};

const replacement =
  (value: unknown): Edit =>
  (parent, key) => {
    if (Array.isArray(parent) && child(parent, key) === undefined) throw missing('replace', [key]);
    return withChild(parent, key, value);
  };

const add = (document: unknown, path: Path, value: unknown): unknown =>
  path.length === 0 ? value : editAt(document, path, insertion(value));

const remove = (document: unknown, path: Path): unknown => editAt(document, path, removal);

const test = (document: unknown, path: Path, value: unknown): unknown => {
  const found = read(document, path);
  if (sameJson(found ?? null, value ?? null)) return document;
  throw unprocessablePatch(`testing path /${path.join('/')} value failed: test failed`);
};

const required = (document: unknown, path: Path, operation: string): unknown => {
  const found = read(document, path);
  if (found === undefined) throw missing(operation, path);
  return found;
};

const applyOne = (document: unknown, step: Rec): unknown => {
  const path = parsePointer(step['path']);
  const { value } = step;
  switch (step['op']) {
    case 'add':
      return add(document, path, value);
    case 'remove':
      return remove(document, path);
    case 'replace':
      return path.length === 0 ? value : editAt(document, path, replacement(value));
    case 'test':
      return test(document, path, value);
    case 'copy':
      return add(document, path, required(document, parsePointer(step['from']), 'copy'));
    case 'move': {
      const from = parsePointer(step['from']);
      const moved = required(document, from, 'move');
      return add(remove(document, from), path, moved);
    }
    default:
      throw unprocessablePatch(`Unexpected kind: ${text(step['op'])}`);
  }
};

const LONGEST = 10_000;

/** Throws 400 for what is no JSON patch, 422 for one that does not fit the document. */
export const jsonPatch = (document: unknown, patch: unknown): unknown => {
  if (!Array.isArray(patch) || !patch.every(isRec)) {
    throw badRequest('error decoding patch: json: cannot unmarshal into Go value of type jsonpatch.Patch');
  }
  if (patch.length > LONGEST) {
    throw badRequest(`The allowed maximum operations in a JSON patch is ${LONGEST}, got ${patch.length}`);
  }
  return patch.reduce<unknown>(applyOne, document);
};
