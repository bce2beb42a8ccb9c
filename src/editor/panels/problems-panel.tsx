import { CircleX, TriangleAlert } from 'lucide-react';
import { Button } from '../../ui/button.js';
import { stepName } from '../nodes/step-summary.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { useProblems } from './use-problems.js';

/** What is wrong with the flow, each with the way to the field and, where there is one, the fix. */
export function ProblemsPanel() {
  const editor = useEditor();
  const strings = useStrings();
  const problems = useProblems();
  const steps = useEditorState((state) => state.steps);
  const isReadOnly = useEditorState((state) => state.readOnly);
  if (problems.length === 0) return <p className="pb-problems-none">{strings.noProblems}</p>;
  return (
    <section className="pb-problems" aria-label={strings.problems}>
      <ul className="pb-problems-list">
        {problems.map((problem) => {
          const { stepId, path, fix } = problem;
          const step = stepId === undefined ? undefined : steps.get(stepId);
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
                disabled={step === undefined}
                onClick={() => step && editor.requestFocus(step.id, path)}
              >
                {step && !problem.message.startsWith(stepName(step)) && <b>{stepName(step)}</b>}{' '}
                {problem.message}
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
