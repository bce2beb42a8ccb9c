import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ComponentProps } from 'react';
import { expect, fn, userEvent, within } from 'storybook/test';
import { NodeLibrary } from '../../src/node-library/node-library.js';
import { connectors } from '../editor/demo.js';

function Palette(props: ComponentProps<typeof NodeLibrary>) {
  return (
    <div style={{ width: 264, height: 560, display: 'flex' }}>
      <NodeLibrary {...props} />
    </div>
  );
}

const meta = {
  title: 'Node library/Node library',
  component: Palette,
  args: { connectors, onAdd: fn() },
} satisfies Meta<typeof Palette>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Found by words and added by keyboard alone. */
export const Search: Story = {
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    const search = screen.getByRole('combobox', { name: 'Search nodes' });
    await userEvent.type(search, 'chat mess');
    await expect(screen.getAllByRole('option')).toHaveLength(1);
    await userEvent.keyboard('{Enter}');
    await expect(args.onAdd).toHaveBeenCalledWith(
      expect.objectContaining({ type: 'connector', connector: 'post-message' }),
    );
    await expect(screen.getAllByRole('option')).toHaveLength(7);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await expect(args.onAdd).toHaveBeenLastCalledWith(expect.objectContaining({ connector: 'open-issue' }));
  },
};

export const NothingFound: Story = {
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await userEvent.type(screen.getByRole('combobox', { name: 'Search nodes' }), 'zebra');
    await expect(screen.getByText('No connector or step matches “zebra”.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Clear search' }));
    await expect(screen.getAllByRole('option')).toHaveLength(7);
  },
};

export const WithoutConnectors: Story = { args: { connectors: [] } };
export const Loading: Story = { args: { connectors: undefined, loading: true } };

export const Failed: Story = {
  args: { connectors: undefined, error: 'The server did not answer.', onRetry: fn() },
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await expect(args.onRetry).toHaveBeenCalled();
    await expect(screen.getByRole('option', { name: /HTTP request/ })).toBeVisible();
  },
};

/** A host adds steps of its own under headings of its own. */
export const ActionsOfTheHost: Story = {
  args: {
    actions: [
      {
        id: 'ship',
        title: 'Ship order',
        description: 'Our warehouse',
        icon: '🚚',
        category: 'Warehouse',
        step: {
          type: 'http',
          name: 'Ship order',
          request: { method: 'POST', url: 'https://warehouse.example.com/shipments' },
        },
      },
    ],
  },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByRole('group', { name: 'Warehouse' })).toBeVisible();
  },
};

export const ReadOnly: Story = { args: { disabled: true } };
export const Dark: Story = { parameters: { theme: 'dark' } };
export const Many: Story = {
  args: {
    connectors: Array.from({ length: 60 }, (_, index) => ({
      id: `many-${index}`,
      slug: `many-${index}`,
      name: `Connector with quite a long name, number ${index}`,
      stepCount: index,
    })),
  },
};
