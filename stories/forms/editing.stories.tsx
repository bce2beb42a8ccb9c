import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, waitFor, within } from 'storybook/test';
import { focusPlace } from '../../src/forms/focus-place.js';
import { setDraggedReference } from '../../src/ui/reference-drag.js';
import { everythingSchema, invoiceSchema, invoiceValue, sources } from './example-schemas.js';
import { FormExample } from './form-example.js';

const meta = {
  title: 'Forms/Editing',
  component: FormExample,
  args: { schema: invoiceSchema, value: {}, references: sources, place: 'input', onChange: fn() },
} satisfies Meta<typeof FormExample>;
export default meta;
type Story = StoryObj<typeof meta>;

const valueIn = (canvas: ReturnType<typeof within>) =>
  JSON.parse(canvas.getByTestId('value').textContent ?? 'null');

export const TypingKeepsTheCaret: Story = {
  play: async ({ canvas, userEvent }) => {
    const email = await canvas.findByLabelText<HTMLInputElement>('Customer email');
    await userEvent.type(email, 'ada@exmple.com');
    email.setSelectionRange(6, 6);
    await userEvent.type(email, 'a', { initialSelectionStart: 6, initialSelectionEnd: 6 });
    await expect(email).toHaveValue('ada@example.com');
    await expect(email.selectionStart).toBe(7);
    await expect(valueIn(canvas)).toMatchObject({ email: 'ada@example.com', dueInDays: 30 });
  },
};

export const ListAtTheCaret: Story = {
  play: async ({ canvas, userEvent }) => {
    const email = await canvas.findByLabelText('Customer email');
    await userEvent.type(email, 'Hi {{{{fetch na');
    const list = await canvas.findByRole('listbox');
    await expect(within(list).getAllByRole('option')).toHaveLength(1);
    await userEvent.keyboard('{Enter}');
    await expect(email).toHaveValue('Hi {{step_1.name}}');
    await expect(email).toHaveFocus();
    await userEvent.type(email, '!');
    await expect(valueIn(canvas).email).toBe('Hi {{step_1.name}}!');
    await expect(canvas.getByTitle('{{step_1.name}}')).toHaveTextContent('Fetch user › name');
    await expect(canvas.getByText('"Hi Ada Lovelace!"')).toBeVisible();
  },
};

export const ChoosingByKeyboard: Story = {
  play: async ({ canvas, userEvent }) => {
    await canvas.findByLabelText('Customer email');
    const modes = canvas.getByRole('radiogroup', { name: 'Lines: value or reference' });
    await userEvent.click(within(modes).getByRole('radio', { name: 'Reference' }));
    const input = canvas.getByRole('combobox', { name: 'Lines' });
    await userEvent.click(input);
    await userEvent.type(input, 'orders');
    const list = await canvas.findByRole('listbox');
    const options = within(list).getAllByRole('option');
    await expect(options[0]).toHaveTextContent('items');
    await expect(options[0]).toHaveAttribute('aria-selected', 'true');
    const total = within(list).getByRole('option', { name: /total/ });
    await expect(total).toHaveTextContent('a number, not a list');
    await userEvent.keyboard('{ArrowDown}');
    await expect(options[1]).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{ArrowUp}{Enter}');
    await expect(valueIn(canvas).lines).toBe('{{step_2.items}}');
    await expect(canvas.queryByRole('listbox')).toBeNull();
    await expect(input).toHaveFocus();
    await userEvent.keyboard('{Backspace}');
    await expect(input).toHaveValue('step_2.items');
    await userEvent.type(input, ' | first{Enter}');
    await expect(valueIn(canvas).lines).toBe('{{step_2.items | first}}');
  },
};

export const OpenList: Story = {
  play: async ({ canvas, userEvent }) => {
    await canvas.findByLabelText('Customer email');
    const modes = canvas.getByRole('radiogroup', { name: 'Lines: value or reference' });
    await userEvent.click(within(modes).getByRole('radio', { name: 'Reference' }));
    await userEvent.click(canvas.getByRole('combobox', { name: 'Lines' }));
    await userEvent.keyboard('{ArrowDown}');
    await expect(await canvas.findByRole('listbox')).toBeVisible();
  },
};

export const OpenListDark: Story = { ...OpenList, parameters: { theme: 'dark' } };

export const BackToAValue: Story = {
  args: { value: invoiceValue },
  play: async ({ canvas, userEvent }) => {
    await canvas.findByTitle('{{step_1.email}}');
    const mode = (name: string) =>
      within(canvas.getByRole('radiogroup', { name: 'Due in days: value or reference' })).getByRole('radio', {
        name,
      });
    await userEvent.click(mode('Reference'));
    await expect(mode('Reference')).toHaveFocus();
    await userEvent.type(canvas.getByRole('combobox', { name: 'Due in days' }), 'inputs due{Enter}');
    await expect(valueIn(canvas).dueInDays).toBe('{{input.dueInDays}}');
    await expect(canvas.getByText('14')).toBeVisible();
    mode('Reference').focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect(mode('Value')).toHaveFocus();
    await waitFor(() => expect(canvas.getByLabelText('Due in days')).toHaveValue('14'));
    await expect(valueIn(canvas).dueInDays).toBe(14);
  },
};

export const DroppingData: Story = {
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByLabelText('Customer email');
    const field = canvasElement.querySelector('[data-place="input.email"]');
    if (!field) throw new Error('There is no field for input.email.');
    const dataTransfer = new DataTransfer();
    setDraggedReference(dataTransfer, '{{step_1.email}}');
    const drag = (type: string) =>
      field.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    drag('dragover');
    await waitFor(() => expect(field).toHaveAttribute('data-drop'));
    drag('drop');
    await canvas.findByTitle('{{step_1.email}}');
    await expect(valueIn(canvas).email).toBe('{{step_1.email}}');
    await expect(canvas.getByTitle('{{step_1.email}}')).toBeVisible();
  },
};

export const SaysWhatIsWrongWhenLeft: Story = {
  play: async ({ canvas, userEvent }) => {
    const email = await canvas.findByLabelText('Customer email');
    await userEvent.type(email, 'ada');
    await expect(canvas.queryByText('Enter an e-mail address')).toBeNull();
    await userEvent.tab();
    await expect(await canvas.findByText('Enter an e-mail address')).toBeVisible();
    await userEvent.type(email, '@example.com');
    await expect(canvas.queryByText('Enter an e-mail address')).toBeNull();
  },
};

export const NumbersAreTypedAsText: Story = {
  args: { schema: everythingSchema },
  play: async ({ canvas, userEvent }) => {
    const ratio = await canvas.findByLabelText('Ratio');
    await userEvent.type(ratio, '0.');
    await expect(ratio).toHaveValue('0.');
    await userEvent.type(ratio, '50');
    await expect(ratio).toHaveValue('0.50');
    await expect(valueIn(canvas).ratio).toBe(0.5);
    await userEvent.clear(ratio);
    await expect(valueIn(canvas)).not.toHaveProperty('ratio');
    await userEvent.type(ratio, 'x');
    await userEvent.tab();
    await expect(await canvas.findByText('Enter a number')).toBeVisible();
  },
};

export const ListsGrowMoveAndShrink: Story = {
  args: { schema: everythingSchema, value: { tags: ['a', 'b'] } },
  play: async ({ canvas, userEvent }) => {
    const tags = await canvas.findByRole('group', { name: 'Tags' });
    await userEvent.click(within(tags).getByRole('button', { name: 'Add item' }));
    await waitFor(() => expect(within(tags).getByLabelText('3')).toHaveFocus());
    await userEvent.keyboard('c');
    const [label, field] = [within(tags).getByText('3'), within(tags).getByLabelText('3')];
    await expect(label.getBoundingClientRect().bottom).toBeGreaterThan(field.getBoundingClientRect().top);
    await expect(valueIn(canvas).tags).toEqual(['a', 'b', 'c']);
    await userEvent.click(within(tags).getByRole('button', { name: 'Move up: Item 3' }));
    await expect(valueIn(canvas).tags).toEqual(['a', 'c', 'b']);
    await userEvent.click(within(tags).getByRole('button', { name: 'Remove: Item 1' }));
    await expect(valueIn(canvas).tags).toEqual(['c', 'b']);
  },
};

export const OpenNames: Story = {
  args: { schema: everythingSchema, value: { headers: { 'X-A': '1' } } },
  play: async ({ canvas, userEvent }) => {
    const name = await canvas.findByRole('textbox', { name: 'Name: X-A' });
    await userEvent.clear(name);
    await userEvent.type(name, 'X-B{Enter}');
    await waitFor(() => expect(valueIn(canvas).headers).toEqual({ 'X-B': '1' }));
    const headers = canvas.getByRole('group', { name: 'Headers' });
    await userEvent.click(within(headers).getByRole('button', { name: 'Add field' }));
    await waitFor(() => expect(Object.keys(valueIn(canvas).headers)).toHaveLength(2));
    await userEvent.click(within(headers).getByRole('button', { name: 'Remove X-B' }));
    await waitFor(() => expect(valueIn(canvas).headers).not.toHaveProperty('X-B'));
  },
};

export const KindsOfAUnion: Story = {
  args: { schema: everythingSchema, value: { payment: { number: '4242' } } },
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByLabelText('Card number')).toHaveValue('4242');
    await userEvent.click(canvas.getByRole('radio', { name: 'By bank transfer' }));
    await userEvent.type(await canvas.findByLabelText('IBAN'), 'AT61');
    await expect(valueIn(canvas).payment).toEqual({ iban: 'AT61' });
  },
};

export const FocusingAPlace: Story = {
  args: { schema: everythingSchema, value: { tags: ['a', 'b'] } },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByLabelText('Name');
    await expect(focusPlace(canvasElement, 'input.tags[1]')).toBe(true);
    await expect(canvas.getByLabelText('2')).toHaveFocus();
    await expect(focusPlace(canvasElement, 'input.address.place.zip')).toBe(true);
    await expect(canvas.getByLabelText('ZIP')).toHaveFocus();
  },
};

export const SubmitsWithDefaults: Story = {
  args: {
    value: { email: '{{step_1.email}}', lines: '{{step_2.items}}' },
    onSubmit: fn(),
    submitLabel: 'Run',
  },
  play: async ({ canvas, args, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Run' }));
    await expect(args.onSubmit).toHaveBeenCalledWith({
      email: '{{step_1.email}}',
      lines: '{{step_2.items}}',
      dueInDays: 30,
      send: true,
    });
  },
};

/** Problems from elsewhere: at their field, on top where no field has their place, and some only once it was left. */
export const ErrorsFromElsewhere: Story = {
  args: {
    errors: [
      { path: 'input.email', message: 'This address bounced.' },
      { path: 'input.gone', message: 'There is no such field any more.' },
      { path: 'input.dueInDays', message: 'Choose a shorter time.', whenLeft: true },
    ],
  },
  play: async ({ canvas, userEvent }) => {
    const email = await canvas.findByLabelText('Customer email');
    await expect(email).toHaveAccessibleDescription(/This address bounced\./);
    const stray = canvas.getByRole('list');
    await expect(stray).toHaveTextContent('input.gone There is no such field any more.');
    await expect(stray).not.toHaveTextContent('bounced');
    await expect(canvas.queryByText('Choose a shorter time.')).toBeNull();
    await userEvent.click(canvas.getByLabelText('Due in days'));
    await userEvent.tab();
    await expect(canvas.getByText('Choose a shorter time.')).toBeVisible();
  },
};

/** A field with a name of its own keeps it, and can be removed, while it holds a reference. */
export const OpenFieldAsReference: Story = {
  args: {
    schema: { type: 'object', additionalProperties: {} },
    value: { total: '{{step_2.total}}' },
    place: 'output',
  },
  play: async ({ canvas, userEvent }) => {
    const name = await canvas.findByRole('textbox', { name: 'Name: total' });
    await userEvent.clear(name);
    await userEvent.type(name, 'sum{Enter}');
    await waitFor(() => expect(valueIn(canvas)).toEqual({ sum: '{{step_2.total}}' }));
    await userEvent.click(canvas.getByRole('button', { name: 'Add field' }));
    await waitFor(() => expect(canvas.getByRole('textbox', { name: 'Name: newKey' })).toHaveFocus());
    await userEvent.click(canvas.getByRole('button', { name: 'Remove sum' }));
    await waitFor(() => expect(valueIn(canvas)).not.toHaveProperty('sum'));
  },
};

/** Of values with titles none is chosen before somebody does, also when something else is edited. */
export const NothingIsChosenUnasked: Story = {
  args: {
    value: {},
    schema: {
      type: 'object',
      properties: {
        name: { type: 'string', title: 'Name' },
        size: {
          type: 'string',
          title: 'Size',
          oneOf: [
            { const: 's', title: 'Small' },
            { const: 'l', title: 'Large' },
          ],
        },
      },
    },
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.type(await canvas.findByLabelText('Name'), 'Ada');
    await expect(valueIn(canvas)).toEqual({ name: 'Ada' });
    await userEvent.click(canvas.getByRole('radio', { name: 'Large' }));
    await expect(valueIn(canvas)).toEqual({ name: 'Ada', size: 'l' });
  },
};

/** What is added to a list is empty: a text where it is one or may be anything, and no `null` to delete first. */
export const NewItems: Story = {
  args: {
    value: {},
    schema: {
      type: 'object',
      properties: {
        tags: { type: 'array', title: 'Tags', items: { type: 'string' } },
        anything: { type: 'array', title: 'Anything', items: {} },
        rows: { type: 'array', title: 'Rows', items: { type: 'array', title: 'Cells', items: {} } },
      },
    },
  },
  play: async ({ canvas, userEvent }) => {
    const adders = await canvas.findAllByRole('button', { name: 'Add item' });
    for (const adder of adders) await userEvent.click(adder);
    await waitFor(() => expect(valueIn(canvas)).toEqual({ tags: [''], anything: [''], rows: [[]] }));
    const [, , inner] = canvas.getAllByRole('button', { name: 'Add item' });
    await userEvent.click(inner ?? document.body);
    await waitFor(() => expect(valueIn(canvas).rows).toEqual([['']]));
  },
};
