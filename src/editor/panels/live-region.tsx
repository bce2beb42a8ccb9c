import { useEffect, useState } from 'react';
import { stepName } from '../nodes/step-summary.js';
import type { Edit } from '../store/edit.js';
import type { EditorState, Notice } from '../store/editor-state.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import type { EditorStrings } from '../strings.js';
import { useStrings } from '../strings-context.js';

/** How long a refusal stays on screen, in milliseconds. */
const REFUSAL_SHOWN_MS = 6_000;

/** The two things that an edit is about, as ids or names. */
function subjectsOf(edit: Edit): [string, string] {
  switch (edit.type) {
    case 'add_step':
    case 'insert_step':
      return [edit.step.name ?? edit.step.id, ''];
    case 'remove_steps':
      return [edit.ids.join(', '), ''];
    case 'move_steps':
      return [Object.keys(edit.positions).join(', '), ''];
    case 'rename_step':
      return [edit.from, edit.to];
    case 'connect':
    case 'set_edge_outcome':
      return [edit.edge.source, edit.edge.target];
    case 'rename_case':
      return [edit.from, edit.to];
    case 'remove_case':
      return [edit.caseId, ''];
    case 'disconnect':
      return [edit.edges[0]?.source ?? '', edit.edges[0]?.target ?? ''];
    case 'wire':
      return [edit.source.root, edit.target.stepId];
    case 'unwire':
      return [edit.target.place, ''];
    case 'paste':
      return [edit.fragment.steps.map((step) => step.name ?? step.id).join(', '), ''];
    case 'update_step':
      return [edit.id, ''];
    case 'set_output':
    case 'apply_fix':
    case 'replace_graph':
      return ['', ''];
    default:
      return edit satisfies never;
  }
}

function textOf(notice: Notice, state: EditorState, strings: EditorStrings): string {
  const named = (id: string) => {
    const step = state.steps.get(id);
    return step === undefined ? id : stepName(step);
  };
  switch (notice.kind) {
    case 'done': {
      const { edit } = notice;
      const [subject, other] = subjectsOf(edit);
      // A case may be called like a step.
      if (edit.type === 'rename_case' || edit.type === 'remove_case')
        return strings.done(edit.type, subject, other);
      return strings.done(edit.type, named(subject), named(other));
    }
    case 'refused':
      return strings.refused(
        notice.refusal.code,
        named(notice.refusal.step ?? ''),
        named(notice.refusal.other ?? ''),
      );
    case 'undone':
      return strings.undone;
    case 'redone':
      return strings.redone;
    case 'copied':
      return strings.copied;
    case 'nothing_to_undo':
      return strings.nothingToUndo;
    case 'nothing_to_redo':
      return strings.nothingToRedo;
    default:
      return notice satisfies never;
  }
}

/** Says what every edit did. A refusal is also shown, for a few seconds. */
export function LiveRegion() {
  const editor = useEditor();
  const strings = useStrings();
  const notice = useEditorState((state) => state.notice);
  const [goneId, setGoneId] = useState(0);
  const isRefusal = notice?.kind === 'refused';
  const id = notice?.id ?? 0;
  useEffect(() => {
    if (!isRefusal) return;
    const timer = setTimeout(() => setGoneId(id), REFUSAL_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isRefusal, id]);
  const text = notice === undefined ? '' : textOf(notice, editor.store.getState(), strings);
  const isShown = isRefusal && goneId !== id;
  return (
    <div className={isShown ? 'pb-refusal' : 'pb-visually-hidden'} role="status" aria-live="polite">
      {text}
    </div>
  );
}
