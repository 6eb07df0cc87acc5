/** S3 as the core sees it. Every failure is an answer; requests are counted as S3 bills them, retries too. */
import { HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { unlessAborted } from '../../../shared/unless-aborted.ts';
import type { ListOutcome, ObjectStore, StoreFailure } from '../../core/ports/object-store.ts';
import type { Counter, Telemetry } from '../../core/ports/telemetry.ts';
import { COMMAND_BUDGET_MS, MAX_EMPTY_PAGES, NONSENSE_RETRIES } from './bounds.ts';
import { attemptsOf, failureOf, isNonsense, Nonsense, statusOf } from './failures.ts';
import { headInput, parseHeadAnswer } from './head.ts';
import { parseListing, parsePeek } from './list.ts';
import { listInput, peekInput } from './list-input.ts';

export function createS3Store(options: {
  /** The client for the bucket's region or endpoint. */
  clientFor: (bucket: string) => Pick<S3Client, 'send'>;
  telemetry: Telemetry;
}): ObjectStore {
  const { clientFor, telemetry } = options;

  /** Sends and reads one command. A 200 that makes no sense is asked for again, and then thrown. */
  async function ask<Output, Answer>(
    counter: Counter,
    send: (bounded: { abortSignal: AbortSignal }) => Promise<Output>,
    read: (output: Output) => Answer,
  ): Promise<Answer> {
    const abortSignal = AbortSignal.timeout(COMMAND_BUDGET_MS);
    for (let attempt = 0; ; attempt++) {
      try {
        // The SDK checks the signal between its attempts, but not while its rate limiter pauses.
        const output = await unlessAborted(counted(counter, send({ abortSignal })), abortSignal);
        return read(output);
      } catch (error) {
        if (!isNonsense(error) || attempt >= NONSENSE_RETRIES) throw error;
      }
    }
  }

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

  return {
    async list(request): Promise<ListOutcome> {
      return orFailure(() =>
        ask(
          's3List',
          (bounded) => clientFor(request.bucket).send(new ListObjectsV2Command(listInput(request)), bounded),
          (output) => parseListing(request, output),
        ),
      );
    },

    async head(request) {
      try {
        return await ask(
          's3Head',
          (bounded) => clientFor(request.bucket).send(new HeadObjectCommand(headInput(request)), bounded),
          (output) => parseHeadAnswer(request.key, output),
        );
      } catch (error) {
        // A missing bucket is the same bare 404; only a LIST can tell the two apart.
        return statusOf(error) === 404 ? { outcome: 'absent' } : failureOf(error);
      }
    },

    async peek({ bucket, prefix }) {
      return orFailure(async () => {
        let token: string | undefined;
        for (let page = 0; page < MAX_EMPTY_PAGES; page++) {
          const request = { bucket, prefix, ...(token === undefined ? {} : { token }) };
          const seen = await ask(
            's3List',
            (bounded) => clientFor(bucket).send(new ListObjectsV2Command(peekInput(request)), bounded),
            (output) => parsePeek(request, output),
          );
          if (seen.present) return { outcome: 'present' } as const;
          if (seen.token === undefined) return { outcome: 'absent' } as const;
          token = seen.token;
        }
        throw new Nonsense('many pages without a key, and no end');
      });
    },
  };
}

async function orFailure<Answer>(work: () => Promise<Answer>): Promise<Answer | StoreFailure> {
  try {
    return await work();
  } catch (error) {
    return failureOf(error);
  }
}
