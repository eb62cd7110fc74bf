import { badRequest } from '../failure.ts';
import { MESSAGES } from './protobuf-messages.ts';
import type { Message } from './protobuf-messages.ts';

/**
 * Reads the protobuf that kubectl sends when it makes built-in objects (`kubectl create deployment`,
 * `auth can-i`). The envelope is the four bytes `k8s\0` and a runtime.Unknown.
 */

const MAGIC = 'k8s\0';

interface Field {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

const malformed = (): Error => badRequest('the protobuf body could not be read');

/** Walks over the fields of one message. */
class Cursor {
  readonly #bytes: Uint8Array;
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  *fields(): Generator<Field> {
    while (this.#place < this.#bytes.length) {
      const tag = Number(this.#varint());
      yield { number: tag >> 3, value: this.#value(tag & 7) };
    }
  }

  #value(wireType: number): bigint | Uint8Array {
    switch (wireType) {
      case 0:
        return this.#varint();
      case 1:
        return this.#take(8);
      case 2:
        return this.#take(Number(this.#varint()));
      case 5:
        return this.#take(4);
      default:
        throw malformed();
    }
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#place++];
      if (byte === undefined) throw malformed();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw malformed();
  }

  #take(length: number): Uint8Array {
    const end = this.#place + length;
    if (end > this.#bytes.length) throw malformed();
    const taken = this.#bytes.subarray(this.#place, end);
    this.#place = end;
    return taken;
  }
}

const asBytes = (value: bigint | Uint8Array): Uint8Array => {
  if (typeof value === 'bigint') throw malformed();
  return value;
};
const asText = (value: bigint | Uint8Array): string => Buffer.from(asBytes(value)).toString('utf8');
const asNumber = (value: bigint | Uint8Array): number => {
  if (typeof value !== 'bigint') throw malformed();
  return Number(BigInt.asIntN(64, value));
};

const firstOf = (value: bigint | Uint8Array, number: number): bigint | Uint8Array | undefined =>
  new Cursor(asBytes(value)).fields().find((field) => field.number === number)?.value;

const intOrString = (value: bigint | Uint8Array): unknown => {
  const isText = firstOf(value, 1) === 1n;
  const found = firstOf(value, isText ? 3 : 2);
  if (isText) return found === undefined ? '' : asText(found);
  return found === undefined ? 0 : asNumber(found);
};

type Read = (value: bigint | Uint8Array) => unknown;

const SCALARS: Readonly<Record<string, Read>> = {
  string: asText,
  int: asNumber,
  bool: (value) => asNumber(value) !== 0,
  bytes: (value) => Buffer.from(asBytes(value)).toString('base64'),
  intstr: intOrString,
  quantity: (value) => {
    const found = firstOf(value, 1);
    return found === undefined ? '0' : asText(found);
  },
  // Times are the server's to set; what a client sends of them is not looked at.
  time: () => undefined,
};

const readAs = (type: string): Read => {
  const scalar = SCALARS[type];
  if (scalar !== undefined) return scalar;
  const message = MESSAGES[type];
  if (message === undefined) throw badRequest(`protobuf of type ${type} is not understood here; send JSON`);
  return (value) => readMessage(message, asBytes(value));
};

const mapEntry = (type: string, value: bigint | Uint8Array): [string, unknown] => {
  const key = firstOf(value, 1);
  const inner = firstOf(value, 2);
  return [key === undefined ? '' : asText(key), inner === undefined ? '' : readAs(type)(inner)];
};

/** Go writes plain fields also when they are empty; that means absence. */
const isAbsent = (value: unknown): boolean =>
  value === undefined || value === '' || value === 0 || value === false;

const put = (
  result: Record<string, unknown>,
  name: string,
  { type, value }: { type: string; value: Field['value'] },
) => {
  if (type.startsWith('[]')) {
    const list = (result[name] ??= []) as unknown[];
    list.push(readAs(type.slice(2))(value));
  } else if (type.startsWith('map[')) {
    const map = (result[name] ??= {}) as Record<string, unknown>;
    const [key, inner] = mapEntry(type.slice(4, -1), value);
    map[key] = inner;
  } else if (type.startsWith('*')) {
    result[name] = readAs(type.slice(1))(value);
  } else {
    const read = readAs(type)(value);
    if (!isAbsent(read)) result[name] = read;
  }
};

const readMessage = (message: Message, bytes: Uint8Array): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const { number, value } of new Cursor(bytes).fields()) {
    const known = message[number];
    if (known !== undefined) put(result, known[0], { type: known[1], value });
  }
  return result;
};

/** The object in a protobuf body; throws 400 for a kind or form that is not known here. */
export const fromProtobuf = (body: Buffer): unknown => {
  if (body.subarray(0, 4).toString('latin1') !== MAGIC) throw malformed();
  const [type, raw] = [firstOf(body.subarray(4), 1), firstOf(body.subarray(4), 2)];
  if (type === undefined || raw === undefined) throw malformed();
  const { apiVersion, kind } = readMessage(
    { 1: ['apiVersion', 'string'], 2: ['kind', 'string'] },
    asBytes(type),
  );
  const message = readAs(String(kind))(raw);
  return { ...(message as object), apiVersion, kind };
};
