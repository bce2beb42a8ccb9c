import { readFile, writeFile } from 'node:fs/promises';
import { generatedSections, withSection } from './generated-sections.ts';

// Run: npm run docs
for (const section of generatedSections) {
  const file = new URL(`../${section.page}`, import.meta.url);
  const text = await readFile(file, 'utf8');
  const written = withSection(text, section);
  if (written !== text) await writeFile(file, written);
  console.log(`${section.page}: ${section.name} ${written === text ? 'is up to date' : 'was written'}`);
}
