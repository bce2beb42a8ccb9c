import type { Meta, StoryObj } from '@storybook/react-vite';
import { Play, Plus, Redo2, Trash2, Undo2 } from 'lucide-react';
import { expect, fn, userEvent, within } from 'storybook/test';
import { Button } from '../../src/ui/button.js';
import { IconButton } from '../../src/ui/icon-button.js';
import { StoryFrame, StoryRow } from './story-frame.js';

const meta = {
  title: 'Parts/Button',
  component: Button,
  args: { children: 'Run', onClick: fn() },
} satisfies Meta<typeof Button>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Variants: Story = {
  render: () => (
    <StoryFrame width={520}>
      {(['medium', 'small'] as const).map((size) => (
        <StoryRow key={size}>
          <Button size={size} variant="primary" icon={<Play />}>
            Run
          </Button>
          <Button size={size} icon={<Plus />}>
            Add step
          </Button>
          <Button size={size} variant="ghost">
            Copy as cURL
          </Button>
          <Button size={size} variant="danger" icon={<Trash2 />}>
            Delete
          </Button>
          <IconButton size={size} label="Undo" shortcut="⌘Z">
            <Undo2 />
          </IconButton>
          <IconButton size={size} label="Redo" disabled>
            <Redo2 />
          </IconButton>
        </StoryRow>
      ))}
      <StoryRow>
        <Button variant="primary" loading>
          Running
        </Button>
        <Button loading>Saving</Button>
        <Button disabled>Not now</Button>
        <Button aria-pressed>Data lens</Button>
      </StoryRow>
    </StoryFrame>
  ),
};

export const VariantsDark: Story = { ...Variants, parameters: { theme: 'dark' } };

export const LoadingIgnoresClicks: Story = {
  args: { loading: true, children: 'Saving' },
  play: async ({ canvas, args }) => {
    const button = canvas.getByRole('button', { name: 'Saving' });
    await userEvent.click(button);
    await expect(args.onClick).not.toHaveBeenCalled();
    await expect(button).toHaveFocus();
  },
};

export const TooltipOnFocus: Story = {
  render: () => (
    <StoryFrame>
      <StoryRow>
        <IconButton label="Undo" shortcut="⌘Z">
          <Undo2 />
        </IconButton>
      </StoryRow>
    </StoryFrame>
  ),
  play: async ({ canvas }) => {
    await userEvent.tab();
    await expect(canvas.getByRole('button', { name: 'Undo' })).toHaveFocus();
    await expect(await within(document.body).findByText('⌘Z')).toBeVisible();
  },
};
