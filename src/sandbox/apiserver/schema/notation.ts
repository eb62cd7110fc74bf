import type { Schema } from './schema.ts';

/**
 * A short notation for the schemas of built-in kinds. A line without indent names a type, the indented lines
 * after it are its fields: `name type` and, as needed, `required`, `default=<JSON>`, `enum=a|b`,
 * `key=a,b` (a list that is a map by these keys; the first is its merge key), `set` (a list without doubles),
 * `keep` (a patch replaces the whole value). Types are string, int, bool, quantity, time, microtime, bytes, intstr, any, another type's
 * name, `[]type` and `map[type]`.
 */

type Types = ReadonlyMap<string, Schema>;

const PLAIN: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  bytes: { type: 'string', format: 'byte' },
  time: { type: 'string', format: 'date-time' },
  microtime: { type: 'string', format: 'micro-time' },
  int: { type: 'integer' },
  bool: { type: 'boolean' },
  quantity: { 'x-kubernetes-int-or-string': true, format: 'quantity' },
  intstr: { 'x-kubernetes-int-or-string': true },
  any: { 'x-kubernetes-preserve-unknown-fields': true },
};

const typeOf = (name: string, types: Types): Schema => {
  if (name.startsWith('[]')) return { type: 'array', items: typeOf(name.slice(2), types) };
  if (name.startsWith('map['))
    return { type: 'object', additionalProperties: typeOf(name.slice(4, -1), types) };
  const found = PLAIN[name] ?? types.get(name);
  if (found === undefined) throw new TypeError(`unknown type ${name}`);
  return found;
};

const listOptions = (keys: readonly string[]): Schema => ({
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': keys,
  'x-kubernetes-patch-strategy': 'merge',
  ...(keys[0] === undefined ? {} : { 'x-kubernetes-patch-merge-key': keys[0] }),
});

const option = (text: string): Schema => {
  const [name = '', value = ''] = text.split(/=(.*)/s);
  switch (name) {
    case 'default':
      return { default: JSON.parse(value) as unknown };
    case 'enum':
      return { enum: value.split('|') };
    case 'key':
      return listOptions(value.split(','));
    case 'set':
      return { 'x-kubernetes-list-type': 'set', 'x-kubernetes-patch-strategy': 'merge' };
    case 'keep':
      return { 'x-kubernetes-map-type': 'atomic' };
    default:
      throw new TypeError(`unknown option ${text}`);
  }
};

interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

const fieldOf = (line: string, types: Types): Field => {
  const [name = '', type = '', ...options] = line.trim().split(/\s+/);
  const required = options.includes('required');
  const more = options.filter((one) => one !== 'required').map(option);
  return { name, required, schema: Object.assign({}, typeOf(type, types), ...more) as Schema };
};

const objectOf = (fields: readonly Field[]): Schema => {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
  };
};

/** Reads types from their notation; a type must stand before its use. */
export const readTypes = (notation: string, known: Types = new Map()): Map<string, Schema> => {
  const types = new Map(known);
  let name = '';
  let fields: Field[] = [];
  const finish = (): void => {
    if (name !== '') types.set(name, objectOf(fields));
    fields = [];
  };
  for (const line of notation.split('\n').filter((one) => one.trim() !== '')) {
    if (line.startsWith(' ')) {
      fields.push(fieldOf(line, types));
      continue;
    }
    finish();
    name = line.trim();
  }
  finish();
  return types;
};

export const typeNamed = (types: Types, name: string): Schema => typeOf(name, types);
