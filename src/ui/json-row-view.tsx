import { ChevronRight } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { JsonValue } from '../engine/index.js';
import { type DataType, typeColor } from './data-type.js';
import type { JsonRow } from './json-rows.js';
import { setDraggedReference } from './reference-drag.js';
import { useUiStrings } from './ui-strings.js';

export interface JsonRowViewProps {
  row: JsonRow;
  maxText: number;
  wholeText: boolean;
  reachable: boolean;
  pickable: boolean;
  expression: string | undefined;
  onFocus(): void;
  onAct(): void;
  onToggle(open: boolean): void;
}

/** One line of a `JsonView`. The tree around it listens to the keys. */
export function JsonRowView(props: JsonRowViewProps) {
  const { row, maxText, wholeText, expression, onToggle } = props;
  const strings = useUiStrings();
  const name = row.path.at(-1);
  const text = typeof row.value === 'string' ? row.value : undefined;
  const long = text !== undefined && text.length > maxText;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for all of its rows
    <div
      role="treeitem"
      tabIndex={props.reachable ? 0 : -1}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.branch ? row.open : undefined}
      aria-selected={false}
      data-row={row.id}
      data-pickable={props.pickable || undefined}
      className="pb-json-row"
      style={{ '--pb-level': row.level - 1 } as CSSProperties /* custom property */}
      draggable={expression !== undefined || undefined}
      title={expression}
      onFocus={props.onFocus}
      onClick={(event) => {
        event.stopPropagation();
        if (row.kind === 'more' || props.pickable || row.branch) props.onAct();
      }}
      onDragStart={(event) => expression && setDraggedReference(event.dataTransfer, expression)}
    >
      {row.branch ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: arrow keys open and close the row
        // biome-ignore lint/a11y/noStaticElementInteractions: the row itself is what assistive technology opens
        <span
          className="pb-twist pb-json-twist"
          data-open={row.open}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(!row.open);
          }}
        >
          <ChevronRight />
        </span>
      ) : (
        <span className="pb-twist pb-json-twist" />
      )}
      {row.kind === 'more' ? (
        <span className="pb-json-more">{strings.moreItems(row.hidden)}</span>
      ) : (
        <>
          {name !== undefined && <span className="pb-json-name">{name}</span>}
          <span className="pb-json-value" style={{ color: colorOf(row) }}>
            {describe(row.value, row.type)}
            {long && (
              <button
                type="button"
                tabIndex={-1}
                className="pb-link"
                onClick={(event) => {
                  event.stopPropagation();
                  onToggle(!wholeText);
                }}
              >
                {wholeText ? strings.showLess : strings.showMore}
              </button>
            )}
          </span>
        </>
      )}
    </div>
  );

  function describe(value: JsonValue, type: DataType): string {
    if (Array.isArray(value)) return value.length === 0 ? '[ ]' : strings.items(value.length);
    if (typeof value === 'object' && value !== null) {
      const size = Object.keys(value).length;
      return size === 0 ? '{ }' : strings.fields(size);
    }
    if (type !== 'string' || text === undefined) return String(value);
    return long && !wholeText ? `"${text.slice(0, maxText)}…" ` : `"${text}"${long ? ' ' : ''}`;
  }
}

function colorOf(row: JsonRow): string {
  return row.type === 'object' || row.type === 'array' ? 'var(--pb-faint)' : typeColor(row.type);
}
