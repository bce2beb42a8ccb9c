import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { RunStatus } from '../engine/index.js';

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
  readonly waiting: string;
  readonly notReached: string;
  readonly skipped: string;
  readonly cancelled: string;
  readonly running: string;
  readonly retryIn: (time: string) => string;
  readonly tries: (count: number) => string;
  readonly attemptTook: (number: number, time: string) => string;
  readonly waitsBeforeNext: (time: string) => string;
  readonly logEmpty: string;
  readonly logRunStarted: string;
  readonly logRunEnded: (status: RunStatus, time: string) => string;
  readonly logStarted: (step: string) => string;
  readonly logAttempt: (step: string, asked: string, outcome: string) => string;
  readonly logRetry: (step: string, number: number, time: string) => string;
  readonly logSucceeded: (step: string, time: string) => string;
  readonly logFailed: (step: string, reason: string | undefined) => string;
  readonly logSkipped: (step: string, reason: string | undefined) => string;
  readonly logCancelled: (step: string) => string;
}

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
  stepQueued: 'It waits for the steps before it.',
  stepUnderWay: 'It is under way; the answer has not come yet.',
  stepSkipped: 'It was skipped.',
  stepCancelled: 'The run was cancelled before it ended.',
  waiting: 'waiting',
  notReached: 'not reached',
  skipped: 'skipped',
  cancelled: 'cancelled',
  running: 'Running',
  retryIn: (time) => `retry in ${time}`,
  tries: (count) => `${count} tries`,
  attemptTook: (number, time) => `Attempt ${number}: ${time}`,
  waitsBeforeNext: (time) => `Waits ${time} before the next attempt`,
  logEmpty: 'Nothing has happened yet.',
  logRunStarted: 'The run started.',
  logRunEnded: (status, time) =>
    status === 'succeeded'
      ? `The run succeeded in ${time}.`
      : `The run ${status === 'cancelled' ? 'was cancelled' : status} after ${time}.`,
  logStarted: (step) => `${step} started.`,
  logAttempt: (step, asked, outcome) => `${step}: ${asked} → ${outcome}`,
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
