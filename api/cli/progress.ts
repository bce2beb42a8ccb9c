import { styleText } from 'node:util';
import { type Graph, type RunEvent, type StepError, type StepPath, unreachable, type Waiting } from '#engine';

type Colour = Parameters<typeof styleText>[0];

/** What is known of a loop that is under way. */
interface Loop {
  items: number;
  ended: number;
  failed: number;
}

/** A loop with fewer items says nothing on its way. */
const LONG_LOOP = 50;
/** So many failures of one loop are told one by one. */
const MAX_TOLD_FAILURES = 5;

/**
 * Tells on the standard error how a run goes, a line for each thing that ended; items of loops are counted, and only
 * their first failures told. Colours only where they are wanted.
 */
export function createProgress(graph: Graph, tell: Tell = tellOnStandardError): (event: RunEvent) => void {
  const loops = new Map<StepPath, Loop>();
  const nameOf = (path: StepPath): string => pathName(graph, path);

  /** Counts an item's end into its loop; false for what is no item, and for what is to be told nevertheless. */
  function countItem(path: StepPath, isFailure: boolean): boolean {
    const loop = loops.get(loopOf(path) ?? '');
    if (!loop) return false;
    loop.ended += 1;
    if (isFailure) loop.failed += 1;
    const tenth = Math.ceil(loop.items / 10);
    if (loop.items >= LONG_LOOP && loop.ended < loop.items && loop.ended % tenth === 0)
      tell('dim', '…', `${nameOf(loopOf(path) ?? path)}  ${loop.ended} of ${loop.items} items`);
    return !isFailure || loop.failed > MAX_TOLD_FAILURES;
  }

  /** A step of a connector that runs for one of many items whose failures were told. */
  function isToldEnough(path: StepPath): boolean {
    const loop = loops.get(/^(.*)\[\d+\]\//.exec(path)?.[1] ?? '');
    return loop !== undefined && loop.failed >= MAX_TOLD_FAILURES;
  }

  return (event) => {
    switch (event.type) {
      case 'step_started':
        if (event.items !== undefined) loops.set(event.step, { items: event.items, ended: 0, failed: 0 });
        return;
      case 'step_succeeded': {
        if (isInItem(event.step) || countItem(event.step, false)) return;
        const facts = [wayOf(graph, event), itemsOf(loops.get(event.step)), ms(event.durationMs)];
        return tell('green', '✓', `${nameOf(event.step)}  ${facts.filter(Boolean).join('  ')}`);
      }
      case 'step_attempted':
        // An answer that is polled again is no failure; that it waits is told then.
        if (event.attempt.retryInMs === undefined || event.attempt.error === undefined) return;
        return tell(
          'yellow',
          '↻',
          `${nameOf(event.step)}  ${event.attempt.error.message} Again in ${ms(event.attempt.retryInMs)}.`,
        );
      case 'step_waiting':
        // An attempt that is tried again has said so already.
        if (event.waiting.reason === 'retry') return;
        return tell('dim', '…', `${nameOf(event.step)}  ${waitText(event.waiting, event.at)}`);
      case 'step_failed':
        if (isToldEnough(event.step) || countItem(event.step, true)) return;
        return tell('red', '✗', `${nameOf(event.step)}  ${event.error.message}${placeOf(event.error)}`);
      case 'step_skipped':
        if (isInItem(event.step) || countItem(event.step, false)) return;
        return tell('dim', '-', `${nameOf(event.step)}  skipped: ${event.reason}`);
      case 'step_cancelled':
        if (isInItem(event.step) || countItem(event.step, false)) return;
        return tell('dim', '-', `${nameOf(event.step)}  cancelled`);
      case 'run_waiting':
        return tell('dim', '…', `Waits until ${new Date(event.until).toLocaleString()}`);
      case 'run_succeeded':
        return tell('green', '✓', `Succeeded in ${ms(event.durationMs)}`);
      case 'run_failed':
        return tell('red', '✗', `Failed after ${ms(event.durationMs)}`);
      case 'run_cancelled':
        return tell('red', '✗', `Cancelled after ${ms(event.durationMs)}`);
      case 'run_started':
      case 'run_resumed':
      case 'step_queued':
      case 'step_resumed':
        return;
      default:
        unreachable(event);
    }
  };
}

/** `Send mail`, the fourth item of its loop `Send mail › 4`, a step inside a connector `Send mail › step_1`. */
function pathName(graph: Graph, path: StepPath): string {
  const [first = '', ...inner] = path
    .replaceAll(/\[(\d+)\]/g, (_, index) => `/${Number(index) + 1}`)
    .split('/');
  const name = graph.steps.find(({ id }) => id === first)?.name ?? first;
  return [name, ...inner].join(' › ');
}

/** The loop that an item belongs to: `step_2` for `step_2[3]`; undefined for what is no item itself. */
function loopOf(path: StepPath): StepPath | undefined {
  return /^(.*)\[\d+\]$/.exec(path)?.[1];
}

/** Is this a step of a connector that runs for an item? */
function isInItem(path: StepPath): boolean {
  return path.includes(']/');
}

function itemsOf(loop: Loop | undefined): string | undefined {
  if (!loop) return undefined;
  const count = loop.items === 1 ? '1 item' : `${loop.items} items`;
  return loop.failed === 0 ? count : `${count}, ${loop.failed} failed`;
}

/** The field that an error is about, where its message doesn't say it. */
function placeOf({ message, path }: StepError): string {
  return path === undefined || message.includes(path) ? '' : ` (${path})`;
}

/** The way that a branch took, by the case's name where it has one. */
function wayOf(graph: Graph, event: { step: StepPath; case?: string }): string | undefined {
  if (event.case === undefined) return undefined;
  const step = graph.steps.find(({ id }) => id === event.step);
  const taken = step?.type === 'branch' ? step.cases.find(({ id }) => id === event.case) : undefined;
  return `→ ${taken?.name ?? event.case}`;
}

function waitText({ reason, until }: Waiting, now: number): string {
  const left = ms(Math.max(0, until - now));
  return reason === 'poll' ? `is not done; asks again in ${left}` : `waits ${left}`;
}

type Tell = (colour: Colour, sign: string, text: string) => void;

function tellOnStandardError(colour: Colour, sign: string, text: string): void {
  const stream = process.stderr;
  const isPlain = !stream.isTTY || Boolean(process.env.NO_COLOR);
  // Names come from files and messages from servers: neither may steer the terminal or write a line of its own.
  const shown = text.replace(/\p{Control}/gu, ' ');
  stream.write(`${isPlain ? sign : styleText(colour, sign, { validateStream: false })} ${shown}\n`);
}

function ms(duration: number): string {
  if (duration < 1_000) return `${Math.round(duration)} ms`;
  if (duration < 60_000) return `${(duration / 1_000).toFixed(1)} s`;
  const minutes = Math.round(duration / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
