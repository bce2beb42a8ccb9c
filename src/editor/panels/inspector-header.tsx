import { Cable, Copy, Ellipsis, Trash2 } from 'lucide-react';
import type { Step } from '../../engine/index.js';
import { IconButton } from '../../ui/icon-button.js';
import { Menu } from '../../ui/menu.js';
import { StepBadge } from '../nodes/step-badge.js';
import { stepName, stepSummary } from '../nodes/step-summary.js';
import { deleteSelection, duplicateSelection } from '../store/commands.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { IdField } from './id-field.js';

/** The head of the inspector: what the step is called, its id, and what can be done with it. */
export function InspectorHeader({ step }: { step: Step }) {
  const editor = useEditor();
  const strings = useStrings();
  const isReadOnly = useEditorState((state) => state.readOnly);
  const connector = useEditorState((state) =>
    step.type === 'connector' ? state.connectorOf.get(step.connector) : undefined,
  );
  const name = stepName(step, connector);
  return (
    <header className="pb-inspector-header">
      <StepBadge type={step.type} name={connector?.name ?? name} icon={connector?.icon} />
      <div className="pb-inspector-heading">
        {isReadOnly ? (
          <h2 className="pb-inspector-name">{name}</h2>
        ) : (
          <input
            className="pb-inspector-name"
            aria-label={strings.stepName}
            value={step.name ?? ''}
            placeholder={name}
            onChange={(event) =>
              editor.dispatch({
                type: 'update_step',
                id: step.id,
                place: 'name',
                value: event.target.value === '' ? undefined : event.target.value,
              })
            }
            onBlur={editor.seal}
          />
        )}
        <div className="pb-inspector-sub">
          <span className="pb-inspector-summary">{stepSummary(step, connector, strings)}</span>
          {isReadOnly ? (
            <code>{step.id}</code>
          ) : (
            <IdField
              key={step.id}
              id={step.id}
              label={strings.stepId}
              hint={strings.stepIdHint}
              onRename={(to) => editor.dispatch({ type: 'rename_step', from: step.id, to }) === undefined}
            />
          )}
        </div>
      </div>
      {!isReadOnly && (
        <>
          <IconButton
            label={strings.connectTo}
            size="small"
            onClick={() => editor.openDialog({ type: 'connect', from: step.id })}
          >
            <Cable />
          </IconButton>
          <Menu
            align="end"
            trigger={
              <IconButton label={strings.stepActions} size="small" tooltip={false}>
                <Ellipsis />
              </IconButton>
            }
            entries={[
              {
                id: 'duplicate',
                label: strings.duplicateStep,
                icon: <Copy />,
                shortcut: 'Ctrl D',
                onSelect: () => duplicateSelection(editor),
              },
              {
                id: 'delete',
                label: strings.deleteStep,
                icon: <Trash2 />,
                shortcut: 'Del',
                danger: true,
                onSelect: () => deleteSelection(editor),
              },
            ]}
          />
        </>
      )}
    </header>
  );
}
