import { CONFIG_CHECKSUM } from '../api/identifiers.ts';
import { CONFIG_MAP, SECRET } from '../api/kinds.ts';
import type { KubeObject } from '../api/objects.ts';
import { primaryName } from '../domain/names.ts';
import { configChecksum } from '../domain/revision.ts';
import type { ConfigSeen } from '../domain/snapshot.ts';
import { OperatorError } from '../errors.ts';
import { configCopy } from '../manifests/config-copy.ts';
import { isOwnedBy, otherController } from '../manifests/ownership.ts';
import type { Context } from './context.ts';
import { Unready } from './unready.ts';
import { write } from './write.ts';

/** Copies a config if its source still holds what was analysed; a copy that is right already is left alone. */
export const copyConfig = async (context: Context, config: ConfigSeen, checksum: string): Promise<void> => {
  const { cluster, plan, settings, existing, signal } = context;
  const type = config.kind === 'ConfigMap' ? CONFIG_MAP : SECRET;
  const copy = existing(config.kind, primaryName(config.name));
  const holds = copy?.metadata.annotations?.[CONFIG_CHECKSUM] === checksum;
  if (copy !== undefined && holds && isOwnedBy(copy, plan.uid)) return;
  if (copy !== undefined && !holds) assertOurs(copy, plan.uid);
  const source = await cluster.get({ type, namespace: plan.namespace, name: config.name }, signal);
  const content = configChecksum({ data: source['data'], binaryData: source['binaryData'] });
  if (content !== checksum) throw new OperatorError('CONFLICT', `${config.key} has changed`);
  const { includeLabelPrefixes } = settings;
  await write(context, type, configCopy(plan, source, copy, { checksum, includeLabelPrefixes }), copy);
};

const assertOurs = (copy: KubeObject, uid: string): void => {
  const other = otherController(copy, uid);
  if (other === undefined) return;
  throw new Unready(
    'ConfigShared',
    `its copy belongs to ${other.kind} ${other.name}, which uses other content`,
  );
};
