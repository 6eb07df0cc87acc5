/**
 * Logs why calls to S3 and DynamoDB failed: one line for each failed call, but limited, so that an outage does not
 * flood the log. A line never contains a key.
 */

import type { FailedCall, FailureLog } from '../core/ports/failed-call.ts';

/**
 * Lines that one instance logs in each window. Further failures are only counted; the next line reports their
 * number.
 */
export const WINDOW_MS = 10_000;
export const LINES_A_WINDOW = 10;
/** An error message may quote a whole document. */
const MAX_MESSAGE_CHARACTERS = 300;

interface SdkError {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; extendedRequestId?: string; attempts?: number };
}

export function createFailureLog(options: {
  log: { warn(message: string, fields: Record<string, unknown>): void };
  now: () => number;
}): FailureLog {
  let windowEndsAt = Number.NEGATIVE_INFINITY;
  let lines = 0;
  let suppressed = 0;
  return (failed) => {
    const now = options.now();
    if (now >= windowEndsAt) {
      windowEndsAt = now + WINDOW_MS;
      lines = 0;
    }
    if (lines >= LINES_A_WINDOW) {
      suppressed++;
      return;
    }
    lines++;
    options.log.warn('a call failed', { ...fieldsOf(failed), ...(suppressed > 0 && { suppressed }) });
    suppressed = 0;
  };
}

function fieldsOf({ error, ...asked }: FailedCall): Record<string, unknown> {
  const { name, message, $metadata } = error as SdkError;
  return {
    ...asked,
    errorName: name,
    errorMessage: message?.slice(0, MAX_MESSAGE_CHARACTERS),
    status: $metadata?.httpStatusCode,
    awsRequestId: $metadata?.requestId,
    awsExtendedRequestId: $metadata?.extendedRequestId,
    attempts: $metadata?.attempts,
  };
}
