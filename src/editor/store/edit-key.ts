import type { Edit } from './edit.js';

/** Edits with the same key, close in time, are undone as one; `undefined`: each on its own. */
export function editKey(edit: Edit): string | undefined {
  switch (edit.type) {
    case 'update_step':
      return `update:${edit.id}:${edit.place}`;
    case 'move_steps':
      return `move:${Object.keys(edit.positions).join()}`;
    case 'set_output':
      return 'output';
    default:
      return undefined;
  }
}
