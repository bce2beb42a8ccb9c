import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { drag, handleOf, lastGraph, Stage, toHaveEdge } from './builder-stage.js';
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

/** A click on a line shows what can be done with it, and changes nothing; what it follows is chosen from a menu. */
export const WhatALineFollows: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const page = within(document.body);
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-edge-path')).toHaveLength(2));
    const line = canvasElement.querySelector('.pb-edge');
    if (line === null) throw new Error('There is no line.');
    await userEvent.hover(line);
    const word = await page.findByRole('button', { name: 'Follows: On success. Choose another' });
    await userEvent.click(word);
    await expect(args.onChange).not.toHaveBeenCalled();
    await userEvent.click(await page.findByRole('menuitem', { name: 'On failure' }));
    await toHaveEdge(args.onChange, { source: 'user', target: 'orders', on: 'failure' });
    await expect(canvasElement.querySelector('.pb-edge[data-outcome="failure"]')).not.toBeNull();
  },
};
