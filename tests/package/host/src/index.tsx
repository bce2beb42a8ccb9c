import { ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { type ConnectorSummary, connectorNodeTypes, FlowBuilder } from 'patchbay';
import { type Graph, validateGraph } from 'patchbay/engine';
import 'patchbay/styles.css';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { check } from './engine-check.js';
import './host.css';

const invoice: ConnectorSummary = {
  id: '4f6a3a0e-4f0c-4c36-8f6d-3d3c8e6b1a11',
  slug: 'create-invoice',
  name: 'Create invoice',
  inputSchema: {
    type: 'object',
    required: ['email'],
    properties: { email: { type: 'string', title: 'E-mail' } },
  },
};
const start: Graph = {
  steps: [
    {
      id: 'user',
      type: 'http',
      name: 'Fetch user',
      request: { method: 'GET', url: 'https://api.example.com/me' },
      sample: { email: 'ada@example.com' },
    },
    { id: 'invoice', type: 'connector', connector: 'create-invoice', input: { email: '{{user.email}}' } },
  ],
};
const nodes = [
  { id: 'a', type: 'connectorAction', position: { x: 40, y: 40 }, data: { connector: invoice } },
];

function Host() {
  const [graph, setGraph] = useState(start);
  return (
    <>
      <section className="editor" aria-label="Controlled">
        <FlowBuilder value={graph} onChange={(next: Graph) => setGraph(next)} connectors={[invoice]} />
      </section>
      <section className="editor" aria-label="Uncontrolled">
        <FlowBuilder defaultValue={{ steps: [] }} connectors={[invoice]} />
      </section>
      <section className="editor" aria-label="Own canvas">
        <ReactFlow nodes={nodes} edges={[]} nodeTypes={connectorNodeTypes} />
      </section>
      <output>{validateGraph(graph).length} problems</output>
    </>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <Host />
  </StrictMode>,
);
check().then((result) => {
  document.body.dataset.engine = JSON.stringify(result);
});
