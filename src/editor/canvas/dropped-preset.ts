import { stepSchema } from '../../engine/index.js';
import { presetMediaType, type StepPreset } from '../store/step-preset.js';

/** The step that a drop carries; `undefined` where it carries none, or none that this version knows. */
export function readPreset(transfer: DataTransfer): StepPreset | undefined {
  const text = transfer.getData(presetMediaType);
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const parsed = stepSchema.safeParse({ ...value, id: 'dropped' });
    if (!parsed.success) return undefined;
    const { id: _, ...preset } = parsed.data;
    return preset;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
