/**
 * S3 as the core uses it. Every failure is a return value. Requests are counted as S3 bills them, including
 * retries.
 */
import { HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { DELIMITER } from '../../../shared/keys.ts';
import { unlessAborted } from '../../../shared/unless-aborted.ts';
import type { FailureLog } from '../../core/ports/failed-call.ts';
import type { ListOutcome, ListRequest, ObjectStore, StoreFailure } from '../../core/ports/object-store.ts';
import type { Counter, Telemetry } from '../../core/ports/telemetry.ts';
import {
  COMMAND_BUDGET_MS,
  INVALID_RESPONSE_RETRIES,
  MAX_EMPTY_PAGES,
  MAX_SHOWN_PAGES,
  SHOWN_PAGE,
} from './bounds.ts';
import {
  attemptsOf,
  failureOf,
  InvalidResponse,
  isInvalidResponse,
  isNotFound,
  lacksRequestId,
} from './failures.ts';
import { headInput, parseHeadAnswer } from './head.ts';
import { parseListing } from './list.ts';
import { listInput, peekInput } from './list-input.ts';
import { parsePeek, parseShown } from './peek.ts';

/** No key ends in this character, but positions just below a name do (justBelow in core/model/range.ts). */
const LAST_CHARACTER = '\u{10ffff}';

const PRESENT = { outcome: 'present' } as const;
const ABSENT = { outcome: 'absent' } as const;

export function createS3Store(options: {
  /** The client for the bucket's region or endpoint. */
  clientFor: (bucket: string) => Pick<S3Client, 'send'>;
  telemetry: Telemetry;
  /** True for a bucket of AWS itself. There, StartAfter works for any key. Default: no bucket is. */
  isAws?: (bucket: string) => boolean;
  onFailure?: FailureLog;
}): ObjectStore {
  const { clientFor, telemetry, isAws = () => false, onFailure } = options;

  /**
   * Buckets on other servers that have listed names after a key that certainly does not exist. For them, StartAfter
   * is reliable.
   */
  const listsAfterAnyKey = new Set<string>();

  interface Asked<Output, Answer> {
    call: string;
    bucket: string;
    counter: Counter;
    budgetMs?: number | undefined;
    send: (client: Pick<S3Client, 'send'>, bounded: { abortSignal: AbortSignal }) => Promise<Output>;
    read: (output: Output) => Answer;
  }

  /**
   * Sends one command and parses its response. An invalid 200 response is requested once more; if it is invalid
   * again, throws.
   */
  async function ask<Output, Answer>(asked: Asked<Output, Answer>): Promise<Answer> {
    const { call, bucket, counter, budgetMs = COMMAND_BUDGET_MS, send, read } = asked;
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

  function askList<Answer>(
    input: ReturnType<typeof listInput>,
    read: (output: Parameters<typeof parseListing>[1]) => Answer,
    budgetMs?: number,
  ): Promise<Answer> {
    return ask({
      ...{ call: 'ListObjectsV2', bucket: input.Bucket!, counter: 's3List', budgetMs },
      send: (client, bounded) => client.send(new ListObjectsV2Command(input), bounded),
      read,
    });
  }

  async function list(request: ListRequest): Promise<ListOutcome> {
    const listed = await askList(listInput(request), (output) => parseListing(request, output));
    const { bucket, startAfter, token } = request;
    if (startAfter === undefined || token !== undefined || listed.token !== undefined || isAws(bucket))
      return listed;
    const saysNothing = listed.entries.length === 0;
    if (!saysNothing && startAfter.endsWith(LAST_CHARACTER)) listsAfterAnyKey.add(bucket);
    if (!saysNothing || listsAfterAnyKey.has(bucket)) return listed;
    // Some servers list nothing after a key that does not exist. So the LIST is repeated from the start, which is
    // reliable.
    const { startAfter: _, ...fromStart } = request;
    return askList(listInput(fromStart), (output) => parseListing(request, output));
  }

  async function isListed(bucket: string, key: string): Promise<boolean> {
    const request = { bucket, prefix: key };
    return askList(peekInput(request), (output) => parsePeek(request, output).key === key);
  }

  /**
   * Checks whether the listing of the parent directory shows this directory. That listing is used, because some
   * servers also show directories that contain no key. Returns `undefined` if too many names come before it.
   */
  async function isShown(bucket: string, prefix: string, budgetMs?: number): Promise<boolean | undefined> {
    const stem = prefix.slice(0, -DELIMITER.length);
    let token: string | undefined;
    for (let page = 0; page < MAX_SHOWN_PAGES; page++) {
      const input = listInput({ bucket, prefix: stem, token, maxKeys: SHOWN_PAGE });
      const seen = await askList(input, (output) => parseShown({ stem, token }, output), budgetMs);
      if (seen.shown !== undefined) return seen.shown;
      token = seen.token;
    }
    return undefined;
  }

  async function hasKey(bucket: string, prefix: string, budgetMs?: number): Promise<boolean> {
    let token: string | undefined;
    for (let page = 0; page < MAX_EMPTY_PAGES; page++) {
      const request = { bucket, prefix, token };
      const seen = await askList(peekInput(request), (output) => parsePeek(request, output), budgetMs);
      if (seen.key !== undefined) return true;
      if (seen.token === undefined) return false;
      token = seen.token;
    }
    throw new InvalidResponse('many pages without a key, and no last page');
  }

  return {
    list: (request) => orFailure(() => list(request)),

    async head({ bucket, key, budgetMs }) {
      return orFailure(async () => {
        try {
          return await ask({
            ...{ call: 'HeadObject', bucket, counter: 's3Head', budgetMs },
            send: (client, bounded) =>
              client.send(new HeadObjectCommand(headInput({ bucket, key })), bounded),
            read: (output) => parseHeadAnswer(key, output),
          });
        } catch (error) {
          // A 404 to a HEAD has no body, so a missing bucket looks the same. Only a LIST can distinguish the two.
          if (!isNotFound(error)) throw error;
          // A proxy that cannot reach S3 answers 404 too. S3 always sends a request ID. If it is missing, a LIST
          // decides.
          if (lacksRequestId(error) && (await isListed(bucket, key)))
            throw new InvalidResponse('a 404 for a key that is listed', { cause: error });
          return ABSENT;
        }
      });
    },

    peek: ({ bucket, prefix, budgetMs }) =>
      orFailure(async () => {
        const shown = prefix.endsWith(DELIMITER) ? await isShown(bucket, prefix, budgetMs) : undefined;
        return (shown ?? (await hasKey(bucket, prefix, budgetMs))) ? PRESENT : ABSENT;
      }),
  };
}

async function orFailure<Answer>(work: () => Promise<Answer>): Promise<Answer | StoreFailure> {
  try {
    return await work();
  } catch (error) {
    return failureOf(error);
  }
}
