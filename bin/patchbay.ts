#!/usr/bin/env node
import { runOnSupportedNode } from '../api/cli/supported-node.js';

process.exitCode = await runOnSupportedNode(async () => {
  // Loaded only now: an old Node must get the sentence above all, not a syntax error.
  const { main } = await import('../api/cli/main.js');
  return main(process.argv.slice(2));
});
