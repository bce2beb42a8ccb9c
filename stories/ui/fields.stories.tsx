import type { Meta, StoryObj } from '@storybook/react-vite';
import { Shield } from 'lucide-react';
import { useState } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';
import { SearchField } from '../../src/ui/search-field.js';
import { SegmentedControl } from '../../src/ui/segmented-control.js';
import { Select } from '../../src/ui/select.js';
import { TextField } from '../../src/ui/text-field.js';
import { StoryFrame } from './story-frame.js';

function Fields() {
  const [name, setName] = useState('Order to shipment');
  const [url, setUrl] = useState('api.stripe.com');
  const [search, setSearch] = useState('');
  const [method, setMethod] = useState<'GET' | 'POST' | 'PUT'>('POST');
  const [view, setView] = useState<'timeline' | 'data' | 'log'>('timeline');
  const [notes, setNotes] = useState('');
  return (
    <StoryFrame width={360}>
      <SearchField label="Search nodes" value={search} onValueChange={setSearch} shortcut="/" />
      <TextField label="Name" value={name} onValueChange={setName} hint="Shown in the list of flows." />
      <TextField
        label="Address"
        value={url}
        onValueChange={setUrl}
        mono
        prefix={<Shield />}
        suffix="only this host"
        error="Enter a web address, like https://example.com"
      />
      <TextField
        label="Notes"
        value={notes}
        onValueChange={setNotes}
        rows={3}
        placeholder="What is it for?"
      />
      <TextField label="Workspace" value="acme" onValueChange={() => undefined} disabled />
      <Select
        label="Method"
        mono
        value={method}
        onValueChange={setMethod}
        options={[
          { value: 'GET', label: 'GET', description: 'Reads' },
          { value: 'POST', label: 'POST', description: 'Creates' },
          { value: 'PUT', label: 'PUT', description: 'Replaces', disabled: true },
        ]}
      />
      <div>
        <SegmentedControl
          label="View"
          value={view}
          onValueChange={setView}
          segments={[
            { value: 'timeline', label: 'Timeline' },
            { value: 'data', label: 'Data' },
            { value: 'log', label: 'Log' },
          ]}
        />
      </div>
    </StoryFrame>
  );
}

const meta = { title: 'Parts/Fields', component: Fields } satisfies Meta<typeof Fields>;
export default meta;
type Story = StoryObj<typeof meta>;

export const All: Story = {};
export const AllDark: Story = { parameters: { theme: 'dark' } };

export const SearchClearsOnEscape: Story = {
  play: async ({ canvas }) => {
    const search = canvas.getByRole('searchbox', { name: 'Search nodes' });
    await userEvent.type(search, 'stripe');
    await expect(search).toHaveValue('stripe');
    await userEvent.keyboard('{Escape}');
    await expect(search).toHaveValue('');
    await userEvent.type(search, 'git');
    await userEvent.click(canvas.getByRole('button', { name: 'Clear' }));
    await expect(search).toHaveValue('');
  },
};

export const ArrowsChooseSegments: Story = {
  play: async ({ canvas }) => {
    canvas.getByRole('radio', { name: 'Timeline' }).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect(canvas.getByRole('radio', { name: 'Data' })).toBeChecked();
    await expect(canvas.getByRole('radio', { name: 'Data' })).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect(canvas.getByRole('radio', { name: 'Log' })).toBeChecked();
  },
};

export const SelectByKeyboard: Story = {
  play: async ({ canvas, canvasElement }) => {
    const select = canvas.getByRole('combobox', { name: 'Method' });
    select.focus();
    await userEvent.keyboard('{Enter}');
    const page = canvasElement.ownerDocument.body;
    const list = await waitFor(() => {
      const found = page.querySelector('[role="listbox"]');
      if (!found) throw new Error('The list is not open yet.');
      return found;
    });
    await expect(list.closest('.pb-root')).toHaveAttribute('data-theme', 'light');
    await expect(list).toHaveAccessibleName('Method');
    await userEvent.keyboard('{ArrowUp}{Enter}');
    await waitFor(() => expect(select).toHaveTextContent('GET'));
  },
};
