import { isObject, type Json, listAt, objectAt, textAt } from '../../domain/json.ts';
import { listIn, NO_VALUES, numberIn, parseJson, refusalIn, single } from './answer.ts';
import { awsCredentials } from './aws-credentials.ts';
import { type Evidence, noEvidence, type Nothing } from './evidence.ts';
import type { Provider } from './provider.ts';
import { windowOf } from './rest.ts';
import { signed } from './sigv4.ts';

/** GetMetricData with the template's queries. Source: docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference. */
export const cloudwatch: Provider = async (asked, tools, signal) => {
  const { region, named } = asked.settings;
  const queries = parseJson(asked.query);
  if (!/^[a-z]{2}(-gov)?-[a-z]+-\d{1,2}$/.test(region))
    return noEvidence('TemplateError', `${named}: provider.region must be a region of AWS, like eu-west-1`);
  if (!Array.isArray(queries))
    return noEvidence('TemplateError', `${named}: query must be a JSON list of MetricDataQuery`);
  const domain = `${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  const found = await awsCredentials(`https://sts.${domain}/`, tools, signal);
  if ('none' in found) return found;
  const { from, to } = windowOf(asked);
  const url = `https://monitoring.${domain}/`;
  const body = JSON.stringify({
    MetricDataQueries: queries as unknown,
    StartTime: from,
    EndTime: to,
    ScanBy: 'TimestampDescending',
    MaxDatapoints: 20,
  });
  const request = { method: 'POST', url: new URL(url), headers: HEADERS, body } as const;
  const headers = signed(request, found.credentials, { region, service: 'monitoring', nowMs: asked.nowMs });
  const reply = await tools.send({ method: 'POST', url, headers, body, ownHost: true }, signal);
  if ('none' in reply) return reply;
  return refusedByAws(reply.body) ?? refusalIn(reply.status, reply.body) ?? read(reply.body);
};

const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
};

/** AWS tells too many requests and refused credentials by name, some of them with status 400. */
const refusedByAws = (body: string): Nothing | undefined => {
  const answer = parseJson(body);
  const type = isObject(answer) ? textAt(answer, '__type').replace(/^.*#/, '') : '';
  if (/Throttl|LimitExceeded/.test(type)) return noEvidence('MetricsUnavailable', type);
  return /AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|Signature/.test(type)
    ? noEvidence('BadAnswer', `AWS refuses the operator's credentials (${type})`)
    : undefined;
};

/** The newest value, which stands first, of the only result; `ReturnData: false` hides what it is calculated from. */
const read = (body: string): Evidence => {
  const found = listIn(body, 'MetricDataResults');
  if ('none' in found) return found;
  const only = single(found.list);
  if ('none' in only) return only;
  const result: Json = objectAt(only.one);
  const status = textAt(result, 'StatusCode');
  if (status === 'InternalError') return noEvidence('MetricsUnavailable', `the result is ${status}`);
  if (status === 'Forbidden') return noEvidence('BadAnswer', `the result is ${status}`);
  const [newest] = listAt(result, 'Values');
  return newest === undefined ? NO_VALUES : numberIn(newest);
};
