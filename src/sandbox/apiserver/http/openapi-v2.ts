/**
 * An empty OpenAPI v2 document in the protobuf that kubectl insists on (gnostic's openapi.v2.Document). It is
 * asked for when v3 does not know a kind, so that a missing definition is reported as such.
 */

const field = (number: number, value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};

const info = Buffer.concat([field(1, 'Serinette sandbox'), field(2, 'v1.32.0')]);

export const OPENAPI_V2_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

export const openApiV2 = (): Buffer =>
  Buffer.concat([field(1, '2.0'), field(2, info), field(8, ''), field(9, '')]);
