import { CircleX, TriangleAlert } from 'lucide-react';
import type { Edge, Graph } from '../../engine/index.js';
import { Button } from '../../ui/button.js';
import { stepName } from '../nodes/step-summary.js';
import type { Editor } from '../store/editor.js';
import { edgeKey } from '../store/graph-queries.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { problemText } from './problem-text.js';
import { useProblems } from './use-problems.js';

/** The edge that a place of the graph is about. */
function edgeAt(graph: Graph, place = ''): Edge | undefined {
  const index = /^edges\[(\d+)\]/.exec(place)?.[1];
  return index === undefined ? undefined : graph.edges?.[Number(index)];
}

/** Selects an edge, and brings the step where it ends into view. */
function showEdge(editor: Editor, edge: Edge): void {
  editor.selectEdge(edgeKey(edge));
  editor.reveal(edge.target);
}

/** What is wrong with the flow, each with the way to the field and, where there is one, the fix. */
export function ProblemsPanel() {
  const editor = useEditor();
  const strings = useStrings();
  const problems = useProblems();
  const steps = useEditorState((state) => state.steps);
  const graph = useEditorState((state) => state.graph);
  const isReadOnly = useEditorState((state) => state.readOnly);
  if (problems.length === 0) return <p className="pb-problems-none">{strings.noProblems}</p>;
  return (
    <section className="pb-problems" aria-label={strings.problems} tabIndex={-1}>
      <ul className="pb-problems-list">
        {problems.map((problem) => {
          const { stepId, path, fix } = problem;
          const step = stepId === undefined ? undefined : steps.get(stepId);
          const edge = stepId === undefined ? edgeAt(graph, path) : undefined;
          return (
            <li
              key={`${problem.code}:${stepId}:${path}:${problem.message}`}
              className="pb-problem"
              data-severity={problem.severity}
            >
              {problem.severity === 'error' ? <CircleX aria-hidden /> : <TriangleAlert aria-hidden />}
              <button
                type="button"
                className="pb-problem-text"
                disabled={step === undefined && edge === undefined}
                onClick={() => (step ? editor.requestFocus(step.id, path) : edge && showEdge(editor, edge))}
              >
                {step && !problem.message.startsWith(stepName(step)) && <b>{stepName(step)}</b>}{' '}
                {problemText(problem, strings)}
              </button>
              {fix && !isReadOnly && (
                <Button
                  size="small"
                  onClick={() =>
                    editor.dispatch({
                      type: 'apply_fix',
                      fix,
                      ...(stepId !== undefined && { stepId }),
                      ...(path !== undefined && { path }),
                    })
                  }
                >
                  {fix.label}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
