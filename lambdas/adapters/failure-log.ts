/**
 * Logs why calls to S3 and DynamoDB failed: one line for each question with failed calls. The number of lines is
 * limited, so that an outage does not flood the log. A line never contains a key.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { FailedCall, FailureLog } from '../core/ports/failed-call.ts';

/**
 * One instance logs at most LINES_A_WINDOW lines in each window. Further lines are only counted; the next line
 * reports their number.
 */
export const WINDOW_MS = 10_000;
export const LINES_A_WINDOW = 10;
/** An error message may quote a whole document. */
const MAX_MESSAGE_CHARACTERS = 300;

export interface Failures {
  /**
   * Records a failed call. During a question, it is part of the question's line; otherwise it is logged as a separate
   * line.
   */
  onFailure: FailureLog;
  /** Runs a question. Its line describes its first failed call, which usually caused the other failures. */
  during<T>(question: () => Promise<T>): Promise<T>;
}

interface SdkError {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; extendedRequestId?: string; attempts?: number };
}

/** The failed calls of one question. */
interface Met {
  first?: FailedCall;
  failedCalls: number;
}

export function createFailures(options: {
  log: { warn(message: string, fields: Record<string, unknown>): void };
  now: () => number;
}): Failures {
  const write = limitedLines(options);
  const questions = new AsyncLocalStorage<Met>();
  return {
    onFailure(failed) {
      const met = questions.getStore();
      if (!met) return write(failed, 1);
      met.first ??= failed;
      met.failedCalls++;
    },
    during: (question) => {
      const met: Met = { failedCalls: 0 };
      return questions.run(met, async () => {
        try {
          return await question();
        } finally {
          if (met.first) write(met.first, met.failedCalls);
        }
      });
    },
  };
}

/** At most LINES_A_WINDOW lines in each window. */
function limitedLines({ log, now }: Parameters<typeof createFailures>[0]) {
  let windowEndsAt = Number.NEGATIVE_INFINITY;
  let lines = 0;
  let suppressed = 0;
  return (failed: FailedCall, failedCalls: number): void => {
    const at = now();
    if (at >= windowEndsAt) {
      windowEndsAt = at + WINDOW_MS;
      lines = 0;
    }
    if (lines >= LINES_A_WINDOW) {
      suppressed++;
      return;
    }
    lines++;
    const fields = { ...fieldsOf(failed), failedCalls, suppressed: suppressed || undefined };
    log.warn('a call failed', fields);
    suppressed = 0;
  };
}

/** The field is not named `service`: the logger writes the function's name there, and drops others with a warning. */
function fieldsOf({ error, service: calledService, ...asked }: FailedCall): Record<string, unknown> {
  const { name, message, $metadata } = error as SdkError;
  return {
    calledService,
    ...asked,
    errorName: name,
    errorMessage: message?.slice(0, MAX_MESSAGE_CHARACTERS),
    status: $metadata?.httpStatusCode,
    awsRequestId: $metadata?.requestId,
    awsExtendedRequestId: $metadata?.extendedRequestId,
    attempts: $metadata?.attempts,
  };
}
