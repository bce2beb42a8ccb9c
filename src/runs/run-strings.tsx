import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { HttpPhase, RunStatus, WaitReason } from '../engine/index.js';

/** The words of runs: their timeline, their log, and what a step sent and got. Times and sizes come formatted. */
export interface RunStrings {
  readonly run: string;
  readonly nothingYetTitle: string;
  readonly nothingYetText: string;
  readonly views: string;
  readonly timeline: string;
  readonly data: string;
  readonly log: string;
  readonly step: string;
  readonly time: string;
  readonly stepsOverTime: string;
  readonly input: string;
  readonly output: string;
  readonly inputOfRun: string;
  readonly outputOfRun: string;
  readonly outputOfRunComes: string;
  readonly outputOfRunMissing: string;
  readonly outputComes: string;
  readonly outputMissing: string;
  readonly outputEmpty: string;
  readonly attempts: string;
  readonly attempt: (number: number) => string;
  readonly attemptCount: (count: number) => string;
  /** Which page an attempt asked for. */
  readonly page: (number: number) => string;
  /** An attempt that only looked whether an earlier one took effect. */
  readonly reconcile: string;
  /** How far an attempt came that has no whole answer. */
  readonly phase: (phase: HttpPhase) => string;
  readonly reached: (phase: string) => string;
  readonly startedAt: (clock: string) => string;
  readonly thenWaited: (time: string) => string;
  readonly noAnswer: string;
  readonly request: string;
  readonly requestBody: string;
  readonly requestMissing: string;
  readonly copyAsCurl: string;
  readonly response: string;
  readonly responseBody: string;
  readonly responseMissing: (reason: string) => string;
  readonly responseFacts: (time: string, size: string) => string;
  readonly responseCut: string;
  readonly headers: (count: number) => string;
  readonly bodyEmpty: string;
  readonly listOf: (count: number) => string;
  readonly error: string;
  readonly errorHandled: string;
  readonly errorDetails: string;
  readonly details: string;
  readonly stepQueued: string;
  readonly stepUnderWay: string;
  readonly stepSkipped: string;
  readonly stepCancelled: string;
  readonly stepWaits: (reason: WaitReason, moment: string) => string;
  readonly polls: (count: number) => string;
  readonly queued: string;
  readonly notYet: string;
  readonly waits: string;
  readonly notReached: string;
  readonly skipped: string;
  readonly cancelled: string;
  readonly running: string;
  readonly retryIn: (time: string) => string;
  readonly asksIn: (time: string) => string;
  readonly timeLeft: (time: string) => string;
  readonly untilMoment: (moment: string) => string;
  readonly tries: (count: number) => string;
  readonly pages: (count: number) => string;
  readonly requests: (count: number) => string;
  readonly itemCount: (count: number) => string;
  readonly items: string;
  readonly item: (number: number) => string;
  /** A step of one item, in words; `numbers` has one number for each loop around it, from 1. */
  readonly ofItem: (step: string, numbers: string) => string;
  readonly itemsDone: (done: number, of: number) => string;
  readonly itemsShown: (shown: number, of: number) => string;
  readonly itemsFailed: (count: number) => string;
  readonly noItems: string;
  /** The button that shows what lies inside of a loop or item, and hides it. */
  readonly inside: (step: string) => string;
  /** Which way a branch took; undefined: none of its cases held. */
  readonly tookWay: (name: string | undefined) => string;
  /** The way out of a branch that is taken where no case holds. */
  readonly otherwise: string;
  /** Why a step was skipped, by the reasons of the lines that lead to it. */
  readonly noLineFollowed: (reasons: readonly string[]) => string;
  readonly wasSkipped: (step: string) => string;
  readonly didFail: (step: string) => string;
  readonly didNotFail: (step: string) => string;
  /** `others` are the ways that lead to the skipped step; none: only a failure does. */
  readonly tookOtherWay: (step: string, way: string, others: readonly string[]) => string;
  readonly attemptTook: (number: number, time: string) => string;
  readonly waitsBeforeNext: (time: string) => string;
  readonly waited: (time: string) => string;
  readonly logEmpty: string;
  readonly logRunStarted: string;
  readonly logRunEnded: (status: RunStatus, time: string) => string;
  readonly logStarted: (step: string) => string;
  readonly logAttempt: (step: string, asked: string, outcome: string) => string;
  readonly logWaits: (step: string, reason: WaitReason, moment: string) => string;
  readonly logWay: (step: string, way: string) => string;
  readonly logEarlier: (count: number) => string;
  readonly logRetry: (step: string, number: number, time: string) => string;
  readonly logSucceeded: (step: string, time: string) => string;
  readonly logFailed: (step: string, reason: string | undefined) => string;
  readonly logSkipped: (step: string, reason: string | undefined) => string;
  readonly logCancelled: (step: string) => string;
}

const phases: Readonly<Record<HttpPhase, string>> = {
  connect: 'not sent',
  sent: 'sent, no answer',
  first_byte: 'the answer had only begun',
  body: 'the answer broke off',
};

/** Hundreds of steps may lead to one. */
const LISTED_REASONS = 5;

const afterWait: Readonly<Record<WaitReason, string>> = {
  retry: 'tries again',
  wait: 'goes on',
  poll: 'asks again',
};

export const englishRunStrings: RunStrings = {
  run: 'Run',
  nothingYetTitle: 'Nothing has run yet',
  nothingYetText: 'Press Run: every step shows its request, its answer and its time here.',
  views: 'Views of the run',
  timeline: 'Timeline',
  data: 'Data',
  log: 'Log',
  step: 'Step',
  time: 'time',
  stepsOverTime: 'Steps over time',
  input: 'Input',
  output: 'Output',
  inputOfRun: 'Input of the run',
  outputOfRun: 'Output of the run',
  outputOfRunComes: 'It comes when the run has ended.',
  outputOfRunMissing: 'Only a run that succeeds has an output.',
  outputComes: 'The output has not come yet.',
  outputMissing: 'A step that failed has no output.',
  outputEmpty: 'The output is an object without fields.',
  attempts: 'Attempts',
  attempt: (number) => `Attempt ${number}`,
  attemptCount: (count) => (count === 1 ? '1 attempt' : `${count} attempts`),
  page: (number) => `page ${number}`,
  reconcile: 'looked whether it took effect',
  phase: (phase) => phases[phase],
  reached: (phase) => `How far it came: ${phase}.`,
  startedAt: (clock) => `started ${clock}`,
  thenWaited: (time) => `then waited ${time}`,
  noAnswer: 'no answer',
  request: 'Request',
  requestBody: 'Request body',
  requestMissing: 'This attempt sent no request.',
  copyAsCurl: 'Copy as cURL',
  response: 'Response',
  responseBody: 'Response body',
  responseMissing: (reason) => `None: ${reason}`,
  responseFacts: (time, size) => `in ${time} · ${size}`,
  responseCut: 'The record holds the first 64 KiB of the body. The steps after this one got all of it.',
  headers: (count) => (count === 1 ? '1 header' : `${count} headers`),
  bodyEmpty: 'The body is empty.',
  listOf: (count) => `list of ${count}`,
  error: 'Error',
  errorHandled: 'The flow went on along the failure edge.',
  errorDetails: 'Details of the error',
  details: 'Details',
  stepQueued: 'It is next: as many steps run as may at the same time.',
  stepUnderWay: 'It is under way; the answer has not come yet.',
  stepSkipped: 'It was skipped.',
  stepCancelled: 'The run was cancelled before it ended.',
  stepWaits: (reason, moment) => `Waits until ${moment}, then ${afterWait[reason]}.`,
  polls: (count) => (count === 1 ? 'asked once so far' : `asked ${count} times so far`),
  queued: 'queued',
  notYet: 'not yet',
  waits: 'waiting',
  notReached: 'not reached',
  skipped: 'skipped',
  cancelled: 'cancelled',
  running: 'Running',
  retryIn: (time) => `retry in ${time}`,
  asksIn: (time) => `asks in ${time}`,
  timeLeft: (time) => `${time} left`,
  untilMoment: (moment) => `until ${moment}`,
  tries: (count) => `${count} tries`,
  pages: (count) => `${count} pages`,
  requests: (count) => `${count} requests`,
  itemCount: (count) => (count === 1 ? '1 item' : `${count} items`),
  items: 'Items',
  item: (number) => `Item ${number}`,
  ofItem: (step, numbers) => `${step}, item ${numbers}`,
  itemsDone: (done, of) => `${done} of ${of}`,
  itemsShown: (shown, of) => `${shown} of ${of} shown`,
  itemsFailed: (count) => `${count} failed`,
  noItems: 'The list was empty, so there was nothing to do.',
  inside: (step) => `What is inside ${step}`,
  tookWay: (name) =>
    name === undefined ? 'No case held: it took the way “Otherwise”.' : `It took the way “${name}”.`,
  otherwise: 'Otherwise',
  noLineFollowed: (reasons) => {
    const more = reasons.length - LISTED_REASONS;
    const listed = reasons.slice(0, LISTED_REASONS).join(', ');
    return `No line to it was followed: ${listed}${more > 0 ? ` and ${more} more` : ''}.`;
  },
  wasSkipped: (step) => `${step} was skipped`,
  didFail: (step) => `${step} failed`,
  didNotFail: (step) => `${step} didn't fail`,
  tookOtherWay: (step, way, others) =>
    `${step} took the way “${way}”${others.length > 0 ? `, not ${others.map((other) => `“${other}”`).join(' or ')}` : ''}`,
  attemptTook: (number, time) => `Attempt ${number}: ${time}`,
  waitsBeforeNext: (time) => `Waits ${time} before the next attempt`,
  waited: (time) => `Waited ${time}`,
  logEmpty: 'Nothing has happened yet.',
  logRunStarted: 'The run started.',
  logRunEnded: (status, time) =>
    status === 'succeeded'
      ? `The run succeeded in ${time}.`
      : `The run ${status === 'cancelled' ? 'was cancelled' : status} after ${time}.`,
  logStarted: (step) => `${step} started.`,
  logAttempt: (step, asked, outcome) => `${step}: ${asked} → ${outcome}`,
  logWaits: (step, reason, moment) => `${step} waits until ${moment}, then ${afterWait[reason]}.`,
  logWay: (step, way) => `${step} took the way “${way}”.`,
  logEarlier: (count) => `Show ${count} earlier`,
  logRetry: (step, number, time) => `${step}: attempt ${number} follows in ${time}.`,
  logSucceeded: (step, time) => `${step} succeeded in ${time}.`,
  logFailed: (step, reason) => `${step} failed: ${reason ?? 'no reason was recorded.'}`,
  logSkipped: (step, reason) => `${step} was skipped${reason === undefined ? '.' : `: ${reason}`}`,
  logCancelled: (step) => `${step} was cancelled.`,
};

const RunStringsContext = createContext<RunStrings>(englishRunStrings);

export interface RunStringsProviderProps {
  /** Words that replace the English ones; what is absent stays English. */
  strings: Partial<RunStrings>;
  children: ReactNode;
}

export function RunStringsProvider({ strings, children }: RunStringsProviderProps) {
  const value = useMemo(() => ({ ...englishRunStrings, ...strings }), [strings]);
  return <RunStringsContext.Provider value={value}>{children}</RunStringsContext.Provider>;
}

export function useRunStrings(): RunStrings {
  return useContext(RunStringsContext);
}
