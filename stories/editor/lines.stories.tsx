import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { drag, handleOf, lastGraph, Stage } from './builder-stage.js';
import { connectors, demoGraph, inputSchema } from './demo.js';

const meta = {
  title: 'Editor/Lines',
  component: Stage,
  args: { defaultValue: demoGraph, connectors, inputSchema, title: 'Order to shipment', onChange: fn() },
} satisfies Meta<typeof Stage>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A list dragged to a number: the reason is said, the ways to make it fit are offered, and the one chosen is written. */
export const AListToANumber: Story = {
  play: async ({ canvasElement, args }) => {
    const page = within(document.body);
    const handle = (step: string, id: string) => handleOf(canvasElement, step, id);
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-wire-path')).toHaveLength(3));
    await drag(handle('orders', 'out:items'), handle('invoice', 'in:input.dueDays'), async () => {
      await waitFor(() => expect(page.getByText(/items doesn't fit due in days/)).toBeVisible());
      await expect(handle('invoice', 'in:input.lines').closest('.pb-row')).toHaveAttribute(
        'data-fit',
        'fits',
      );
    });
    await userEvent.click(await page.findByRole('button', { name: /count/ }));
    await waitFor(() =>
      expect(lastGraph(args.onChange).steps[2]).toMatchObject({
        input: { dueDays: '{{orders.items | length}}' },
      }),
    );

    await drag(handle('invoice', 'out:total'), handle('user', 'in:request.path.id'), async () => {
      await waitFor(() => expect(page.getByText(/it would go in a circle/)).toBeVisible());
    });
    await expect(lastGraph(args.onChange).edges).toEqual(demoGraph.edges);
  },
};
