import type { IncomingMessage } from 'node:http';
import { parse as parseYaml } from 'yaml';
import { ApiFailure, badRequest, unsupportedMediaType } from '../failure.ts';
import { fromProtobuf } from './protobuf.ts';

/** As kube-apiserver's --max-request-bytes. */
const LARGEST_BYTES = 3 * 1024 * 1024;

const tooLarge = (): ApiFailure =>
  new ApiFailure({
    status: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: limit is ${LARGEST_BYTES}`,
  });

const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** The whole body as text; throws 413. */
export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString('utf8');

export const mediaType = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const parsed = (parse: () => unknown, what: string): unknown => {
  try {
    return parse();
  } catch (error) {
    throw badRequest(`error decoding ${what}: ${(error as Error).message}`);
  }
};

export const fromYaml = (text: string): unknown => parsed(() => parseYaml(text) as unknown, 'YAML');
export const fromJson = (text: string): unknown => parsed(() => JSON.parse(text) as unknown, 'JSON');

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** A body that is an object. Throws 415 for a format that is not understood, 400 for one that does not parse. */
export const readObject = async (request: IncomingMessage): Promise<unknown> => {
  const type = mediaType(request);
  const body = await readBytes(request);
  if (body.length === 0) return undefined;
  if (type === PROTOBUF) return fromProtobuf(body);
  if (type === 'application/json' || type === '') return fromJson(body.toString('utf8'));
  if (type === 'application/yaml') return fromYaml(body.toString('utf8'));
  throw unsupportedMediaType(['application/json', 'application/yaml', PROTOBUF]);
};
