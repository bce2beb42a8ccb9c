import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { expect, fn, userEvent, within } from 'storybook/test';
import type { JsonValue } from '../../src/engine/index.js';
import { CodeBlock } from '../../src/ui/code-block.js';
import { DataChip } from '../../src/ui/data-chip.js';
import type { JsonPath } from '../../src/ui/json-rows.js';
import { JsonView } from '../../src/ui/json-view.js';
import { Tabs } from '../../src/ui/tabs.js';
import { TypeDot } from '../../src/ui/type-dot.js';
import { StoryFrame, StoryRow } from './story-frame.js';

const answer: JsonValue = {
  id: 'in_1Pq8a',
  hosted_invoice_url: `https://invoice.stripe.com/i/${'acct_1032D82eZvKYlo2C/'.repeat(12)}`,
  amount_due: 4200,
  paid: false,
  discount: null,
  customer: { name: 'Ada Lovelace', address: { zip: '1010', country: 'AT' } },
  lines: Array.from({ length: 12 }, (_, index) => ({ sku: `A-${index + 1}`, quantity: index })),
  tags: [],
};

interface DataProps {
  onPick?: (path: JsonPath, value: JsonValue) => void;
}

function Data({ onPick }: DataProps) {
  const [tab, setTab] = useState<'output' | 'request' | 'retries'>('output');
  const expression = '{{step_1.address.zip}}';
  return (
    <StoryFrame width={420}>
      <StoryRow>
        <DataChip type="string" source="Fetch user" field="address.zip" expression={expression} />
        <DataChip type="number" source="Inputs" field="dueInDays" />
        <DataChip type="array" field="orders.items" onRemove={fn()} />
        <DataChip type="object" source="Fetch user" field="address" />
        <DataChip type="boolean" source="Fetch user" field="active" />
        <DataChip type="any" source="Gone" field="email" missing />
        <TypeDot type="object" />
      </StoryRow>
      <Tabs
        label="Step"
        value={tab}
        onValueChange={setTab}
        items={[
          {
            value: 'output',
            label: 'Output',
            content: (
              <JsonView
                label="Output of Create invoice"
                value={answer}
                maxItems={10}
                onPick={onPick}
                toExpression={(path) => `{{step_1.${path.join('.')}}}`}
              />
            ),
          },
          {
            value: 'request',
            label: 'Request',
            count: 2,
            content: (
              <CodeBlock title="Exactly what will be sent">
                {
                  'POST /v1/invoices · Idempotency-Key: pb_…\ncustomer=cus_9s6X&collection_method=send_invoice'
                }
              </CodeBlock>
            ),
          },
          { value: 'retries', label: 'Retries', content: 'None', disabled: true },
        ]}
      />
    </StoryFrame>
  );
}

const meta = { title: 'Parts/Data', component: Data } satisfies Meta<typeof Data>;
export default meta;
type Story = StoryObj<typeof meta>;

export const All: Story = {};
export const AllDark: Story = { parameters: { theme: 'dark' } };

export const RequestTab: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('tab', { name: /Request/ }));
    await expect(await canvas.findByText(/collection_method/)).toBeVisible();
  },
};

export const ChipSaysItsRawText: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByTitle('{{step_1.address.zip}}')).toHaveTextContent(
      'Fetch user › address.zip {{step_1.address.zip}}',
    );
  },
};

export const TreeByKeyboard: Story = {
  play: async ({ canvas }) => {
    const tree = canvas.getByRole('tree', { name: 'Output of Create invoice' });
    const row = (name: RegExp) => within(tree).getByRole('treeitem', { name });
    row(/^id/).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect(row(/^amount_due/)).toHaveFocus();
    await userEvent.keyboard('{End}');
    await expect(row(/^tags/)).toHaveFocus();
    row(/^customer/).focus();
    await expect(row(/^customer/)).toHaveAttribute('aria-expanded', 'true');
    await userEvent.keyboard('{ArrowLeft}');
    await expect(row(/^customer/)).toHaveAttribute('aria-expanded', 'false');
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect(row(/^name/)).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect(row(/^customer/)).toHaveFocus();
  },
};

export const LongListsAndTextsOpen: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Show all' }));
    await expect(canvas.getByRole('button', { name: 'Show less' })).toBeVisible();
    await userEvent.click(canvas.getByText('Show 2 more'));
    await expect(canvas.getByRole('treeitem', { name: /^11/ })).toBeInTheDocument();
  },
};

export const RowsCanBePicked: Story = {
  args: { onPick: fn() },
  play: async ({ canvas, args }) => {
    await userEvent.click(canvas.getByRole('treeitem', { name: /^amount_due/ }));
    await expect(args.onPick).toHaveBeenCalledWith(['amount_due'], 4200);
  },
};
