import { sign } from 'node:crypto';
import { isObject, type Json, textAt } from '../../domain/json.ts';
import { objectIn, parseJson } from './answer.ts';
import { noEvidence, type Nothing } from './evidence.ts';
import type { Asked, Tools } from './provider.ts';
import type { Reply } from './send.ts';
import { isFieldValue, type Settings } from './template-settings.ts';

type Found = { readonly token: string } | Nothing;

const TOKEN_URI = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/monitoring.read';
const METADATA_URI =
  'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token';

/**
 * An access token: of the key of a service account in the template's Secret, or in the operator's file
 * GOOGLE_APPLICATION_CREDENTIALS; else of the metadata server (GKE's workload identity). Other kinds are not served.
 */
export const googleToken = async (asked: Asked, tools: Tools, signal: AbortSignal): Promise<Found> => {
  const { settings, nowMs } = asked;
  const { serviceAccountKey } = settings.secret?.values ?? {};
  const sending = { send: tools.send, nowMs, signal };
  if (serviceAccountKey !== undefined)
    return (await byKey(serviceAccountKey, sending)) ?? unusableKey(settings);
  const file = tools.surroundings.environment['GOOGLE_APPLICATION_CREDENTIALS'] ?? '';
  if (file === '') return byMetadata(tools, signal);
  const found = await byKey((await tools.surroundings.readText(file)) ?? '', sending);
  return (
    found ??
    noEvidence('NoCredentials', 'GOOGLE_APPLICATION_CREDENTIALS names no JSON key of a service account')
  );
};

const unusableKey = ({ named, secret }: Settings): Nothing =>
  noEvidence(
    'SecretKeyMissing',
    `${named}: secret ${secret?.named ?? ''} has no usable serviceAccountKey: it must be the JSON key of a service account`,
  );

interface Sending {
  readonly send: Tools['send'];
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** Source: developers.google.com/identity/protocols/oauth2/service-account. Undefined: the key cannot be used. */
const byKey = async (text: string, { send, nowMs, signal }: Sending): Promise<Found | undefined> => {
  const key = parseJson(text);
  const assertion = isObject(key) ? assertionBy(key, Math.floor(nowMs / 1000)) : undefined;
  if (assertion === undefined) return undefined;
  const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(grant).toString();
  const reply = await send({ method: 'POST', url: TOKEN_URI, headers, body, ownHost: true }, signal);
  if ('none' in reply || (reply.status !== 400 && reply.status !== 401)) return tokenIn(reply);
  return noEvidence('BadAnswer', `Google refuses the key of the service account (status ${reply.status})`);
};

/** A key that names another place for tokens is for another cloud than Google's public one. */
const assertionBy = (key: Json, nowS: number): string | undefined => {
  const isOurs = key['type'] === 'service_account' && (key['token_uri'] ?? TOKEN_URI) === TOKEN_URI;
  if (!isOurs || textAt(key, 'client_email') === '') return undefined;
  const header = { alg: 'RS256', typ: 'JWT', kid: textAt(key, 'private_key_id') };
  const lifetime = { iat: nowS, exp: nowS + 3600 };
  const claims = { iss: textAt(key, 'client_email'), scope: SCOPE, aud: TOKEN_URI, ...lifetime };
  const content = [header, claims].map((part) => base64url(JSON.stringify(part))).join('.');
  try {
    const signature = sign('RSA-SHA256', Buffer.from(content), textAt(key, 'private_key'));
    return `${content}.${signature.toString('base64url')}`;
  } catch {
    return undefined; // no private key: the caller says so
  }
};

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** Source: cloud.google.com/compute/docs/metadata. */
const byMetadata = async ({ send }: Tools, signal: AbortSignal): Promise<Found> => {
  const headers = { 'metadata-flavor': 'Google' };
  const call = { method: 'GET', url: METADATA_URI, headers, ownHost: true, origin: 'flag' } as const;
  const reply = await send(call, signal);
  if (!('none' in reply) && reply.status === 200) return tokenIn(reply);
  return noEvidence(
    'NoCredentials',
    'the operator has no credentials of Google: no serviceAccountKey in a Secret, no GOOGLE_APPLICATION_CREDENTIALS, and no token of the metadata server',
  );
};

const tokenIn = (reply: Reply): Found => {
  if ('none' in reply) return reply;
  if (reply.status !== 200)
    return noEvidence('MetricsUnavailable', `Google gives no token (status ${reply.status})`);
  const found = objectIn(reply.body);
  if ('none' in found) return found;
  const token = textAt(found.answer, 'access_token');
  return token !== '' && isFieldValue(token)
    ? { token }
    : noEvidence('BadAnswer', 'Google answers without an access_token');
};
