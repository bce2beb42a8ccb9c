import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, waitFor, type within } from 'storybook/test';
import { invoiceSchema, invoiceValue, sources } from './example-schemas.js';
import { FormExample } from './form-example.js';

const meta = {
  title: 'Forms/Kept text',
  component: FormExample,
  args: { schema: invoiceSchema, value: {}, references: sources, place: 'input', onChange: fn() },
} satisfies Meta<typeof FormExample>;
export default meta;
type Story = StoryObj<typeof meta>;

const valueIn = (canvas: ReturnType<typeof within>) =>
  JSON.parse(canvas.getByTestId('value').textContent ?? 'null');

/** A click on a chip opens its text; what is typed is kept when the field is left, whether it can be read or not. */
export const WhatWasTypedIsKept: Story = {
  args: { value: invoiceValue },
  play: async ({ canvas, userEvent }) => {
    const chip = await canvas.findByTitle('{{step_1.email}}');
    const input = canvas.getByRole('combobox', { name: 'Customer email' });
    await userEvent.click(chip);
    await expect(input).toHaveFocus();
    await expect(input).toHaveValue('step_1.email');
    await userEvent.keyboard(' | upper{Enter}');
    await expect(valueIn(canvas).email).toBe('{{step_1.email | upper}}');

    const lines = canvas.getByRole('combobox', { name: 'Lines' });
    for (const text of ['Hi {{step_1.name | uper}} and more', '{{stp_1.name}}']) {
      await userEvent.click(lines);
      await userEvent.paste(text);
      await userEvent.tab();
      await waitFor(() => expect(valueIn(canvas).lines).toBe(text));
    }
    await userEvent.click(lines);
    await userEvent.paste(' and more');
    await userEvent.tab();
    await waitFor(() => expect(valueIn(canvas).lines).toBe('{{stp_1.name}} and more'));
    // A word alone only looked for something.
    await userEvent.click(lines);
    await userEvent.paste('mail');
    await userEvent.tab();
    await expect(lines).toHaveValue('');
    await expect(valueIn(canvas).lines).toBe('{{stp_1.name}} and more');
    await userEvent.click(canvas.getByText('{{stp_1.name}} and more'));
    await expect(lines).toHaveValue('{{stp_1.name}} and more');
  },
};
