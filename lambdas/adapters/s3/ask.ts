/**
 * Sends one command to S3 within its time budget. Requests are counted as S3 bills them, including retries.
 */
import type { S3Client } from '@aws-sdk/client-s3';
import { unlessAborted } from '../../../shared/unless-aborted.ts';
import type { FailureLog } from '../../core/ports/failed-call.ts';
import type { Counter, Telemetry } from '../../core/ports/telemetry.ts';
import { COMMAND_BUDGET_MS, INVALID_RESPONSE_RETRIES } from './bounds.ts';
import { attemptsOf, isInvalidResponse, isNotFound } from './failures.ts';

type Client = Pick<S3Client, 'send'>;

export interface Asked<Output, Answer> {
  call: string;
  bucket: string;
  counter: Counter;
  budgetMs?: number | undefined;
  send: (client: Client, bounded: { abortSignal: AbortSignal }) => Promise<Output>;
  read: (output: Output) => Answer;
}

/**
 * Parses the response. An invalid 200 response is requested once more; if it is invalid again, throws.
 */
export type Ask = <Output, Answer>(asked: Asked<Output, Answer>) => Promise<Answer>;

export interface AskParts {
  /** The client for the bucket's region or endpoint. */
  clientFor: (bucket: string) => Client;
  telemetry: Telemetry;
  onFailure?: FailureLog;
}

export function createAsk({ clientFor, telemetry, onFailure }: AskParts): Ask {
  async function counted<T>(counter: Counter, sent: Promise<T>): Promise<T> {
    try {
      const output = await sent;
      telemetry.count(counter, attemptsOf(output));
      return output;
    } catch (error) {
      telemetry.count(counter, attemptsOf(error));
      throw error;
    }
  }

  return async ({ call, bucket, counter, budgetMs = COMMAND_BUDGET_MS, send, read }) => {
    const abortSignal = AbortSignal.timeout(Math.min(budgetMs, COMMAND_BUDGET_MS));
    for (let attempt = 0; ; attempt++) {
      try {
        const sent = counted(counter, send(clientFor(bucket), { abortSignal }));
        // The SDK checks the signal between attempts, but not while its rate limiter waits.
        return read(await unlessAborted(sent, abortSignal));
      } catch (error) {
        if (isInvalidResponse(error) && attempt < INVALID_RESPONSE_RETRIES) continue;
        if (!(call === 'HeadObject' && isNotFound(error)))
          onFailure?.({ service: 'S3', call, bucket, error });
        throw error;
      }
    }
  };
}
