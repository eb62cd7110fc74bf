import type { KubeObject } from '../../../api/objects.ts';
import { fromRfc3339 } from '../../../runtime/time.ts';
import { text } from '../json.ts';
import type { Rec } from '../json.ts';
import type { Column } from '../kind.ts';
import { partialMetadata } from '../partial-metadata.ts';
import type { Served } from '../registry.ts';
import { humanDuration } from '../human-duration.ts';
import { findByPath } from './json-path.ts';

/** What each row carries besides its cells: `includeObject` of a request. */
export type RowObject = 'None' | 'Metadata' | 'Object';

const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  render: (object) => object.metadata.name,
};
const AGE: Column = { name: 'Age', type: 'date', path: '.metadata.creationTimestamp' };

export const ageSince = (time: unknown, nowMs: number): string => {
  const ms = fromRfc3339(text(time));
  return Number.isNaN(ms) ? '<unknown>' : humanDuration(nowMs - ms);
};

const shownAsText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const integer = (value: unknown): unknown =>
  typeof value === 'number' ? Math.trunc(value) : Number.parseInt(shownAsText(value), 10) || null;

const cellOf = (column: Column, object: KubeObject, nowMs: number): unknown => {
  if (column.render !== undefined) return column.render(object, nowMs);
  const [value] = findByPath(column.path ?? '', object) ?? [];
  if (value === undefined || value === null) return null;
  switch (column.type) {
    case 'date':
      return ageSince(value, nowMs);
    case 'integer':
      return integer(value);
    case 'number':
    case 'boolean':
      return value;
    default:
      return shownAsText(value);
  }
};

/** Name first; built-in columns bring their own. */
const columnsOf = ({ version }: Served): readonly Column[] => {
  const own = version.columns;
  if (own[0]?.render !== undefined) return own;
  return [NAME, ...(own.length === 0 ? [AGE] : own)];
};

const definitionOf = (column: Column): Rec => ({
  name: column.name,
  type: column.render !== undefined && column.type === 'date' ? 'string' : column.type,
  format: column.format ?? '',
  description: column.description ?? '',
  priority: column.priority ?? 0,
});

const rowObject = (object: KubeObject, carried: RowObject): Rec => {
  if (carried === 'Object') return { object };
  return carried === 'Metadata' ? { object: partialMetadata(object) } : {};
};

export interface TableOptions {
  readonly carried: RowObject;
  readonly nowMs: number;
  /** Of the list that is shown. */
  readonly metadata: Rec;
}

/** Objects as `kubectl get` prints them. */
export const tableOf = (served: Served, objects: readonly KubeObject[], options: TableOptions): Rec => {
  const columns = columnsOf(served);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: columns.map(definitionOf),
    rows: objects.map((object) => ({
      cells: columns.map((column) => cellOf(column, object, options.nowMs)),
      ...rowObject(object, options.carried),
    })),
  };
};
