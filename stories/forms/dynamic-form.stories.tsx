import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn } from 'storybook/test';
import { createCspSafeValidator } from '../../src/forms/csp-safe-validator.js';
import {
  everythingSchema,
  everythingValue,
  fortySchema,
  invoiceSchema,
  invoiceValue,
  longSchema,
  longValue,
  sources,
} from './example-schemas.js';
import { FormExample } from './form-example.js';

const meta = {
  title: 'Forms/DynamicForm',
  component: FormExample,
  args: { schema: invoiceSchema, value: {}, references: sources, place: 'input', onChange: fn() },
} satisfies Meta<typeof FormExample>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Empty: Story = {
  play: async ({ canvas, args }) => {
    await expect(await canvas.findByLabelText('Customer email')).toHaveValue('');
    await expect(canvas.getByLabelText('Due in days')).toHaveValue('30');
    // Showing a default is no edit.
    await expect(args.onChange).not.toHaveBeenCalled();
  },
};

export const References: Story = {
  args: { value: invoiceValue },
  play: async ({ canvas }) => {
    const chip = await canvas.findByTitle('{{step_1.email}}');
    await expect(chip).toHaveTextContent('Fetch user › email');
    await expect(canvas.getByText('"ada@example.com"')).toBeVisible();
    await expect(canvas.getByTitle('{{step_2.items}}')).toHaveTextContent('Fetch orders › items');
    await expect(canvas.getByLabelText('Due in days')).toHaveValue('14');
  },
};

export const ReferencesDark: Story = { ...References, parameters: { theme: 'dark' } };

export const Everything: Story = {
  args: { schema: everythingSchema, value: everythingValue },
  play: async ({ canvas }) => {
    await expect(await canvas.findByLabelText('Name')).toHaveValue('Order to shipment');
    await expect(canvas.getByLabelText('IBAN')).toHaveValue('AT61 1904 3002 3457 3201');
    await expect(canvas.getByLabelText('ZIP')).toHaveValue('1010');
    await expect(canvas.getByRole('textbox', { name: 'Name: X-Request-Source' })).toBeVisible();
    await expect(canvas.getByRole('checkbox', { name: 'mail' })).toBeChecked();
  },
};

export const EverythingDark: Story = { ...Everything, parameters: { theme: 'dark' } };
export const EverythingEmpty: Story = { args: { schema: everythingSchema } };

export const WithoutReferences: Story = {
  args: { references: undefined, value: { email: 'ada@example.com' } },
  play: async ({ canvas }) => {
    await canvas.findByLabelText('Customer email');
    await expect(canvas.queryByRole('radio', { name: 'Reference' })).toBeNull();
  },
};

export const Errors: Story = {
  args: {
    schema: everythingSchema,
    value: { name: 'ab', website: 'not a url', ratio: 3, code: 'x', address: { place: { country: 'AUT' } } },
    onSubmit: fn(),
    submitLabel: 'Run',
    errors: [{ path: 'input.method', message: 'This address only takes GET' }],
  },
  play: async ({ canvas, args, userEvent }) => {
    await expect(await canvas.findByText('This address only takes GET')).toBeVisible();
    await expect(canvas.queryByText('At least 3 characters')).toBeNull();
    await userEvent.click(canvas.getByRole('button', { name: 'Run' }));
    await expect(args.onSubmit).not.toHaveBeenCalled();
    await expect(canvas.getByText('At least 3 characters')).toBeVisible();
    await expect(canvas.getByText('Enter a web address, like https://example.com')).toBeVisible();
    await expect(canvas.getByText('At most 1')).toBeVisible();
    await expect(canvas.getByText(/Has to match the pattern/)).toBeVisible();
    await expect(canvas.getByText('At most 2 characters')).toBeVisible();
    await expect(canvas.getByLabelText('Name')).toHaveFocus();
    await expect(canvas.getByLabelText('Name')).toHaveAccessibleDescription('At least 3 characters');
  },
};

export const ErrorsWithoutEval: Story = {
  ...Errors,
  args: { ...Errors.args, validator: createCspSafeValidator() },
};

export const ErrorsDark: Story = { ...Errors, parameters: { theme: 'dark' } };

export const ReadOnly: Story = {
  args: {
    schema: everythingSchema,
    value: { ...Object(everythingValue), name: '{{step_1.name}}' },
    readOnly: true,
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByLabelText('Website')).toHaveAttribute('readonly');
    await expect(canvas.queryByRole('button', { name: /Add/ })).toBeNull();
    await expect(canvas.queryByRole('radio', { name: 'Reference' })).toBeNull();
    await expect(canvas.getByTitle('{{step_1.name}}')).toBeVisible();
  },
};

export const Long: Story = {
  args: { schema: longSchema, value: longValue, width: 330 },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByText('Inner', { exact: false, selector: '.pb-field-type' }).catch(() => undefined);
    const form = canvasElement.querySelector('.pb-form');
    if (!form) throw new Error('There is no form.');
    await expect(form.scrollWidth).toBeLessThanOrEqual(form.clientWidth);
  },
};

export const Forty: Story = {
  args: { schema: fortySchema },
  play: async ({ canvas, userEvent }) => {
    const field = await canvas.findByLabelText('Field 40');
    await userEvent.type(field, 'still fast');
    await expect(field).toHaveValue('still fast');
    await expect(field).toHaveFocus();
  },
};

export const BrokenSchema: Story = {
  args: {
    schema: { type: 'object', properties: { a: { type: 'string', pattern: '[' } } },
    value: { a: 'x' },
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText(/schema can't be read/)).toBeVisible();
    await expect(canvas.getByLabelText('A')).toHaveValue('x');
  },
};
