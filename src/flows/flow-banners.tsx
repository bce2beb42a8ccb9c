import { usePatchbay } from '../provider/use-patchbay.js';
import { Banner } from '../screen/banner.js';
import { Button } from '../ui/button.js';
import type { EditableFlow } from './use-flow.js';
import type { FlowRun } from './use-run.js';

/** What went wrong with saving, running or following, each with what can be done about it. */
export function FlowBanners({ flow, run }: { flow: EditableFlow; run: FlowRun }) {
  const { strings } = usePatchbay();
  const { save } = flow;
  return (
    <>
      {save?.status === 'conflict' && (
        <Banner
          tone="wait"
          title={strings.conflictTitle}
          actions={
            <>
              <Button size="small" onClick={flow.reload}>
                {strings.loadTheirs}
              </Button>
              <Button size="small" onClick={() => void flow.keepMine()}>
                {strings.keepMine}
              </Button>
            </>
          }
        >
          {strings.conflictText}
        </Banner>
      )}
      {save?.status === 'failed' && (
        <Banner
          title={strings.saveFailedTitle}
          actions={
            <Button size="small" onClick={() => void flow.flush()}>
              {strings.retry}
            </Button>
          }
        >
          {messageOf(save.error)}
        </Banner>
      )}
      {run.refusal && (
        <Banner
          title={strings.runNotStarted}
          actions={
            <Button size="small" onClick={run.dismissRefusal}>
              {strings.dismiss}
            </Button>
          }
        >
          {messageOf(run.refusal)}
        </Banner>
      )}
      {run.error && run.execution && (
        <Banner
          tone="wait"
          title={strings.runNotFollowed}
          actions={
            <Button size="small" onClick={run.reload}>
              {strings.retry}
            </Button>
          }
        >
          {messageOf(run.error)}
        </Banner>
      )}
    </>
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
