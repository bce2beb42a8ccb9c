import { readFile, writeFile } from 'node:fs/promises';
import { generatedFiles, generatedSections, withSection } from './generated-sections.js';

// Run: npm run docs
for (const section of generatedSections) {
  await write(section.page, section.name, (text) => withSection(text, section));
}
for (const { path, render } of generatedFiles) await write(path, 'all of it', render);

async function write(path: string, what: string, change: (text: string) => string): Promise<void> {
  const file = new URL(`../${path}`, import.meta.url);
  const text = await readFile(file, { encoding: 'utf8', flag: 'a+' });
  const written = change(text);
  if (written !== text) await writeFile(file, written);
  console.log(`${path}: ${what} ${written === text ? 'is up to date' : 'was written'}`);
}
