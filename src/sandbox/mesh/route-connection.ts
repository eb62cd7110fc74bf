import type { KubeObject } from '../../api/objects.ts';
import type { Random } from '../../runtime/clock.ts';
import { type TcpRoute, virtualServiceSpec } from './istio.ts';
import { matching } from './match.ts';
import { called, drawn, type MeshConfig, type Target, targetOf } from './route.ts';

/** A connection as it is opened: nothing of what will be said over it is known. */
export interface MeshConnection {
  readonly host: string;
  readonly port: number;
  readonly sourceNamespace: string;
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

const NOTHING_SAID = { method: '', path: '', headers: {} };

const takes = ({ match }: TcpRoute, connection: MeshConnection): boolean =>
  matching(match, { ...connection, ...NOTHING_SAID }) !== undefined;

/** Where a connection goes; undefined when no rule takes it, or nothing is known of the host. */
export const routeConnection = (
  config: MeshConfig,
  connection: MeshConnection,
  random: Random,
): Target | undefined => {
  const { host, isKnown, virtualService } = called(config, connection);
  const rules = rulesOf(virtualService);
  if (rules.length === 0) return isKnown ? { host, port: connection.port, subset: undefined } : undefined;
  const rule = rules.find((candidate) => takes(candidate, connection));
  const destination = drawn(rule?.route ?? [], random);
  const namespace = virtualService?.metadata.namespace ?? '';
  return destination && targetOf(destination.destination, namespace, connection.port);
};

const rulesOf = (virtualService: KubeObject | undefined): readonly TcpRoute[] =>
  virtualService === undefined ? [] : (virtualServiceSpec(virtualService).tcp ?? []);
