import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { inputHandle, outputHandle, sequenceHandles } from '../editor/flow/flow-edges.js';
import { type InputRow, inputRows, type OutputRow, outputRows } from '../editor/flow/node-rows.js';
import { CONNECTOR_NODE_TYPE, type ConnectorFlowNode } from '../editor/flow/react-flow.js';
import { shapeOf } from '../editor/flow/step-shape.js';
import { FieldHandle } from '../editor/nodes/field-handle.js';
import { rowLabel } from '../editor/nodes/row-label.js';
import { previewOfRow, typeOfOutput, typeOfRow } from '../editor/nodes/row-types.js';
import { StepBadge } from '../editor/nodes/step-badge.js';
import { StepMarks } from '../editor/nodes/step-marks.js';
import { previewOf } from '../editor/nodes/value-preview.js';
import { pathText } from '../editor/store/reference-text.js';
import { useStrings } from '../editor/strings-context.js';
import { type ConnectorStep, isReference } from '../engine/index.js';
import { DataChip } from '../ui/data-chip.js';
import { StatusIcon } from '../ui/status-icon.js';

function InputField({ row }: { row: InputRow }) {
  const strings = useStrings();
  const { value } = row;
  const type = typeOfRow(row);
  const label = rowLabel(row, strings);
  const reference = typeof value === 'string' ? isReference(value) : undefined;
  return (
    <div className="pb-row" data-side="in">
      {!row.isFixed && (
        <FieldHandle id={inputHandle(row.place)} side="in" type={type} label={strings.inputOf(label)} />
      )}
      <span className="pb-row-name" data-word={row.word && true}>
        {label}
      </span>
      {reference ? (
        <DataChip type={type} source={pathText(reference)} expression={String(value)} />
      ) : value === undefined || value === '' ? (
        row.required && <span className="pb-row-missing">{strings.missing}</span>
      ) : (
        <span className="pb-row-value">{previewOfRow(row)}</span>
      )}
    </div>
  );
}

function OutputField({ row }: { row: OutputRow }) {
  const strings = useStrings();
  const type = row.field === '' ? 'any' : typeOfOutput(row);
  const name = row.field === '' ? strings.whole : row.field;
  return (
    <div className="pb-row" data-side="out">
      {row.value !== undefined && row.field !== '' && (
        <span className="pb-row-value">{previewOf(row.value, 14)}</span>
      )}
      <span className="pb-row-name">{name}</span>
      <FieldHandle id={outputHandle(row.field)} side="out" type={type} label={strings.outputOf(name)} />
    </div>
  );
}

/**
 * A connector as a node of any React Flow canvas: its name, its fields with handles, what it is given, and how it stands
 * in a run. It needs no provider and no editor, only `patchbay/styles.css`; everything it shows stands in `data`, see
 * `ConnectorNodeData`. The handles are `in:input.<field>` and `out:<field>`, `out` for the whole output, and `seq:in`,
 * `seq:out` and `seq:failure` for the order; `fromReactFlow` turns lines between them into a graph.
 */
export const ConnectorActionNode = memo(function ConnectorActionNode({
  id,
  data,
  isConnectable,
}: NodeProps<ConnectorFlowNode>) {
  const strings = useStrings();
  const { connector, input, step: more, state, theme = 'system' } = data;
  const step = useMemo(
    (): ConnectorStep => ({ ...more, id, type: 'connector', connector: connector.slug, input: input ?? {} }),
    [id, connector, input, more],
  );
  const inputs = useMemo(() => inputRows(step, { ...connector }), [step, connector]);
  const outputs = useMemo(
    () => outputRows(shapeOf(step, { ...(state && { state }), connector }), {}),
    [step, state, connector],
  );
  const sequence = { isConnectable, role: 'img' } as const;
  return (
    <div className="pb-root pb-connector-node" data-theme={theme}>
      <article className="pb-node" data-status={state?.status}>
        <header className="pb-node-header">
          <Handle
            {...sequence}
            id={sequenceHandles.in}
            type="target"
            position={Position.Left}
            className="pb-handle pb-handle-sequence"
            aria-label={strings.sequenceIn}
          />
          <StepBadge type="connector" name={connector.name} icon={connector.icon} />
          <span className="pb-node-title">
            <span className="pb-node-name">{step.name || connector.name}</span>
            {connector.stepCount !== undefined && (
              <span className="pb-node-summary">
                {strings.connectorSummary(strings.stepCount(connector.stepCount))}
              </span>
            )}
          </span>
          <StepMarks step={step} state={state} />
          {state && <StatusIcon status={state.status} />}
          <Handle
            {...sequence}
            id={sequenceHandles.out}
            type="source"
            position={Position.Right}
            className="pb-handle pb-handle-sequence"
            aria-label={strings.sequenceOut}
          />
          <Handle
            {...sequence}
            id={sequenceHandles.failure}
            type="source"
            position={Position.Right}
            className="pb-handle pb-handle-failure"
            title={strings.failureOut}
            aria-label={strings.failureOut}
          />
        </header>
        <div className="pb-node-rows">
          {inputs.map((row) => (
            <InputField key={row.place} row={row} />
          ))}
          {outputs.map((row) => (
            <OutputField key={row.field} row={row} />
          ))}
        </div>
        {state?.error && <p className="pb-node-error">{state.error.message}</p>}
      </article>
    </div>
  );
});

/** For the `nodeTypes` of a host's own `ReactFlow`; a constant, as React Flow wants it. */
export const connectorNodeTypes = { [CONNECTOR_NODE_TYPE]: ConnectorActionNode } as const;
