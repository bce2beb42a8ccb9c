import { Pin, PinOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type RunState, type Step, type StepState, unreachable } from '../../engine/index.js';
import { focusPlace } from '../../forms/focus-place.js';
import { StepRunDetails } from '../../runs/step-run-details.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { JsonView } from '../../ui/json-view.js';
import { Tabs } from '../../ui/tabs.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { StepSetUp } from './step-set-up.js';
import { StepSettings } from './step-settings.js';

type InspectorTab = 'set_up' | 'request' | 'output' | 'settings';

function NotRun() {
  const strings = useStrings();
  return <EmptyState title={strings.notRunTitle}>{strings.notRunText}</EmptyState>;
}

interface OutputTabProps {
  step: Step;
  state: StepState | undefined;
  run: RunState | undefined;
}

function OutputTab({ step, state, run }: OutputTabProps) {
  const editor = useEditor();
  const strings = useStrings();
  const isReadOnly = useEditorState(({ readOnly }) => readOnly);
  const graph = useEditorState((editor) => editor.graph);
  const pin = (value: Step['sample']) =>
    editor.dispatch({ type: 'update_step', id: step.id, place: 'sample', value });
  return (
    <>
      {state ? (
        <StepRunDetails step={state} part="output" run={run} graph={graph} />
      ) : (
        step.sample === undefined && <NotRun />
      )}
      {step.sample !== undefined && (
        <section className="pb-inspector-sample">
          <p className="pb-inspector-note">{strings.sampleNote}</p>
          <JsonView value={step.sample} label={strings.sampleNote} />
          {!isReadOnly && (
            <Button size="small" icon={<PinOff />} onClick={() => pin(undefined)}>
              {strings.unpin}
            </Button>
          )}
        </section>
      )}
      {!isReadOnly && state?.output !== undefined && step.sample === undefined && (
        <Button size="small" icon={<Pin />} onClick={() => pin(state.output)}>
          {strings.pin}
        </Button>
      )}
    </>
  );
}

/** What is known of a step, in tabs: its form, its last run, its settings. */
export function StepTabs({ step }: { step: Step }) {
  const strings = useStrings();
  const state = useEditorState(({ run }) => run?.steps[step.id]);
  const focusRequest = useEditorState((editor) => editor.focusRequest);
  const graph = useEditorState((editor) => editor.graph);
  // Of a loop the run is followed as a whole, which has its items; of a skipped step, which has what was before it.
  const run = useEditorState((editor) =>
    step.forEach || state?.status === 'skipped' ? editor.run : undefined,
  );
  const sendsSomething = step.type === 'http' || step.type === 'connector' || step.type === 'action';
  const [tab, setTab] = useState<InspectorTab>('set_up');
  const body = useRef<HTMLDivElement>(null);
  const answered = useRef(0);
  const place = firstPlace(step);

  useEffect(() => {
    if (focusRequest === undefined || focusRequest.stepId !== step.id || answered.current === focusRequest.id)
      return;
    answered.current = focusRequest.id;
    setTab(tabOf(focusRequest.place));
    return focusWhenThere(body, focusRequest.place ?? place);
  }, [focusRequest, step.id, place]);

  const items = [
    { value: 'set_up' as const, label: strings.tabSetUp, content: <StepSetUp step={step} /> },
    ...(sendsSomething || step.forEach
      ? [
          {
            value: 'request' as const,
            label: sendsSomething ? strings.tabRequest : strings.tabRun,
            content: state ? (
              <StepRunDetails step={state} part="request" run={run} graph={graph} />
            ) : (
              <NotRun />
            ),
          },
        ]
      : []),
    {
      value: 'output' as const,
      label: strings.tabOutput,
      content: <OutputTab step={step} state={state} run={run} />,
    },
    { value: 'settings' as const, label: strings.tabSettings, content: <StepSettings step={step} /> },
  ];
  return (
    <div className="pb-inspector-body" ref={body}>
      <Tabs
        label={strings.inspector}
        items={items}
        value={items.some((item) => item.value === tab) ? tab : 'set_up'}
        onValueChange={setTab}
      />
    </div>
  );
}

/** Forms are loaded on first use, so a field that is asked for may not be there yet. */
const FOCUS_TRIES = 40;
const FOCUS_TRY_MS = 50;

function focusWhenThere(body: { current: HTMLElement | null }, place: string): () => void {
  let tries = 0;
  const timer = setInterval(() => {
    tries += 1;
    const panel = body.current?.querySelector<HTMLElement>('[role="tabpanel"]');
    const isThere = panel?.querySelector('[data-place]') && focusPlace(panel, place);
    if (isThere || tries >= FOCUS_TRIES) clearInterval(timer);
  }, FOCUS_TRY_MS);
  return () => clearInterval(timer);
}

/** The tab that has the field of a place. */
function tabOf(place = ''): InspectorTab {
  return /^(when|forEach|retry|timeoutMs|notes)\b/.test(place) ? 'settings' : 'set_up';
}

/** Where the focus goes when a step is opened without a field being named. */
function firstPlace(step: Step): string {
  switch (step.type) {
    case 'http':
      return 'request.url';
    case 'connector':
    case 'action':
      return 'input';
    case 'transform':
      return 'output';
    case 'branch':
      return 'cases';
    case 'wait':
      return step.until === undefined ? 'for.seconds' : 'until';
    default:
      return unreachable(step);
  }
}
