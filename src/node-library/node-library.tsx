import { SearchX } from 'lucide-react';
import {
  type DragEvent,
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ConnectorSummary } from '../editor/connector-summary.js';
import { StepBadge } from '../editor/nodes/step-badge.js';
import { presetMediaType, type StepPreset } from '../editor/store/step-preset.js';
import { useStrings } from '../editor/strings-context.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { ErrorState } from '../ui/error-state.js';
import { SearchField } from '../ui/search-field.js';
import { Skeleton } from '../ui/skeleton.js';
import { type LibraryItem, libraryGroups, type NodeAction, searchGroups } from './library-items.js';

export interface NodeLibraryHandle {
  /** Puts the focus into the search. */
  focusSearch(): void;
}

export interface NodeLibraryProps {
  /** Default: none. */
  connectors?: readonly ConnectorSummary[] | undefined;
  /** Whether the connectors are still to come. */
  loading?: boolean | undefined;
  /** Steps of the host's own, filled in, under headings of its own. */
  actions?: readonly NodeAction[] | undefined;
  /** Called with the step that was clicked, or chosen by Enter. */
  onAdd?: ((preset: StepPreset) => void) | undefined;
  /** Why the connectors couldn't be loaded. */
  error?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** Nothing can be added: the items only inform. */
  disabled?: boolean | undefined;
  ref?: Ref<NodeLibraryHandle> | undefined;
}

const noActions: readonly NodeAction[] = [];

/**
 * The palette: the workspace's connectors, the host's actions and the built-in steps, searchable. An item is added
 * by click, by arrow keys and Enter, or by dragging it onto a canvas; the drag carries the step as JSON under
 * `application/x-patchbay-node`.
 */
export function NodeLibrary(props: NodeLibraryProps) {
  const { connectors, loading = false, actions = noActions, onAdd, error, onRetry } = props;
  const { disabled = false, ref } = props;
  const strings = useStrings();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [activeId, setActiveId] = useState<string>();
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({ focusSearch: () => search.current?.focus() }), []);

  const groups = useMemo(
    () => searchGroups(libraryGroups({ connectors: connectors ?? [], actions }, strings), query),
    [connectors, actions, strings, query],
  );
  const items = groups.flatMap((group) => group.items);
  const active = items.find((item) => item.id === activeId) ?? (query === '' ? undefined : items[0]);
  const isLoading = loading && !connectors?.length && error === undefined;

  const choose = (item: LibraryItem) => {
    if (!disabled) onAdd?.(item.preset);
  };
  const move = (step: number) => {
    const at = active === undefined ? (step > 0 ? -1 : 0) : items.indexOf(active);
    const next = items[(at + step + items.length) % items.length];
    if (next === undefined) return;
    setActiveId(next.id);
    list.current?.querySelector(`[data-item="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && active !== undefined) {
      choose(active);
      // What was looked for is found; the next search begins anew.
      if (!disabled) setQuery('');
    } else return;
    event.preventDefault();
  };
  const optionId = (item: LibraryItem) => `${listId}-${item.id}`;

  return (
    <div className="pb-library">
      <div className="pb-library-search">
        <SearchField
          ref={search}
          label={strings.searchLibrary}
          value={query}
          shortcut="/"
          onValueChange={(next) => {
            setQuery(next);
            setActiveId(undefined);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setActiveId(undefined)}
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active === undefined ? undefined : optionId(active)}
        />
      </div>
      {error !== undefined && (
        <ErrorState title={strings.connectorsFailed} message={error} onRetry={onRetry} />
      )}
      {isLoading && (
        <div className="pb-library-loading" role="status" aria-label={strings.loadingConnectors}>
          <Skeleton />
          <Skeleton />
          <Skeleton />
        </div>
      )}
      {connectors?.length === 0 && !loading && query === '' && (
        <p className="pb-library-note">{strings.noConnectors}</p>
      )}
      {items.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={strings.noMatchTitle}
          actions={
            <Button size="small" onClick={() => setQuery('')}>
              {strings.clearSearch}
            </Button>
          }
        >
          {strings.noMatchText(query)}
        </EmptyState>
      ) : (
        <div
          ref={list}
          id={listId}
          className="pb-library-list"
          role="listbox"
          aria-label={strings.library}
          aria-disabled={disabled || undefined}
        >
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, which a fieldset can't be
            <div key={group.title} role="group" aria-label={group.title} className="pb-library-group">
              <div className="pb-library-heading" aria-hidden="true">
                {group.title}
              </div>
              {group.items.map((item) => (
                <LibraryRow
                  key={item.id}
                  id={optionId(item)}
                  item={item}
                  isActive={item === active}
                  isDisabled={disabled}
                  onChoose={() => choose(item)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

interface LibraryRowProps {
  id: string;
  item: LibraryItem;
  isActive: boolean;
  isDisabled: boolean;
  onChoose(): void;
}

function LibraryRow({ id, item, isActive, isDisabled, onChoose }: LibraryRowProps) {
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(presetMediaType, JSON.stringify(item.preset));
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    // The search holds the focus and names this option through aria-activedescendant.
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the search does the same
    <div
      id={id}
      role="option"
      className="pb-library-item"
      data-item={item.id}
      aria-selected={isActive}
      aria-disabled={isDisabled || undefined}
      // A long description is cut to one line.
      title={item.text || undefined}
      draggable={!isDisabled}
      onDragStart={onDragStart}
      onClick={onChoose}
    >
      <StepBadge type={item.preset.type} name={item.title} icon={item.icon} />
      <span className="pb-library-text">
        <span className="pb-library-title">{item.title}</span>
        {item.text !== '' && <span className="pb-library-description">{item.text}</span>}
      </span>
    </div>
  );
}
