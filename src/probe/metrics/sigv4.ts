import { createHash, createHmac } from 'node:crypto';
import { toRfc3339 } from '../../runtime/time.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Signable {
  readonly method: string;
  readonly url: URL;
  /** Without `host`; names in lower case. All are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SigningScope {
  readonly region: string;
  readonly service: string;
  /** Since 1970. */
  readonly nowMs: number;
}

/**
 * The headers with AWS' Signature Version 4 added. Paths must need no escapes, and no parameter may be there twice.
 * Source: docs.aws.amazon.com/IAM, "AWS Signature Version 4 for API requests".
 */
export const signed = (
  { method, url, headers, body }: Signable,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  { region, service, nowMs }: SigningScope,
): Readonly<Record<string, string>> => {
  const moment = toRfc3339(nowMs).replace(/[-:]/g, '');
  const day = moment.slice(0, 8);
  const token = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken };
  const sent = { ...headers, 'x-amz-date': moment, ...token };
  const names = Object.entries({ ...sent, host: url.host }).sort(byName);
  const listed = names.map(([name]) => name).join(';');
  const canonical = [
    method,
    url.pathname,
    [...url.searchParams].sort(byName).map(escaped).join('&'),
    ...names.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    listed,
    sha256(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', moment, scope, sha256(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${listed}, Signature=${signature}`;
  return { ...sent, authorization };
};

type Pair = readonly [name: string, value: string];

/** By code, as AWS sorts. */
const byName = ([a]: Pair, [b]: Pair): number => (a < b ? -1 : Number(a > b));

const escaped = (pair: Pair): string =>
  pair.map((text) => encodeURIComponent(text).replace(/[!'()*]/g, percent)).join('=');

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
