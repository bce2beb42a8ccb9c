import type { JsonValue } from '../engine/index.js';
import { type DataType, dataTypeOf } from './data-type.js';

export type JsonPath = readonly (string | number)[];

export interface JsonRow {
  /** Unique in the tree: the path as JSON. */
  readonly id: string;
  readonly kind: 'value' | 'more';
  readonly path: JsonPath;
  /** Starting at 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly value: JsonValue;
  readonly type: DataType;
  /** Whether it holds anything that can be shown below it. */
  readonly branch: boolean;
  readonly open: boolean;
  /** For `more`: how many siblings aren't shown yet. */
  readonly hidden: number;
}

export interface JsonRowsOptions {
  isOpen(id: string, level: number): boolean;
  /** How many members of the container with this id are listed. */
  shownOf(id: string): number;
}

/** The visible rows of a JSON tree, in order. The root has no row of its own unless it is all there is. */
export function jsonRows(value: JsonValue, options: JsonRowsOptions): JsonRow[] {
  const rows: JsonRow[] = [];
  if (membersOf(value).length === 0) addRow([], value, 1, 1, 1);
  else addMembers([], value, 1);
  return rows;

  function addMembers(path: JsonPath, container: JsonValue, level: number): void {
    const members = membersOf(container);
    const id = JSON.stringify(path);
    const shown = Math.min(options.shownOf(id), members.length);
    for (let at = 0; at < shown; at++) {
      const member = members[at];
      if (member) addRow([...path, member[0]], member[1], level, at + 1, members.length);
    }
    if (shown === members.length) return;
    const hidden = members.length - shown;
    rows.push({
      ...leaf(path, container, level, shown + 1, members.length),
      id: `${id}+`,
      kind: 'more',
      hidden,
    });
  }

  function addRow(
    path: JsonPath,
    member: JsonValue,
    level: number,
    position: number,
    siblings: number,
  ): void {
    const row = leaf(path, member, level, position, siblings);
    const branch = path.length > 0 && membersOf(member).length > 0;
    const open = branch && options.isOpen(row.id, level);
    rows.push({ ...row, branch, open });
    if (open) addMembers(path, member, level + 1);
  }
}

function leaf(path: JsonPath, value: JsonValue, level: number, position: number, siblings: number): JsonRow {
  return {
    id: JSON.stringify(path),
    kind: 'value',
    path,
    level,
    position,
    siblings,
    value,
    type: dataTypeOf(value),
    branch: false,
    open: false,
    hidden: 0,
  };
}

function membersOf(value: JsonValue): [string | number, JsonValue][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (typeof value === 'object' && value !== null) return Object.entries(value);
  return [];
}
