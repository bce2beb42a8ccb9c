import { Suspense } from 'react';
import { EmptyState } from '../../ui/empty-state.js';
import { lazyPart } from '../../ui/lazy-part.js';
import { Skeleton } from '../../ui/skeleton.js';
import { isObject } from '../flow/step-shape.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { InputSummary } from './input-summary.js';
import { InspectorHeader } from './inspector-header.js';

const StepTabs = lazyPart(async () => (await import('./step-tabs.js')).StepTabs);

function FlowOverview() {
  const strings = useStrings();
  const inputSchema = useEditorState((state) => state.inputSchema);
  const hasSteps = useEditorState((state) => state.steps.size > 0);
  const properties = isObject(inputSchema?.properties) ? Object.entries(inputSchema.properties) : [];
  const required = Array.isArray(inputSchema?.required) ? inputSchema.required : [];
  return (
    <div className="pb-inspector-overview">
      <h2 className="pb-inspector-title">{strings.flowInputTitle}</h2>
      <p className="pb-inspector-note">
        {properties.length > 0 ? strings.flowInputText : strings.flowNoInput}
      </p>
      <ul className="pb-input-list">
        {properties.map(([name, property]) => (
          <InputSummary key={name} name={name} property={property} isRequired={required.includes(name)} />
        ))}
      </ul>
      {hasSteps && <p className="pb-inspector-hint">{strings.selectHint}</p>}
    </div>
  );
}

/** What is selected, with its form and its last run; with nothing selected, what the flow takes. */
export function Inspector() {
  const strings = useStrings();
  const selectedIds = useEditorState((state) => state.selectedIds);
  const [only] = selectedIds;
  const step = useEditorState((state) => (only === undefined ? undefined : state.steps.get(only)));
  return (
    <aside className="pb-inspector" aria-label={strings.inspector} tabIndex={-1}>
      {selectedIds.length > 1 ? (
        <EmptyState title={strings.manySelected(selectedIds.length)} />
      ) : step === undefined ? (
        <FlowOverview />
      ) : (
        <>
          <InspectorHeader key={step.id} step={step} />
          <Suspense
            fallback={
              <div className="pb-inspector-loading">
                <Skeleton lines={6} height={34} />
              </div>
            }
          >
            <StepTabs key={step.id} step={step} />
          </Suspense>
        </>
      )}
    </aside>
  );
}
