import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import type { Execution, PatchbayClient } from '../../src/client/index.js';
import { applyRunEvent, type RunEvent, type RunState } from '../../src/engine/index.js';
import { ExecutionView } from '../../src/executions/execution-view.js';
import { runStateOf } from '../../src/executions/run-state.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';
import { controlGraph, loopingRun } from '../editor/control-demo.js';
import { failedRun, loopRun, parkedRun, runningRun, START, succeededRun } from '../runs/example-runs.js';
import { execution, flow, never, offline, page, scriptedClient } from '../scripted-server.js';

const { id } = execution(128);

interface ScreenProps {
  client: PatchbayClient;
  theme?: 'light' | 'dark';
  onRepeated?: (execution: Execution) => void;
}

function Screen({ client, theme = 'light', onRepeated }: ScreenProps) {
  return (
    <div style={{ height: '100vh' }}>
      <PatchbayProvider client={client} theme={theme}>
        <ExecutionView
          id={id}
          executionsHref="#/executions"
          flowHref={(flowId) => `#/flows/${flowId}`}
          executionHref={(other) => `#/executions/${other}`}
          onRepeated={onRepeated}
        />
      </PatchbayProvider>
    </div>
  );
}

/** An execution as the API gives it, from the state its events fold to. */
function executionOf(run: RunState): Execution {
  return execution(128, {
    status: run.status,
    seq: run.seq,
    output: run.output ?? null,
    error: run.error ?? null,
    startedAt: new Date(run.startedAt ?? START).toISOString(),
    finishedAt: run.finishedAt === undefined ? null : new Date(run.finishedAt).toISOString(),
    durationMs: run.durationMs ?? null,
    steps: Object.values(run.steps),
  });
}

const around = { '/flows/': flow(1), '/connectors': page([]) };
const showing = (run: RunState) => scriptedClient({ ...around, [`/executions/${id}`]: executionOf(run) });

/** A server whose run goes on: two steps end while the page looks, a third fails, then the run. */
function liveServer(): PatchbayClient {
  let current = executionOf(runningRun(Date.now()));
  const at = () => Date.now();
  const events: (() => RunEvent)[] = [
    () => ({
      seq: 13,
      at: at(),
      type: 'step_succeeded',
      step: 'shipment/book',
      output: { parcel: 'P-77' },
      durationMs: 300,
    }),
    () => ({
      seq: 14,
      at: at(),
      type: 'step_succeeded',
      step: 'shipment',
      output: { parcel: 'P-77' },
      durationMs: 560,
    }),
    () => ({ seq: 15, at: at(), type: 'step_started', step: 'mail' }),
    () => ({
      seq: 16,
      at: at(),
      type: 'step_succeeded',
      step: 'mail',
      output: { sent: true },
      durationMs: 50,
    }),
    () => ({ seq: 17, at: at(), type: 'run_succeeded', output: { sent: true }, durationMs: 2_400 }),
  ];
  return scriptedClient({
    ...around,
    [`/executions/${id}`]: () => current,
    [`/executions/${id}/events`]: () => {
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        async start(stream) {
          let run = runStateOf(current);
          for (const next of events) {
            await new Promise((resolve) => setTimeout(resolve, 60));
            const event = next();
            run = applyRunEvent(run, event);
            stream.enqueue(
              encoder.encode(`id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
            );
          }
          current = executionOf(run);
          stream.close();
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
}

const meta = {
  title: 'Executions/ExecutionView',
  component: Screen,
  args: { client: showing(failedRun) },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Failed: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByRole('heading', { name: /Run #128/ })).toBeVisible();
    const details = within(canvas.getByRole('complementary', { name: 'Step' }));
    await expect(details.getByText('http_status · 422 · input.zip')).toBeVisible();
    await userEvent.click(await canvas.findByRole('button', { name: /Fetch user succeeded/ }));
    await expect(details.getByText('http://localhost:4311/users/1', { exact: false })).toBeVisible();
    await expect(canvas.getByRole('link', { name: 'Open in the editor' })).toHaveAttribute(
      'href',
      `#/flows/${flow(1).id}`,
    );
  },
};

export const Succeeded: Story = { args: { client: showing(succeededRun) } };

/** A run that failed can go on from there; the page that embeds this opens the new run. */
export const Retried: Story = {
  args: {
    client: scriptedClient({
      ...around,
      [`/executions/${id}`]: executionOf(failedRun),
      [`/executions/${id}/retry`]: execution(129, { status: 'queued', finishedAt: null }),
    }),
    onRepeated: fn(),
  },
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByRole('button', { name: 'Run again' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Retry from the failed step' }));
    await waitFor(() =>
      expect(args.onRepeated).toHaveBeenCalledWith(expect.objectContaining({ number: 129 })),
    );
  },
};

/** Where it was mended since, the mended version goes on. */
export const RetriedWithANewerVersion: Story = {
  args: {
    client: scriptedClient({
      ...around,
      '/flows/': flow(1, { version: 15 }),
      [`/executions/${id}`]: executionOf(failedRun),
      [`/executions/${id}/retry`]: ({ body }: { body: unknown }) =>
        execution(129, { status: 'queued', name: JSON.stringify(body), finishedAt: null }),
    }),
    onRepeated: fn(),
  },
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByRole('button', { name: 'Run again with v15' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Retry from the failed step with v15' }));
    await waitFor(() =>
      expect(args.onRepeated).toHaveBeenCalledWith(expect.objectContaining({ name: '{"version":"newest"}' })),
    );
  },
};

/** What can't run any more says why. */
export const RetryRefused: Story = {
  args: {
    client: scriptedClient({
      ...around,
      [`/executions/${id}`]: executionOf(failedRun),
      [`/executions/${id}/retry`]: { refuse: 403, code: 'forbidden', detail: 'This needs the role editor.' },
    }),
    onRepeated: fn(),
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: 'Retry from the failed step' }));
    await expect(await canvas.findByText("The run didn't start.")).toBeVisible();
    await expect(canvas.getByText(/This needs the role editor/)).toBeVisible();
  },
};

/** A run that repeats another leads to it. */
export const RetryOfAnother: Story = {
  args: {
    client: scriptedClient({
      ...around,
      [`/executions/${id}`]: {
        ...executionOf(succeededRun),
        replay: { of: execution(127).id, kind: 'retry', from: null },
      },
    }),
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByRole('link', { name: 'an earlier run' })).toHaveAttribute(
      'href',
      `#/executions/${execution(127).id}`,
    );
    await expect(canvas.queryByRole('button', { name: 'Run again' })).toBeNull();
  },
};

/** The steps end while the page looks on; nothing is loaded anew until the run has ended. */
export const Live: Story = {
  args: { client: liveServer() },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText(/^running/)).toBeVisible();
    await expect(await canvas.findByText('succeeded · 2.40 s', {}, { timeout: 5_000 })).toBeVisible();
    await expect(await canvas.findByRole('button', { name: /Send e-mail succeeded/ })).toBeVisible();
    await expect(canvas.queryByRole('button', { name: 'Cancel the run' })).toBeNull();
  },
};

/** A run that waits says until when, and can still be cancelled. */
export const Waiting: Story = {
  args: { client: showing(parkedRun(Date.now(), Date.now() + 3_600_000)) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText(/^waiting · until /)).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Cancel the run' })).toBeVisible();
    const details = within(canvas.getByRole('complementary', { name: 'Step' }));
    await expect(details.getByText(/^Waits until .+, then tries again\.$/)).toBeVisible();
  },
};

/** An item of a loop has its own lane and its own details. */
export const Loop: Story = {
  args: { client: showing(loopRun(Date.now(), 300)) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: 'What is inside Send e-mail' }));
    await userEvent.click(canvas.getByRole('button', { name: /^Item 100 failed/ }));
    const details = within(canvas.getByRole('complementary', { name: 'Step' }));
    await expect(details.getByRole('heading', { name: 'Send e-mail, item 100' })).toBeVisible();
    await expect(details.getByText(/The mailbox is full/)).toBeVisible();
  },
};

const untilLoop = loopingRun(START);
const branched: RunState = {
  ...untilLoop,
  steps: Object.fromEntries(Object.entries(untilLoop.steps).filter(([path]) => !path.startsWith('mails'))),
  status: 'succeeded',
  finishedAt: START + 1_200,
  durationMs: 1_200,
};
const showingBranched = (version: number) =>
  scriptedClient({
    ...around,
    '/flows/': flow(1, { definition: { graph: controlGraph }, version }),
    [`/executions/${id}`]: { ...executionOf(branched), version: 1 },
  });

/** A step that was skipped says what the lines to it are for, and which way was taken instead. */
export const AfterABranch: Story = {
  args: { client: showingBranched(1) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: /Let it settle skipped/ }));
    const details = within(canvas.getByRole('complementary', { name: 'Step' }));
    const reason = /How large is it\? took the way “Large order”, not “Otherwise”\.$/;
    await expect(await details.findByText(reason)).toBeVisible();
    await userEvent.click(canvas.getByRole('tab', { name: 'Log' }));
    await expect(canvas.getByText('How large is it? took the way “Large order”.')).toBeVisible();
  },
};

/** Of a flow that has changed since, only what was recorded is true. */
export const AfterABranchThatChanged: Story = {
  args: { client: showingBranched(2) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: /Let it settle skipped/ }));
    const details = within(canvas.getByRole('complementary', { name: 'Step' }));
    await expect(
      await details.findByText("No line to it was followed: How large is it? took 'large'."),
    ).toBeVisible();
  },
};

export const Loading: Story = { args: { client: scriptedClient({ ...around, '/executions': never }) } };

export const Unreachable: Story = {
  args: { client: scriptedClient({ '/': offline }) },
  play: async ({ canvasElement }) => {
    await expect(
      await within(canvasElement).findByText("Can't reach the server", {}, { timeout: 5_000 }),
    ).toBeVisible();
  },
};

export const NotFound: Story = {
  args: { client: scriptedClient({ ...around }) },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText("This isn't here")).toBeVisible();
  },
};

export const Dark: Story = { args: { theme: 'dark' }, parameters: { theme: 'dark' } };
