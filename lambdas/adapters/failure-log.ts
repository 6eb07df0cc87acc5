/**
 * Logs why calls to S3 and DynamoDB failed: one line for each question with failed calls, but limited, so that an outage
 * does not flood the log. A line never contains a key.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { FailedCall, FailureLog } from '../core/ports/failed-call.ts';

/**
 * Lines that one instance logs in each window. Further failures are only counted; the next line reports their
 * number.
 */
export const WINDOW_MS = 10_000;
export const LINES_A_WINDOW = 10;
/** An error message may quote a whole document. */
const MAX_MESSAGE_CHARACTERS = 300;

export interface Failures {
  /** Notes a failed call: of the question under way, or, outside of one, as a line of its own. */
  onFailure: FailureLog;
  /** Runs a question. Its line describes the first call that failed, which usually caused the others. */
  during<T>(question: () => Promise<T>): Promise<T>;
}

interface SdkError {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; extendedRequestId?: string; attempts?: number };
}

/** The calls of one question that failed. */
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

/** The logger drops a field named `service`, with a warning on a line of its own: it writes the function's name there. */
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
