import type { KubeObject } from '../../../api/objects.ts';
import type { Behaviour } from '../behaviour.ts';
import { badRequest, forbiddenField, invalidValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { rec, sameUnlessEmpty, text, without } from '../json.ts';

const KEY = /^[-._a-zA-Z0-9]+$/;
const KEY_SAYS =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const LONGEST_KEY = 253;
const LARGEST_BYTES = 1024 * 1024;

const keyProblems = (object: KubeObject, field: string): FieldProblem[] =>
  Object.keys(rec(object[field]))
    .filter((key) => !KEY.test(key) || key.length > LONGEST_KEY)
    .map((key) => invalidValue(`${field}[${key}]`, key, KEY_SAYS));

const sizeProblems = (object: KubeObject, fields: readonly string[]): FieldProblem[] => {
  const values = fields.flatMap((field) => Object.values(rec(object[field])));
  const size = values.reduce<number>((sum, value) => sum + text(value).length, 0);
  if (size <= LARGEST_BYTES) return [];
  const message = `Too long: may not be more than ${LARGEST_BYTES} bytes`;
  return [{ field: fields[0] ?? '', reason: 'FieldValueTooLong', message }];
};

const immutableProblems = (
  object: KubeObject,
  old: KubeObject | undefined,
  fields: readonly string[],
): FieldProblem[] => {
  if (old?.['immutable'] !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  return [
    ...(object['immutable'] === true ? [] : [forbiddenField('immutable', why)]),
    ...fields
      .filter((field) => !sameUnlessEmpty(object[field], old[field]))
      .map((one) => forbiddenField(one, why)),
  ];
};

const CONFIG_FIELDS = ['data', 'binaryData'];

export const configMapBehaviour: Behaviour = {
  problems: (object, old) => [
    ...CONFIG_FIELDS.flatMap((field) => keyProblems(object, field)),
    ...sizeProblems(object, CONFIG_FIELDS),
    ...immutableProblems(object, old, CONFIG_FIELDS),
  ],
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const checkBase64 = (object: KubeObject): void => {
  for (const value of Object.values(rec(object['data']))) {
    if (typeof value !== 'string' || BASE64.test(value.replaceAll(/[\r\n]/g, ''))) continue;
    throw badRequest(
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0',
    );
  }
};

/** `stringData` is only a way in: it is never read back. */
const completeSecret = (object: KubeObject): KubeObject => {
  checkBase64(object);
  const plain = Object.entries(rec(object['stringData']));
  const kept = without(object, 'stringData') as KubeObject;
  if (plain.length === 0) return kept;
  const encoded = plain.map(([key, value]) => [key, Buffer.from(text(value)).toString('base64')]);
  return { ...kept, data: { ...rec(object['data']), ...Object.fromEntries(encoded) } };
};

export const secretBehaviour: Behaviour = {
  complete: completeSecret,
  problems: (object, old) => [
    ...keyProblems(object, 'data'),
    ...sizeProblems(object, ['data']),
    ...(old !== undefined && object['type'] !== old['type']
      ? [invalidValue('type', object['type'], 'field is immutable')]
      : []),
    ...immutableProblems(object, old, ['data']),
  ],
};
