/** A plugin for the SDK's clients: reports the `Date` header of every response, error responses included. */
import type { Pluggable } from '@smithy/types';
import type { DatedAnswer } from './service-clock.ts';

interface Answer {
  headers?: Record<string, string | undefined>;
}

export function datedAnswers(parts: {
  now: () => number;
  onAnswer: (answer: DatedAnswer) => void;
  // biome-ignore lint/suspicious/noExplicitAny: the plugin reads no command's input or output.
}): Pluggable<any, any> {
  const report = (sentAt: number, answer: Answer | undefined) => {
    const headers = answer?.headers ?? {};
    const date = Date.parse(headers.date ?? '');
    // A response with an Age header comes from a cache, so its Date is older than the response.
    if (!Number.isNaN(date) && headers.age === undefined)
      parts.onAnswer({ sentAt, receivedAt: parts.now(), date });
  };
  return {
    applyToStack: (stack) =>
      stack.add(
        (next) => async (args) => {
          const sentAt = parts.now();
          try {
            const result = await next(args);
            report(sentAt, result.response as Answer);
            return result;
          } catch (error) {
            report(sentAt, (error as { $response?: Answer }).$response);
            throw error;
          }
        },
        // Inside the SDK's retries, so that each attempt is timed separately.
        { name: 's3dexDatedAnswers', step: 'finalizeRequest', priority: 'low' },
      ),
  };
}
