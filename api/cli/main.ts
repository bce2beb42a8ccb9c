import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { ConfigError, readConfig } from '../config.js';
import { dev } from './dev.js';
import { importFile } from './import-file.js';
import { migrateDatabase } from './migrate-database.js';
import { pruneDatabase } from './prune-database.js';
import { rotateKeysCommand } from './rotate-keys.js';
import { runFile } from './run-file.js';
import { UsageError } from './usage-error.js';
import { addWorkspaceCommand, listWorkspacesCommand } from './workspaces.js';

const help = `Patchbay ${version}

  patchbay dev                       Start the server: page, API, runtime and a demo API to call
  patchbay run <file>                Run a flow file here and print its output as JSON
      --input <json | @file | ->     The run's input; - reads it from the standard input
      --json                         Print the whole result, and no progress
  patchbay import <file>             Save a flow file, with its connectors, in the workspace
  patchbay migrate                   Bring the database's schema up to date
  patchbay prune                     Delete old runs and what else the settings no longer keep
  patchbay workspaces list           The workspaces of the database, and how many members each has
  patchbay workspaces add <id>       Make a workspace
      --name <name>                  What people see
      --owner <user id>              The user who is its first owner: the id that their sign-in gives them
  patchbay keys rotate               Encrypt all credentials with the first of the encryption keys
  patchbay --help, --version

Settings are environment variables: see docs/configuration.md.
Exit codes: 0 it worked, 1 it failed, 2 the command, a file or a setting is wrong.`;

/** The commands, and how many arguments each takes. */
const argumentsOf: ReadonlyMap<string, number> = new Map([
  ['dev', 0],
  ['run', 1],
  ['import', 1],
  ['migrate', 0],
  ['prune', 0],
  ['keys', 1],
  ['workspaces', 2],
]);

/** Runs one command. Answers its exit code; what went wrong is already told on the standard error. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { positionals, values } = parse(args);
    if (values.version) {
      console.log(version);
      return 0;
    }
    const [command, file] = positionals;
    if (values.help || command === undefined) {
      console.log(help);
      return values.help ? 0 : 2;
    }
    const count = argumentsOf.get(command);
    if (count === undefined) throw wrongCall(`There is no command "${command}".`);
    const extra = positionals[1 + count];
    if (extra !== undefined) throw wrongCall(`"${extra}" is one argument too many.`);
    if (command !== 'run' && (values.input !== undefined || values.json)) {
      throw wrongCall('--input and --json belong to the command run.');
    }
    if (command !== 'workspaces' && (values.name !== undefined || values.owner !== undefined)) {
      throw wrongCall('--name and --owner belong to the command workspaces add.');
    }
    switch (command) {
      case 'dev':
        return await dev(readConfig(process.env));
      case 'run':
        return await runFile(needFile(file, command), readConfig(process.env), values);
      case 'keys':
        if (file !== 'rotate') throw wrongCall('What about the keys? patchbay keys rotate');
        return await rotateKeysCommand(readConfig(process.env));
      case 'prune':
        return await pruneDatabase(readConfig(process.env));
      case 'workspaces':
        return await workspaces(positionals.slice(1), values);
      case 'import':
        return await importFile(needFile(file, command), readConfig(process.env));
      default:
        return await migrateDatabase(readConfig(process.env));
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
  }
}

async function workspaces(
  [action, id]: readonly string[],
  { name, owner }: { name?: string | undefined; owner?: string | undefined },
): Promise<number> {
  if (action === 'list' && id === undefined) return listWorkspacesCommand(readConfig(process.env));
  if (action !== 'add' || id === undefined || name === undefined || owner === undefined) {
    throw wrongCall(
      'What about the workspaces? patchbay workspaces list, or patchbay workspaces add <id> --name "Acme" --owner <user id>',
    );
  }
  return addWorkspaceCommand(readConfig(process.env), { id, name, owner });
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        input: { type: 'string' },
        json: { type: 'boolean', default: false },
        name: { type: 'string' },
        owner: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', short: 'v', default: false },
      },
    });
  } catch (error) {
    // parseArgs throws a TypeError whose message is a sentence for the user.
    throw wrongCall(error instanceof Error ? error.message : String(error));
  }
}

function needFile(file: string | undefined, command: string): string {
  if (!file) throw wrongCall(`Which file? patchbay ${command} <file>`);
  return file;
}

function wrongCall(message: string): UsageError {
  return new UsageError(`${message}\nTry: patchbay --help`);
}
