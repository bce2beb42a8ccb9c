import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { lastGraph, openStep, Stage, stepOf, toHaveEdge } from './builder-stage.js';
import { controlArgs, controlGraph } from './control-demo.js';
import { demoGraph } from './demo.js';

const meta = {
  title: 'Editor/Branches, waits and loops: forms',
  component: Stage,
  args: { ...controlArgs, onChange: fn() },
} satisfies Meta<typeof Stage>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Cases are added, named, renamed and moved; what follows a case goes on following it. */
export const Cases: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const inspector = await openStep(canvasElement, /How large is it/);
    await expect(await inspector.findByText('Leads to Ask for approval.')).toBeVisible();
    const [id] = inspector.getAllByRole('textbox', { name: 'Id of the case' });
    await userEvent.clear(id as HTMLElement);
    await userEvent.type(id as HTMLElement, 'huge{Enter}');
    await toHaveEdge(args.onChange, { source: 'size', target: 'approve', on: 'huge' });
    await userEvent.click(inspector.getByRole('button', { name: 'Add a case' }));
    await waitFor(() =>
      expect(inspector.getAllByRole('textbox', { name: 'Id of the case' })).toHaveLength(3),
    );
    const names = inspector.getAllByRole('textbox', { name: 'Name of the case' });
    await userEvent.type(names.at(-1) as HTMLElement, 'From abroad');
    await userEvent.click(inspector.getByRole('button', { name: 'Look at From abroad earlier' }));
    await waitFor(() => {
      const step = stepOf(lastGraph(args.onChange), 'size');
      expect(step?.type === 'branch' && step.cases.map((each) => each.name)).toEqual([
        'Large order',
        'From abroad',
        'Nobody to write to',
      ]);
    });
  },
};

export const CasesDark: Story = {
  args: { theme: 'dark' },
  parameters: { theme: 'dark' },
  play: async ({ canvasElement }) => {
    const inspector = await openStep(canvasElement, /How large is it/);
    await expect(await inspector.findByText('Leads to Ask for approval.')).toBeVisible();
    await waitFor(() => expect(inspector.getAllByRole('combobox', { name: 'Comparison' })).toHaveLength(3));
  },
};

/** A case that something follows is deleted only with an answer to what becomes of that. */
export const DeletingACase: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const page = within(document.body);
    const inspector = await openStep(canvasElement, /How large is it/);
    await userEvent.click(await inspector.findByRole('button', { name: 'Delete the case Large order' }));
    await expect(await page.findByText('One connection follows “Large order”')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Delete, keep them as problems' }));
    await waitFor(() =>
      expect(canvasElement.querySelector('.pb-way[data-gone]')).toHaveTextContent('large (gone)'),
    );
    await expect(lastGraph(args.onChange).edges).toHaveLength(5);
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(lastGraph(args.onChange)).toEqual(controlGraph));
    await userEvent.click(await inspector.findByRole('button', { name: 'Delete the case Large order' }));
    await userEvent.click(await page.findByRole('button', { name: 'Delete them too' }));
    await waitFor(() => expect(lastGraph(args.onChange).edges).toHaveLength(4));
  },
};

/** A comparison is filled in like any field: by a reference, by an operator, by a value. */
export const AComparison: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const page = within(document.body);
    const inspector = await openStep(canvasElement, /How large is it/);
    const second = within(await inspector.findByRole('listitem', { name: 'Nobody to write to' }));
    await userEvent.click(await second.findByRole('combobox', { name: 'Comparison' }));
    await userEvent.click(await page.findByRole('option', { name: 'is at most' }));
    const right = await second.findByRole('textbox', { name: /^With/ });
    await userEvent.type(right, '3');
    await waitFor(() => {
      const step = stepOf(lastGraph(args.onChange), 'size');
      expect(step?.type === 'branch' && step.cases[1]?.when).toEqual({
        left: '{{orders.people}}',
        op: 'lte',
        right: 3,
      });
    });
    await userEvent.click(second.getByRole('button', { name: 'Add a comparison' }));
    await userEvent.click(await second.findByRole('radio', { name: 'Any of these' }));
    await waitFor(() => {
      const step = stepOf(lastGraph(args.onChange), 'size');
      const when = step?.type === 'branch' ? step.cases[1]?.when : undefined;
      expect(when).toMatchObject({ any: [{ op: 'lte' }, { left: '', op: 'equals', right: '' }] });
    });
  },
};

/** Whether a step runs, and for what, stands in its settings. */
export const ConditionAndLoop: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const inspector = await openStep(canvasElement, /Let it settle/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Settings' }));
    await userEvent.click(await inspector.findByRole('radio', { name: 'For each item of a list' }));
    const list = await inspector.findByRole('combobox', { name: /List/ });
    await userEvent.type(list, 'orders.people{Enter}');
    await waitFor(() =>
      expect(stepOf(lastGraph(args.onChange), 'pause')?.forEach).toEqual({ items: '{{orders.people}}' }),
    );
    await userEvent.click(inspector.getByRole('radio', { name: 'Only if…' }));
    await waitFor(() =>
      expect(stepOf(lastGraph(args.onChange), 'pause')?.when).toEqual({ left: '', op: 'equals', right: '' }),
    );
    await expect(canvasElement.querySelectorAll('[data-id="pause"] .pb-node-mark')).toHaveLength(2);
    await userEvent.click(inspector.getByRole('radio', { name: 'Once' }));
    await userEvent.click(inspector.getByRole('radio', { name: 'Always' }));
    await waitFor(() => expect(lastGraph(args.onChange)).toEqual(controlGraph));
  },
};

/** What is left open says what holds then; what kind of value a setting takes is plain. */
export const SettingsLeftOpen: Story = {
  args: { defaultValue: demoGraph },
  play: async ({ canvasElement }) => {
    const inspector = await openStep(canvasElement, /Fetch user/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Settings' }));
    const placeholders = {
      Attempts: '3',
      'First wait': '500',
      'Longest wait': '30000',
      'Time limit': '60000',
    };
    for (const [name, placeholder] of Object.entries(placeholders)) {
      const field = await inspector.findByRole('textbox', { name: new RegExp(`^${name}`) });
      await expect(field).toHaveAttribute('placeholder', placeholder);
    }
    await expect(canvasElement.querySelector('.pb-inspector .pb-field-type')).toBeNull();
    await userEvent.click(inspector.getByRole('radio', { name: 'For each item of a list' }));
    const concurrency = await inspector.findByRole('textbox', { name: /at the same time/i });
    await expect(concurrency).toHaveAttribute('placeholder', '1');
  },
};

/** A wait is for a time or until a moment, and changes from one to the other as one thing to undo. */
export const HowLongToWait: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const inspector = await openStep(canvasElement, /Let it settle/);
    const seconds = await inspector.findByRole('textbox', { name: /Seconds/ });
    await userEvent.clear(seconds);
    await userEvent.type(seconds, '90');
    await waitFor(() =>
      expect(stepOf(lastGraph(args.onChange), 'pause')).toMatchObject({ for: { seconds: 90 } }),
    );
    await userEvent.click(inspector.getByRole('radio', { name: 'Until a moment' }));
    const moment = await inspector.findByRole('textbox', { name: /Moment/ });
    await userEvent.type(moment, '2026-12-24T18:00:00Z');
    await waitFor(() => {
      expect(stepOf(lastGraph(args.onChange), 'pause')).toMatchObject({ until: '2026-12-24T18:00:00Z' });
      expect(stepOf(lastGraph(args.onChange), 'pause')).not.toHaveProperty('for');
    });
  },
};

/** What has no field yet is said, and kept through what the form changes. */
export const OptionsWithoutFields: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const inspector = await openStep(canvasElement, /Fetch orders/);
    const options = within(await inspector.findByRole('region', { name: 'Also set' }));
    await expect(options.getByText('credential shop')).toBeVisible();
    await expect(options.getByText('cursor')).toBeVisible();
    const url = await inspector.findByRole('textbox', { name: /URL/ });
    await userEvent.type(url, '/all');
    await waitFor(() => {
      const before = stepOf(controlGraph, 'orders');
      expect(stepOf(lastGraph(args.onChange), 'orders')).toEqual({
        ...before,
        request: {
          ...(before?.type === 'http' && before.request),
          url: 'https://api.example.com/orders/all',
        },
      });
    });
  },
};

/** A condition that is nested is shown and kept. */
export const NestedCondition: Story = {
  args: {
    onChange: fn(),
    defaultValue: {
      steps: [
        {
          id: 'size',
          type: 'branch',
          name: 'Nested',
          cases: [
            { id: 'odd', when: { not: { any: [{ left: '{{input.a}}', op: 'exists' }] } } },
            { id: 'even', when: { all: [] } },
          ],
        },
      ],
    },
  },
  play: async ({ canvasElement }) => {
    const inspector = await openStep(canvasElement, /Nested/);
    await expect(await inspector.findByText(/This condition is nested/)).toBeVisible();
    await expect(inspector.getByText('Without a comparison this always holds.')).toBeVisible();
  },
};

/** What is wrong with a setting is said in the words of its field, below it and in the list of problems. */
export const TooManyAtOnce: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    const inspector = await openStep(canvasElement, /Write to everyone/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Settings' }));
    const concurrency = await inspector.findByRole('textbox', { name: /Items at the same time/ });
    await userEvent.clear(concurrency);
    await userEvent.type(concurrency, '1000');
    await expect(await inspector.findByText('At most 100')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /problem/ }));
    const problems = within(await screen.findByRole('region', { name: 'Problems' }));
    await expect(
      problems.getByText(/“Items at the same time” is too long or too large: 100 at most\./),
    ).toBeVisible();
  },
};
