import type { ComponentProps } from 'react';
import { expect, fireEvent, type fn, userEvent, waitFor, within } from 'storybook/test';
import { FlowBuilder } from '../../src/editor/flow-builder.js';
import type { Edge, Graph, Step } from '../../src/engine/index.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';

type Strings = ComponentProps<typeof PatchbayProvider>['strings'];

export interface StageProps extends Omit<ComponentProps<typeof FlowBuilder>, 'strings'> {
  width?: number | undefined;
  theme?: 'light' | 'dark' | undefined;
  /** Those of the provider. */
  strings?: Strings;
}

/** A flow builder as large as the page. */
export function Stage({ width, theme = 'light', strings, ...builder }: StageProps) {
  return (
    <div style={{ height: '100vh', minHeight: 760, width: width ?? '100%' }}>
      <PatchbayProvider theme={theme} strings={strings}>
        <FlowBuilder {...builder} />
      </PatchbayProvider>
    </div>
  );
}

/** What a story's own spy was told last. */
export const lastGraph = (onChange: unknown) =>
  (onChange as ReturnType<typeof fn>).mock.lastCall?.[0] as Graph;

export const stepOf = (graph: Graph, id: string): Step | undefined =>
  graph.steps.find((step) => step.id === id);

/** Waits for an edge in what a story's own spy was told last. */
export const toHaveEdge = (onChange: unknown, edge: Edge) =>
  waitFor(() => expect(lastGraph(onChange).edges).toContainEqual(edge));

/** Opens a step by its name in the outline. */
export async function openStep(canvasElement: HTMLElement, name: RegExp) {
  const screen = within(canvasElement);
  await userEvent.click(await screen.findByRole('treeitem', { name }));
  return within(screen.getByRole('complementary', { name: 'Inspector' }));
}

export function handleOf(canvasElement: HTMLElement, step: string, id: string): Element {
  const element = canvasElement.querySelector(`[data-id="${step}"] [data-handleid="${id}"]`);
  if (element === null) throw new Error(`There is no handle ${id} at ${step}.`);
  return element;
}

function centreOf(element: Element): { clientX: number; clientY: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { clientX: left + width / 2, clientY: top + height / 2 };
}

export async function drag(
  from: Element,
  to: Element,
  whileOver: () => Promise<void> | void = () => undefined,
) {
  fireEvent.mouseDown(from, { ...centreOf(from), button: 0 });
  const start = centreOf(from);
  const end = centreOf(to);
  for (const part of [0.2, 0.5, 0.9, 1]) {
    const clientX = start.clientX + (end.clientX - start.clientX) * part;
    const clientY = start.clientY + (end.clientY - start.clientY) * part;
    fireEvent.mouseMove(document, { clientX, clientY });
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await whileOver();
  fireEvent.mouseUp(document, end);
}
