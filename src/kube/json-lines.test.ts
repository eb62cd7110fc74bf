import { expect, test } from '@jest/globals';
import { jsonLines } from './json-lines.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.slice(at, at + size));
}

const all = async (text: string, size: number): Promise<unknown[]> => {
  const values: unknown[] = [];
  for await (const value of jsonLines(inPieces(text, size))) values.push(value);
  return values;
};

test.each([1, 2, 3, 7, 1000])('values survive chunks of %d bytes', async (size) => {
  expect(await all('{"a":"ä€😀"}\n\n{"b":1}\r\n', size)).toEqual([{ a: 'ä€😀' }, { b: 1 }]);
});

test('half an event is an error, not an event', async () => {
  await expect(all('{"a":1}\n{"b":2}', 4)).rejects.toThrow('ends in the middle of a line');
});

test('what came before a garbage line is delivered, and the garbage is not quoted', async () => {
  const seen: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const value of jsonLines(inPieces('{"a":1}\nsecret\n', 5))) seen.push(value);
  };
  await expect(read()).rejects.toThrow(/^a line of the stream is not JSON$/);
  expect(seen).toEqual([{ a: 1 }]);
});
