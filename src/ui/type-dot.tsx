import { type DataType, typeColor } from './data-type.js';

export interface TypeDotProps {
  type: DataType;
}

/** A dot in the type's colour. It only repeats what words beside it say. */
export function TypeDot({ type }: TypeDotProps) {
  return <span className="pb-type-dot" style={{ background: typeColor(type) }} aria-hidden="true" />;
}
