/** A plugin for the SDK's clients: tells of the `Date` of every answer, refusals included. */
import type { Pluggable } from '@smithy/types';
import type { DatedAnswer } from './service-clock.ts';

interface Answer {
  headers?: Record<string, string | undefined>;
}

export function datedAnswers(parts: {
  now: () => number;
  heard: (answer: DatedAnswer) => void;
  // biome-ignore lint/suspicious/noExplicitAny: it looks at no command's input or output.
}): Pluggable<any, any> {
  const tell = (sentAt: number, answer: Answer | undefined) => {
    const headers = answer?.headers ?? {};
    const date = Date.parse(headers.date ?? '');
    // With an Age it is some cache's answer, of an earlier time.
    if (!Number.isNaN(date) && headers.age === undefined)
      parts.heard({ sentAt, receivedAt: parts.now(), date });
  };
  return {
    applyToStack: (stack) =>
      stack.add(
        (next) => async (args) => {
          const sentAt = parts.now();
          try {
            const result = await next(args);
            tell(sentAt, result.response as Answer);
            return result;
          } catch (error) {
            tell(sentAt, (error as { $response?: Answer }).$response);
            throw error;
          }
        },
        // Inside the retries: each attempt is timed by itself.
        { name: 's3dexDatedAnswers', step: 'finalizeRequest', priority: 'low' },
      ),
  };
}
