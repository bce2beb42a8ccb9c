import { Handle, Position } from '@xyflow/react';
import { type DataType, typeColor } from '../../ui/data-type.js';

export interface FieldHandleProps {
  id: string;
  side: 'in' | 'out';
  type: DataType;
  /** Drawn hollow. Default: where the type isn't known. */
  isEmpty?: boolean;
  label: string;
}

/** Where the wires of a field begin or end, in the colour of its type. */
export function FieldHandle({ id, side, type, isEmpty = type === 'any', label }: FieldHandleProps) {
  return (
    <Handle
      id={id}
      type={side === 'in' ? 'target' : 'source'}
      position={side === 'in' ? Position.Left : Position.Right}
      className="pb-handle"
      data-empty={isEmpty || undefined}
      style={{ color: type === 'any' ? undefined : typeColor(type) }}
      aria-label={label}
      role="img"
    />
  );
}
