import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { effectiveEdges, type Graph, type StepId } from '../../engine/index.js';
import { StatusIcon } from '../../ui/status-icon.js';
import { StepBadge } from '../nodes/step-badge.js';
import { marksInWords } from '../nodes/step-marks.js';
import { stepName, stepSummary } from '../nodes/step-summary.js';
import { deleteSelection } from '../store/commands.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';

/** The steps in an order in which they can run; what stands on a circle comes last, as in the document. */
function runOrder(graph: Graph): StepId[] {
  const open = new Map<StepId, number>(graph.steps.map((step) => [step.id, 0]));
  const edges = effectiveEdges(graph);
  for (const { target } of edges) open.set(target, (open.get(target) ?? 0) + 1);
  const order: StepId[] = [];
  const ready = graph.steps.map((step) => step.id).filter((id) => open.get(id) === 0);
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id);
    for (const edge of edges) {
      if (edge.source !== id) continue;
      const left = (open.get(edge.target) ?? 1) - 1;
      open.set(edge.target, left);
      if (left === 0) ready.push(edge.target);
    }
  }
  const placed = new Set(order);
  return [...order, ...graph.steps.map((step) => step.id).filter((id) => !placed.has(id))];
}

function OutlineItem({ id, isReachable }: { id: StepId; isReachable: boolean }) {
  const editor = useEditor();
  const strings = useStrings();
  const step = useEditorState((state) => state.steps.get(id));
  const connector = useEditorState((state) =>
    step?.type === 'connector' ? state.connectorOf.get(step.connector) : undefined,
  );
  const status = useEditorState((state) => state.run?.steps[id]?.status);
  const isSelected = useEditorState((state) => state.selectedIds.includes(id));
  if (step === undefined) return null;
  const name = stepName(step, connector);
  const words = { conditional: strings.conditional, loop: strings.loop(undefined) };
  const summary = [stepSummary(step, connector, strings), ...marksInWords(step, words)].join(', ');
  return (
    <div
      role="treeitem"
      className="pb-outline-item"
      data-id={id}
      aria-selected={isSelected}
      tabIndex={isReachable ? 0 : -1}
      onClick={() => {
        editor.select([id]);
        editor.reveal(id);
      }}
      onKeyDown={(event) => {
        if (event.key === ' ') {
          event.preventDefault();
          editor.select([id]);
        }
      }}
    >
      <StepBadge type={step.type} name={connector?.name ?? name} icon={connector?.icon} size="small" />
      <span className="pb-outline-name">
        {name}
        <span className="pb-visually-hidden">
          {strings.stepDetails(summary, status && strings.status(status))}
        </span>
      </span>
      {status && <StatusIcon status={status} label={null} />}
    </div>
  );
}

/** The same graph as a list of steps in running order, for the keyboard and for screen readers. */
export function Outline() {
  const editor = useEditor();
  const strings = useStrings();
  const graph = useEditorState((state) => state.graph);
  const selected = useEditorState((state) => state.selectedIds[0]);
  const [isOpen, setOpen] = useState(true);
  const tree = useRef<HTMLDivElement>(null);
  const order = useMemo(() => runOrder(graph), [graph]);
  const reachable = selected ?? order[0];

  const focusOn = (id: StepId | undefined) => {
    if (id === undefined) return;
    editor.select([id]);
    editor.reveal(id);
    tree.current?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = reachable === undefined ? -1 : order.indexOf(reachable);
    const moves: Record<string, () => void> = {
      ArrowDown: () => focusOn(order[Math.min(order.length - 1, selected === undefined ? 0 : at + 1)]),
      ArrowUp: () => focusOn(order[Math.max(0, at - 1)]),
      Home: () => focusOn(order[0]),
      End: () => focusOn(order.at(-1)),
      Enter: () => reachable !== undefined && editor.requestFocus(reachable),
      Delete: () => deleteSelection(editor),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };

  if (order.length === 0) return null;
  return (
    <section className="pb-outline" aria-label={strings.outline}>
      <button
        type="button"
        className="pb-outline-toggle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight aria-hidden />
        {strings.outline}
        <span className="pb-outline-count">{order.length}</span>
      </button>
      {isOpen && (
        <div
          ref={tree}
          className="pb-outline-tree"
          role="tree"
          aria-label={strings.outline}
          onKeyDown={onKeyDown}
        >
          {order.map((id) => (
            <OutlineItem key={id} id={id} isReachable={id === reachable} />
          ))}
        </div>
      )}
    </section>
  );
}
