import { getAtPlace, type JsonValue, type Step } from '../../engine/index.js';
import type { FormError } from '../../forms/dynamic-form.js';
import { isInside } from '../flow/node-rows.js';
import { isUntouched } from '../store/untouched.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { changedPlace } from './changed-place.js';
import { problemText } from './problem-text.js';
import { useProblems } from './use-problems.js';

/** Turns a form's new value into the smallest edit that says the same. */
export function useStepChange(step: Step): (place: string, next: JsonValue | undefined) => void {
  const editor = useEditor();
  return (place, next) => {
    const change = changedPlace(getAtPlace(step, place), next, place);
    if (change) editor.dispatch({ type: 'update_step', id: step.id, ...change });
  };
}

/**
 * The same for what a button does: it is undone on its own, and what it put at `added` is not told off before somebody
 * has come to it. `added` absent: nothing at that place is new any more.
 */
export function useStepGesture(
  step: Step,
): (place: string, next: JsonValue | undefined, added?: readonly string[]) => void {
  const editor = useEditor();
  const change = useStepChange(step);
  return (place, next, added) => {
    editor.seal();
    if (added === undefined) editor.touch(place);
    else editor.markNew(step.id, added);
    change(place, next);
    editor.seal();
  };
}

/** The problems of one step at or inside a place. What was just added is not told off before it is filled in. */
export function useFormErrors(step: Step, place: string): FormError[] {
  const editor = useEditor();
  const strings = useStrings();
  const untouched = useEditorState((state) => state.untouched);
  return useProblems().flatMap((problem) => {
    const { stepId, path = '', code, fix } = problem;
    if (stepId !== step.id || !isInside(path, place)) return [];
    const isMissing = code === 'missing_field' || (code === 'type_mismatch' && getAtPlace(step, path) === '');
    return {
      path,
      message: isMissing ? strings.fieldNeeded : problemText(problem, strings),
      whenLeft: isUntouched(untouched, step.id, path),
      inSchema: code === 'invalid_document',
      ...(fix && {
        fix: {
          label: fix.label,
          apply: () => editor.dispatch({ type: 'apply_fix', fix, stepId: step.id, path }),
        },
      }),
    };
  });
}
