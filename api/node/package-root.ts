import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { name } from '../../package.json';

/** The folder of this package, wherever a bundler put this module in it. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackage(folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`The package ${name} is incomplete: its package.json is missing.`);
    folder = parent;
  }
  return folder;
}

function isPackage(folder: string): boolean {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return false;
  const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof document === 'object' && document !== null && 'name' in document && document.name === name;
}
