import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** Tells one process from every other, also from a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** When the process started, in whatever unit its system counts; absent where that can't be found out. */
  startedAt?: string;
  /** The boot and pid namespace in which `pid` means something; absent where there are no such things. */
  scope?: string;
}

export function ownIdentity(): ProcessIdentity {
  const startedAt = startTime(process.pid);
  const scope = processScope();
  return { pid: process.pid, ...(startedAt && { startedAt }), ...(scope && { scope }) };
}

/** `unknown` when it may run where we can't see it: in another container, on another machine, before a reboot. */
export function processState({ pid, startedAt, scope }: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (scope !== processScope()) return 'unknown';
  try {
    process.kill(pid, 0);
  } catch (error) {
    const isThereButNotOurs = error instanceof Error && 'code' in error && error.code === 'EPERM';
    if (!isThereButNotOurs) return 'dead';
  }
  const now = startTime(pid);
  return startedAt !== undefined && now !== undefined && now !== startedAt ? 'dead' : 'alive';
}

function startTime(pid: number): string | undefined {
  try {
    // Field 22 of proc(5): ticks since boot. The second field is a name in parentheses that may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return process.platform === 'win32' ? undefined : startTimeByPs(pid);
  }
}

function startTimeByPs(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return started.trim() || undefined;
  } catch {
    return undefined; // no ps, or no such process
  }
}

function processScope(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}
