import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { JsonValue } from '../engine/index.js';
import { classNames } from './class-names.js';
import { JsonRowView } from './json-row-view.js';
import { type JsonPath, type JsonRow, jsonRows } from './json-rows.js';

export interface JsonViewProps {
  value: JsonValue;
  /** What the data is: the tree's accessible name. */
  label: string;
  /** How many levels are open at first; 1 shows the first one only. */
  defaultDepth?: number | undefined;
  /** Texts longer than this many characters are cut, and can be opened. */
  maxText?: number | undefined;
  /** Containers list this many members at first; more on demand. */
  maxItems?: number | undefined;
  /** Makes rows choosable, by click and by Enter. */
  onPick?: ((path: JsonPath, value: JsonValue) => void) | undefined;
  /** Makes rows draggable as references: the expression for a path, or nothing where there is none. */
  toExpression?: ((path: JsonPath) => string | undefined) | undefined;
  className?: string | undefined;
}

/** JSON as a tree that can be walked by keyboard: arrows move, open and close; Enter picks or opens. */
export function JsonView(props: JsonViewProps) {
  const { value, label, defaultDepth = 2, maxText = 160, maxItems = 100, onPick, toExpression } = props;
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map());
  const [active, setActive] = useState<string | undefined>();
  const tree = useRef<HTMLDivElement>(null);

  const rows = useMemo(
    () =>
      jsonRows(value, {
        isOpen: (id, level) => toggled.get(id) ?? level < defaultDepth,
        shownOf: (id) => shown.get(id) ?? maxItems,
      }),
    [value, toggled, shown, defaultDepth, maxItems],
  );
  const reachable = rows.some((row) => row.id === active) ? active : rows[0]?.id;

  const toggle = (row: JsonRow, open: boolean) => setToggled(new Map(toggled).set(row.id, open));
  const showMore = (row: JsonRow) => {
    const id = JSON.stringify(row.path);
    setShown(new Map(shown).set(id, (shown.get(id) ?? maxItems) + maxItems));
  };
  const act = (row: JsonRow) => {
    if (row.kind === 'more') showMore(row);
    else if (onPick) onPick(row.path, row.value);
    else toggle(row, row.branch ? !row.open : !toggled.get(row.id));
  };
  const focus = (row: JsonRow | undefined) => {
    if (!row) return;
    setActive(row.id);
    tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"]`)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const at = rows.findIndex((row) => row.id === reachable);
    const row = rows[at];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const keys: Record<string, () => void> = {
      ArrowDown: () => focus(rows[at + 1]),
      ArrowUp: () => focus(rows[at - 1]),
      Home: () => focus(rows[0]),
      End: () => focus(rows.at(-1)),
      ArrowRight: () => (row.branch && !row.open ? toggle(row, true) : row.open && focus(rows[at + 1])),
      ArrowLeft: () =>
        row.open ? toggle(row, false) : focus(rows.slice(0, at).findLast((other) => other.level < row.level)),
      Enter: () => act(row),
      ' ': () => act(row),
    };
    const handler = keys[event.key];
    if (!handler) return;
    event.preventDefault();
    event.stopPropagation();
    handler();
  };

  return (
    <div
      ref={tree}
      role="tree"
      tabIndex={-1}
      aria-label={label}
      className={classNames('pb-json', props.className)}
      onKeyDown={onKeyDown}
    >
      {rows.map((row) => (
        <JsonRowView
          key={row.id}
          row={row}
          maxText={maxText}
          wholeText={toggled.get(row.id) ?? false}
          reachable={row.id === reachable}
          pickable={onPick !== undefined}
          expression={row.kind === 'value' ? toExpression?.(row.path) : undefined}
          onFocus={() => setActive(row.id)}
          onAct={() => act(row)}
          onToggle={(open) => toggle(row, open)}
        />
      ))}
    </div>
  );
}
