/** S3 as the core uses it. Every failure is a return value. */
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type {
  HeadOutcome,
  ListOutcome,
  ListRequest,
  ObjectStore,
  StoreFailure,
} from '../../core/ports/object-store.ts';
import { type Ask, type AskParts, createAsk } from './ask.ts';
import { type AskList, createAskList } from './ask-list.ts';
import { exists } from './exists.ts';
import { failureOf, InvalidResponse, isNotFound, lacksRequestId } from './failures.ts';
import { headInput, parseHeadAnswer } from './head.ts';
import { parseListing } from './list.ts';
import { listInput, peekInput } from './list-input.ts';
import { parsePeek } from './peek.ts';

/** No key ends in this character, but positions just below a name do (justBelow in core/model/range.ts). */
const LAST_CHARACTER = '\u{10ffff}';

const PRESENT = { outcome: 'present' } as const;
const ABSENT = { outcome: 'absent' } as const;

export function createS3Store({
  isAws = () => false,
  ...parts
}: AskParts & {
  /** True for a bucket of AWS itself. There, StartAfter works for any key. Default: no bucket is. */
  isAws?: (bucket: string) => boolean;
}): ObjectStore {
  const ask = createAsk(parts);
  const askList = createAskList(ask);
  const list = createList(askList, isAws);
  return {
    list: (request) => orFailure(() => list(request)),
    head: (request) => orFailure(() => head(ask, askList, request)),
    peek: (request) => orFailure(async () => ((await exists(askList, request)) ? PRESENT : ABSENT)),
  };
}

function createList(
  askList: AskList,
  isAws: (bucket: string) => boolean,
): (request: ListRequest) => Promise<ListOutcome> {
  /**
   * Buckets on other servers that have listed names after a key that certainly does not exist. For them, StartAfter
   * is reliable.
   */
  const listsAfterAnyKey = new Set<string>();

  return async (request) => {
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
  };
}

async function head(
  ask: Ask,
  askList: AskList,
  { bucket, key, budgetMs }: Parameters<ObjectStore['head']>[0],
): Promise<HeadOutcome> {
  try {
    return await ask({
      ...{ call: 'HeadObject', bucket, counter: 's3Head', budgetMs },
      send: (client, bounded) => client.send(new HeadObjectCommand(headInput({ bucket, key })), bounded),
      read: (output) => parseHeadAnswer(key, output),
    });
  } catch (error) {
    // A 404 to a HEAD has no body, so a missing bucket looks the same. Only a LIST can distinguish the two.
    if (!isNotFound(error)) throw error;
    // A proxy that cannot reach S3 answers 404 too. S3 always sends a request ID. If it is missing, a LIST decides.
    if (lacksRequestId(error) && (await isListed(askList, bucket, key)))
      throw new InvalidResponse('a 404 for a key that is listed', { cause: error });
    return ABSENT;
  }
}

async function isListed(askList: AskList, bucket: string, key: string): Promise<boolean> {
  const request = { bucket, prefix: key };
  return askList(peekInput(request), (output) => parsePeek(request, output).key === key);
}

async function orFailure<Answer>(work: () => Promise<Answer>): Promise<Answer | StoreFailure> {
  try {
    return await work();
  } catch (error) {
    return failureOf(error);
  }
}
