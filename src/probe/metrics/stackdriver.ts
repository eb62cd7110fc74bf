import { isObject, listAt, objectAt, textAt } from '../../domain/json.ts';
import { NO_VALUES, numberIn, objectIn, queryError, refusalIn, single } from './answer.ts';
import { type Evidence, noEvidence } from './evidence.ts';
import { googleToken } from './google-token.ts';
import type { Provider } from './provider.ts';
import { keysOf } from './template-settings.ts';

/** A query in MQL to Google Cloud Monitoring. Source: cloud.google.com/monitoring/api, "projects.timeSeries.query". */
export const stackdriver: Provider = async (asked, tools, signal) => {
  const secret = keysOf(asked.settings, ['project']);
  if ('none' in secret) return secret;
  const found = await googleToken(asked, tools, signal);
  if ('none' in found) return found;
  const project = encodeURIComponent(secret.secret.project);
  const call = {
    method: 'POST',
    url: `https://monitoring.googleapis.com/v3/projects/${project}/timeSeries:query`,
    headers: { authorization: `Bearer ${found.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: asked.query }),
    ownHost: true,
  } as const;
  const reply = await tools.send(call, signal);
  return 'none' in reply ? reply : (refusalIn(reply.status, reply.body) ?? read(reply.body));
};

/** The first point, which is the newest, of the only series. */
const read = (body: string): Evidence => {
  const found = objectIn(body);
  if ('none' in found) return found;
  const [failure] = listAt(found.answer, 'partialErrors');
  if (failure !== undefined) return queryError(textAt(objectAt(failure), 'message') || 'partial errors');
  const only = single(listAt(found.answer, 'timeSeriesData'));
  if ('none' in only) return only;
  const [point] = listAt(only.one, 'pointData');
  const [value] = listAt(point, 'values');
  if (value === undefined) return NO_VALUES;
  if (isObject(value) && ('doubleValue' in value || 'int64Value' in value))
    return numberIn(value['doubleValue'] ?? value['int64Value']);
  return noEvidence('WrongResultType', 'the point is neither a double nor an int64');
};
