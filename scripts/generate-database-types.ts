import { writeFile } from 'node:fs/promises';
import { DATABASE_TYPES_PATH, generateDatabaseTypes } from '../tests/support/database-types.js';

// Run: node scripts/run-source.mjs scripts/generate-database-types.ts
await writeFile(new URL(`../${DATABASE_TYPES_PATH}`, import.meta.url), await generateDatabaseTypes());
