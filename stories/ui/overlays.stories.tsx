import type { Meta, StoryObj } from '@storybook/react-vite';
import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { Button } from '../../src/ui/button.js';
import { ConfirmDialog } from '../../src/ui/confirm-dialog.js';
import { ContextMenu } from '../../src/ui/context-menu.js';
import { Dialog } from '../../src/ui/dialog.js';
import { Menu } from '../../src/ui/menu.js';
import { PortalProvider } from '../../src/ui/portal-provider.js';
import { TextField } from '../../src/ui/text-field.js';
import { StoryFrame, StoryRow } from './story-frame.js';

interface OverlaysProps {
  onDelete(): void;
}

function Overlays({ onDelete }: OverlaysProps) {
  const [open, setOpen] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState('Create invoice');
  const entries = [
    { id: 'rename', label: 'Rename', icon: <Pencil />, shortcut: 'F2', onSelect: () => setOpen(true) },
    { id: 'copy', label: 'Duplicate', icon: <Copy />, shortcut: '⌘D', disabled: true, onSelect: fn() },
    { type: 'separator' as const, id: 'line' },
    { id: 'delete', label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => setAsking(true) },
  ];
  return (
    <StoryFrame>
      <StoryRow>
        <Menu trigger={<Button>More</Button>} entries={entries} />
        <Button onClick={() => setOpen(true)}>Rename…</Button>
        <Button onClick={() => setSheet(true)}>Install…</Button>
      </StoryRow>
      <ContextMenu entries={entries}>
        <div style={{ padding: 16, borderRadius: 8, background: 'var(--pb-sunken)' }}>Right-click me</div>
      </ContextMenu>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Rename the step"
        description="References to it are renamed too."
        size="small"
        footer={
          <>
            <Button variant="ghost" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button variant="primary" onClick={() => setOpen(false)}>
              Rename
            </Button>
          </>
        }
      >
        <TextField label="Name" value={name} onValueChange={setName} />
      </Dialog>
      <Dialog
        open={sheet}
        onOpenChange={setSheet}
        title="Triage an issue"
        description="Official · version 2.1.0"
        placement="side"
        footer={<Button variant="primary">Allow and continue</Button>}
      >
        It reads and writes on api.github.com.
      </Dialog>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete Create invoice?"
        description="Two steps read its output. This can be undone."
        confirmLabel="Delete step"
        danger
        onConfirm={() => {
          onDelete();
          setAsking(false);
        }}
      />
    </StoryFrame>
  );
}

const meta = {
  title: 'Parts/Overlays',
  component: Overlays,
  args: { onDelete: fn() },
} satisfies Meta<typeof Overlays>;
export default meta;
type Story = StoryObj<typeof meta>;

const page = () => within(document.body);

export const OpenMenu: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'More' }));
    await expect(await page().findByRole('menuitem', { name: /Rename/ })).toBeVisible();
    await expect(page().getByRole('menuitem', { name: /Duplicate/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  },
};

export const OpenMenuDark: Story = { ...OpenMenu, parameters: { theme: 'dark' } };

export const OpenDialog: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Rename…' }));
    const dialog = await page().findByRole('dialog', { name: 'Rename the step' });
    await expect(dialog).toHaveAccessibleDescription('References to it are renamed too.');
    await waitFor(() => expect(within(dialog).getByLabelText('Name')).toHaveFocus());
  },
};

export const OpenDialogDark: Story = { ...OpenDialog, parameters: { theme: 'dark' } };

export const EscapeClosesAndReturnsTheFocus: Story = {
  play: async ({ canvas }) => {
    const opener = canvas.getByRole('button', { name: 'Rename…' });
    await userEvent.click(opener);
    await page().findByRole('dialog');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(page().queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(opener).toHaveFocus());
  },
};

export const SideSheet: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Install…' }));
    const sheet = await page().findByRole('dialog', { name: 'Triage an issue' });
    await waitFor(() => expect(sheet).toBeVisible());
  },
};

export const AsksBeforeDeleting: Story = {
  play: async ({ canvas, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'More' }));
    await userEvent.click(await page().findByRole('menuitem', { name: 'Delete' }));
    const dialog = await page().findByRole('alertdialog', { name: 'Delete Create invoice?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete step' }));
    await expect(args.onDelete).toHaveBeenCalledOnce();
  },
};

function InsideContainer() {
  const [container, setContainer] = useState<HTMLDivElement | null>(null);
  return (
    <PortalProvider container={container} theme="dark">
      <StoryFrame>
        <Menu trigger={<Button>More</Button>} entries={[{ id: 'a', label: 'Rename', onSelect: fn() }]} />
      </StoryFrame>
      <div ref={setContainer} data-testid="container" />
    </PortalProvider>
  );
}

export const DrawnInTheHostsContainer: Story = {
  render: () => <InsideContainer />,
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'More' }));
    const item = await within(canvas.getByTestId('container')).findByRole('menuitem', { name: 'Rename' });
    await expect(item.closest('.pb-root')).toHaveAttribute('data-theme', 'dark');
  },
};
