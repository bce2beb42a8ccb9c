import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { lastGraph, openStep, Stage } from './builder-stage.js';
import { controlArgs } from './control-demo.js';
import { demoGraph, inputSchema } from './demo.js';

const meta = {
  title: 'Editor/New things are not told off',
  component: Stage,
  args: { ...controlArgs, onChange: fn() },
} satisfies Meta<typeof Stage>;

export default meta;
type Story = StoryObj<typeof meta>;

const errors = (canvasElement: HTMLElement) =>
  canvasElement.querySelectorAll('.pb-inspector .pb-field-error');

/** A step that was just added comes into view, and isn't told off for what is still missing. */
export const NewStep: Story = {
  args: { width: 1000, defaultValue: demoGraph, inputSchema },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    const canvas = canvasElement.querySelector('.pb-canvas');
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-wire-path')).toHaveLength(3));
    await userEvent.click(screen.getByRole('option', { name: /Create invoice/ }));
    const added = await waitFor(() => {
      const node = canvasElement.querySelector('.react-flow__node.selected');
      if (!node || !canvas) throw new Error('Nothing is selected.');
      expect(node.getBoundingClientRect().right).toBeLessThan(canvas.getBoundingClientRect().right);
      return node;
    });
    await expect(within(added as HTMLElement).getAllByText('needed').length).toBeGreaterThan(0);
    await expect(screen.getByRole('button', { name: /problem/ })).toBeVisible();
    await waitFor(() => expect(canvasElement.querySelector('.pb-inspector .pb-form')).not.toBeNull());
    await expect(errors(canvasElement)).toHaveLength(0);
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(canvasElement.querySelectorAll('.react-flow__node')).toHaveLength(3));
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await waitFor(() => expect(canvasElement.querySelectorAll('.react-flow__node')).toHaveLength(4));
    await userEvent.click(
      within(canvasElement).getAllByRole('treeitem', { name: /Create invoice/ })[1] as HTMLElement,
    );
    await waitFor(() => expect(screen.getAllByText(/Fill this in, or wire/).length).toBeGreaterThan(0));
  },
};

/** A new request has no part of a URL that a whole one would be pasted behind. */
export const NewRequest: Story = {
  args: { defaultValue: { steps: [] } },
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    await userEvent.click(await screen.findByRole('button', { name: 'Add an HTTP request' }));
    const url = await screen.findByRole('textbox', { name: /^URL/ });
    await expect(url).toHaveAttribute('placeholder', 'https://api.example.com/…');
    await userEvent.click(url);
    await expect(errors(canvasElement)).toHaveLength(0);
    await userEvent.paste('http://localhost:4311/users');
    await waitFor(() =>
      expect(lastGraph(args.onChange).steps).toMatchObject([
        { request: { url: 'http://localhost:4311/users' } },
      ]),
    );
    await expect(screen.queryByRole('button', { name: /problem/ })).toBeNull();
  },
};

/** What a case still needs is said once somebody has been in its fields, and of another step that is opened. */
export const NewCase: Story = {
  play: async ({ canvasElement }) => {
    const inspector = await openStep(canvasElement, /How large is it/);
    await userEvent.click(await inspector.findByRole('button', { name: 'Add a case' }));
    const added = within(await inspector.findByRole('listitem', { name: 'case_3' }));
    const compare = await added.findByRole('combobox', { name: /^Compare/ });
    await expect(within(canvasElement).getByRole('button', { name: /problem/ })).toBeVisible();
    await expect(errors(canvasElement)).toHaveLength(0);
    await userEvent.click(compare);
    await userEvent.tab();
    await waitFor(() => expect(errors(canvasElement)).toHaveLength(1));
  },
};

/** Nor are a condition, whose comparisons stay new where all of them become any of them, and a loop. */
export const NewConditionAndLoop: Story = {
  play: async ({ canvasElement }) => {
    const inspector = await openStep(canvasElement, /Let it settle/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Settings' }));
    await userEvent.click(await inspector.findByRole('radio', { name: 'Only if…' }));
    await userEvent.click(await inspector.findByRole('button', { name: 'Add a comparison' }));
    await userEvent.click(await inspector.findByRole('radio', { name: 'Any of these' }));
    await waitFor(() => expect(inspector.getAllByRole('combobox', { name: /^Compare/ })).toHaveLength(2));
    await userEvent.click(inspector.getByRole('radio', { name: 'For each item of a list' }));
    await inspector.findByRole('combobox', { name: /List/ });
    await expect(errors(canvasElement)).toHaveLength(0);
    await openStep(canvasElement, /How large is it/);
    await openStep(canvasElement, /Let it settle/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Settings' }));
    await waitFor(() => expect(errors(canvasElement)).toHaveLength(3));
  },
};

export const NewMoment: Story = {
  play: async ({ canvasElement }) => {
    const inspector = await openStep(canvasElement, /Let it settle/);
    await userEvent.click(await inspector.findByRole('radio', { name: 'Until a moment' }));
    const moment = await inspector.findByRole('textbox', { name: /Moment/ });
    await expect(errors(canvasElement)).toHaveLength(0);
    await userEvent.click(moment);
    await userEvent.tab();
    await waitFor(() => expect(errors(canvasElement)).toHaveLength(1));
  },
};
