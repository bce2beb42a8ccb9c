import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ComponentProps } from 'react';
import { expect, fn, screen as page, userEvent, waitFor, within } from 'storybook/test';
import type { CredentialSummary } from '../../src/editor/credential-summary.js';
import { FlowBuilder } from '../../src/editor/flow-builder.js';
import type { Graph, HttpAuth } from '../../src/engine/index.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';

type BuilderProps = ComponentProps<typeof FlowBuilder>;

function Stage(props: BuilderProps & { theme?: 'light' | 'dark' | undefined }) {
  const { theme = 'light', ...builder } = props;
  return (
    <div style={{ height: '100vh', minHeight: 760 }}>
      <PatchbayProvider theme={theme}>
        <FlowBuilder {...builder} />
      </PatchbayProvider>
    </div>
  );
}

const credentials: readonly CredentialSummary[] = [
  { slot: 'stripe', name: 'Stripe live', hosts: ['api.stripe.com'], fields: ['token'] },
  { slot: 'stripe_test', name: 'Stripe test', hosts: ['api.stripe.com'], fields: ['token'] },
  {
    slot: 'warehouse',
    name: 'The warehouse in Klagenfurt, by the key that their support gave out',
    hosts: ['stock.example.com', 'stock.example.com:8443'],
    fields: ['value'],
  },
];

const graph = (auth?: HttpAuth): Graph => ({
  steps: [
    {
      id: 'charge',
      type: 'http',
      name: 'Charge',
      position: { x: 60, y: 60 },
      request: {
        method: 'GET',
        url: 'https://api.stripe.com/v1/balance',
        headers: { 'Stripe-Version': '2026-01-01' },
        ...(auth && { auth }),
      },
    },
  ],
});

const meta = {
  title: 'Editor/Authentication',
  component: Stage,
  args: { defaultValue: graph(), connectors: [], credentials, title: 'Orders', onChange: fn() },
} satisfies Meta<typeof Stage>;
export default meta;
type Story = StoryObj<typeof meta>;

const lastAuth = (onChange: unknown) => {
  const after = (onChange as ReturnType<typeof fn>).mock.lastCall?.[0] as Graph; // the story's own spy
  const [step] = after.steps;
  return step?.type === 'http' ? step.request.auth : undefined;
};

async function open(canvasElement: HTMLElement) {
  const canvas = within(canvasElement);
  await userEvent.click(await canvas.findByRole('treeitem', { name: /Charge/ }));
  const inspector = within(canvas.getByRole('complementary', { name: 'Inspector' }));
  await inspector.findByRole('textbox', { name: /^URL/ });
  return inspector;
}

const select = (inspector: ReturnType<typeof within>) =>
  inspector.findByRole('combobox', { name: 'Authentication' });

export const None: Story = {
  play: async ({ canvasElement, args }) => {
    const inspector = await open(canvasElement);
    await expect(await select(inspector)).toHaveTextContent('None');
    await userEvent.click(await select(inspector));
    await userEvent.click(await page.findByRole('option', { name: /Stripe live/ }));
    await waitFor(() => expect(lastAuth(args.onChange)).toEqual({ type: 'credential', slot: 'stripe' }));
    await expect(inspector.getByText('Sent only to api.stripe.com.')).toBeVisible();
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(lastAuth(args.onChange)).toBeUndefined());
    await expect(await select(inspector)).toHaveTextContent('None');
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Redo' }));
    await expect(await select(inspector)).toHaveTextContent('Stripe live');
    await userEvent.click(await select(inspector));
    await userEvent.click(await page.findByRole('option', { name: 'None' }));
    await waitFor(() => expect(lastAuth(args.onChange)).toBeUndefined());
  },
};

export const Choosing: Story = {
  args: { defaultValue: graph({ type: 'credential', slot: 'stripe_test' }) },
  play: async ({ canvasElement }) => {
    const inspector = await open(canvasElement);
    await userEvent.click(await select(inspector));
    await expect(await page.findByRole('option', { name: /Stripe test/ })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await expect(page.getByText('{{workspace.warehouse}}')).toBeVisible();
  },
};

export const ForAnotherHost: Story = {
  args: { defaultValue: graph({ type: 'credential', slot: 'warehouse' }) },
  play: async ({ canvasElement }) => {
    const inspector = await open(canvasElement);
    await expect(
      await inspector.findByText(/^It isn't sent to api\.stripe\.com, only to stock/),
    ).toBeVisible();
    await expect(await select(inspector)).toHaveAttribute('aria-invalid', 'true');
  },
};

export const UnknownSlot: Story = {
  args: { defaultValue: graph({ type: 'credential', slot: 'strip' }) },
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: '1 problem' }));
    const problems = within(canvas.getByRole('region', { name: 'Problems' }));
    await userEvent.click(problems.getByRole('button', { name: /There is no credential slot 'strip'/ }));
    const inspector = within(canvas.getByRole('complementary', { name: 'Inspector' }));
    await waitFor(async () => expect(await select(inspector)).toHaveFocus());
    await expect(await select(inspector)).toHaveTextContent('strip (no such credential)');
    await expect(inspector.getByText(/There is no credential slot 'strip'/)).toBeVisible();
    await userEvent.click(problems.getByRole('button', { name: 'Use stripe' }));
    await waitFor(() => expect(lastAuth(args.onChange)).toEqual({ type: 'credential', slot: 'stripe' }));
    await expect(await select(inspector)).toHaveTextContent('Stripe live');
  },
};

/** Without the prop nothing is known of slots: none is wrong, and what is set is still said. */
export const NotKnown: Story = {
  args: { defaultValue: graph({ type: 'credential', slot: 'strip' }), credentials: undefined },
  play: async ({ canvasElement }) => {
    const inspector = await open(canvasElement);
    await expect(await inspector.findByText('credential strip')).toBeVisible();
    await expect(inspector.queryByRole('combobox', { name: 'Authentication' })).toBeNull();
    await expect(within(canvasElement).queryByRole('button', { name: /problem/ })).toBeNull();
  },
};

export const AnotherWay: Story = {
  args: { defaultValue: graph({ type: 'bearer', token: '{{workspace.stripe}}' }) },
  play: async ({ canvasElement, args }) => {
    const inspector = await open(canvasElement);
    await expect(await select(inspector)).toHaveTextContent('bearer token, as the flow has it');
    // An edit of something else keeps it.
    await userEvent.type(inspector.getByRole('textbox', { name: /^URL/ }), 's');
    await waitFor(() =>
      expect(lastAuth(args.onChange)).toEqual({ type: 'bearer', token: '{{workspace.stripe}}' }),
    );
  },
};

export const NoCredentials: Story = {
  args: { credentials: [] },
  play: async ({ canvasElement }) => {
    const inspector = await open(canvasElement);
    await expect(await inspector.findByText('The workspace has no credentials yet.')).toBeVisible();
  },
};

export const ReadOnly: Story = {
  args: { defaultValue: graph({ type: 'credential', slot: 'stripe' }), readOnly: true },
  play: async ({ canvasElement }) => {
    const inspector = await open(canvasElement);
    await expect(await select(inspector)).toHaveTextContent('Stripe live');
    await expect(await select(inspector)).toHaveAttribute('data-disabled');
  },
};

export const Dark: Story = {
  args: { theme: 'dark', defaultValue: graph({ type: 'credential', slot: 'warehouse' }) },
  parameters: { theme: 'dark' },
  play: async ({ canvasElement }) => {
    await select(await open(canvasElement));
  },
};
