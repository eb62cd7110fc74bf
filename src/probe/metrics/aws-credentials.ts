import { objectAt, textAt } from '../../domain/json.ts';
import { objectIn } from './answer.ts';
import { noEvidence, type Nothing } from './evidence.ts';
import type { Tools } from './provider.ts';
import type { AwsCredentials } from './sigv4.ts';

type Found = { readonly credentials: AwsCredentials } | Nothing;

/**
 * The operator's own, in the order of AWS' clients: keys in the environment; a role by web identity (IRSA); a container's
 * endpoint (EKS Pod Identity, ECS). Profiles and the instance's role are not served.
 */
export const awsCredentials = async (
  sts: string,
  { send, surroundings }: Tools,
  signal: AbortSignal,
): Promise<Found> => {
  const of = (name: string): string => surroundings.environment[name] ?? '';
  const accessKeyId = of('AWS_ACCESS_KEY_ID');
  const secretAccessKey = of('AWS_SECRET_ACCESS_KEY');
  if (accessKeyId !== '' && secretAccessKey !== '')
    return credentialsFrom(
      { accessKeyId, secretAccessKey, sessionToken: of('AWS_SESSION_TOKEN') },
      'environment',
    );
  const textIn = async (path: string): Promise<string> => (await surroundings.readText(path))?.trim() ?? '';
  const tokenFile = of('AWS_WEB_IDENTITY_TOKEN_FILE');
  const role = of('AWS_ROLE_ARN');
  if (role !== '' && tokenFile !== '')
    return assumeRole(sts, { role, token: await textIn(tokenFile) }, { send, signal });
  const endpoint = of('AWS_CONTAINER_CREDENTIALS_FULL_URI');
  if (endpoint === '')
    return missing('the operator has neither AWS keys, nor a web identity, nor a Pod identity');
  const file = of('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE');
  const token = file === '' ? of('AWS_CONTAINER_AUTHORIZATION_TOKEN') : await textIn(file);
  return fromContainer(endpoint, token, { send, signal });
};

const missing = (message: string): Nothing => noEvidence('NoCredentials', message);

interface Sending {
  readonly send: Tools['send'];
  readonly signal: AbortSignal;
}

/** Source: docs.aws.amazon.com/STS, "AssumeRoleWithWebIdentity"; the call is not signed. */
const assumeRole = async (
  url: string,
  { role, token }: { readonly role: string; readonly token: string },
  { send, signal }: Sending,
): Promise<Found> => {
  if (token === '') return missing('the file of AWS_WEB_IDENTITY_TOKEN_FILE cannot be read');
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: 'serinette',
    WebIdentityToken: token,
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await send({ method: 'POST', url, headers, body, ownHost: true }, signal);
  if ('none' in reply) return reply;
  const of = (tag: string): string => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(reply.body)?.[1] ?? '';
  if (reply.status !== 200)
    return missing(`AWS STS refuses the web identity (${of('Code') || reply.status})`);
  const keys = { accessKeyId: of('AccessKeyId'), secretAccessKey: of('SecretAccessKey') };
  return credentialsFrom({ ...keys, sessionToken: of('SessionToken') }, 'AWS STS');
};

/** Source: docs.aws.amazon.com/sdkref, "Container credential provider". */
const fromContainer = async (url: string, token: string, { send, signal }: Sending): Promise<Found> => {
  const headers = token === '' ? {} : { authorization: token };
  const reply = await send({ method: 'GET', url, headers, ownHost: true, origin: 'flag' }, signal);
  if ('none' in reply) return reply;
  if (reply.status !== 200) return missing(`the container's endpoint answers with status ${reply.status}`);
  const found = objectIn(reply.body);
  if ('none' in found) return found;
  const of = (key: string): string => textAt(objectAt(found.answer), key);
  const keys = { accessKeyId: of('AccessKeyId'), secretAccessKey: of('SecretAccessKey') };
  return credentialsFrom({ ...keys, sessionToken: of('Token') }, "the container's endpoint");
};

const credentialsFrom = (
  { accessKeyId, secretAccessKey, sessionToken }: Required<AwsCredentials>,
  source: string,
): Found => {
  if (accessKeyId === '' || secretAccessKey === '') return missing(`${source} gives no AWS keys`);
  return {
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) },
  };
};
