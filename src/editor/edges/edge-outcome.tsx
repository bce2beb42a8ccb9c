import { ChevronDown } from 'lucide-react';
import type { Edge } from '../../engine/index.js';
import { Menu } from '../../ui/menu.js';
import { outcomeName } from '../nodes/step-summary.js';
import { outcomeOf, waysOf } from '../store/graph-queries.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';

export interface EdgeOutcomeProps {
  edge: Edge;
  canChange: boolean;
  /** Told while the menu is open, which stands beside what floats on the edge. */
  onOpenChange(isOpen: boolean): void;
}

/** What of its source an edge follows, with a menu of what else it could follow. It stands where people click a line. */
export function EdgeOutcome({ edge, canChange, onOpenChange }: EdgeOutcomeProps) {
  const editor = useEditor();
  const strings = useStrings();
  const source = useEditorState((state) => state.steps.get(edge.source));
  const outcome = outcomeOf(edge);
  const name = outcomeName(source, outcome, strings);
  const ways = source ? waysOf(source) : [];
  const attributes = {
    className: 'pb-edge-outcome',
    'data-outcome': outcome === 'success' || outcome === 'failure' ? outcome : 'way',
  };
  if (!canChange) return <span {...attributes}>{name}</span>;
  const others = [...ways, 'success', 'failure'].filter((on) => on !== outcome);
  return (
    <Menu
      onOpenChange={onOpenChange}
      trigger={
        <button type="button" {...attributes} aria-label={strings.chooseOutcome(name)}>
          {name}
          <ChevronDown aria-hidden="true" />
        </button>
      }
      entries={others.map((on) => ({
        id: on,
        label: outcomeName(source, on, strings),
        onSelect: () => editor.dispatch({ type: 'set_edge_outcome', edge, on }),
      }))}
    />
  );
}
