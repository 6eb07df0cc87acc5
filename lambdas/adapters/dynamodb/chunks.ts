/**
 * Chunks of pages. Reads are eventually consistent. This is safe: an outdated chunk is only an older observation, and
 * the same rule decides whether it may be used.
 */
import { CHUNK_MAX_ENTRIES, type Chunk } from '../../core/model/chunk.ts';
import { END, endsAfter, isWithin, type Position, type RangeEnd, START } from '../../core/model/range.ts';
import type { Scope } from '../../core/model/scope.ts';
import type { ChunkPage, IndexTable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { readBytes, readCount, readInteger, readText, required, Unreadable } from './attributes.ts';
import { all, isAbsent, NUMBER_TYPE, observedBefore } from './conditions.ts';
import { expirySeconds } from './expiry.ts';
import { orAbsent } from './fail-closed.ts';
import { chunkKey, chunkPartition, type Item } from './keys.ts';
import { observedAttributes, parseObserved } from './observed.ts';
import { CHUNK, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from './schema.ts';
import type { DeleteInput, PutInput, QueryInput, Sender } from './send.ts';
import { canHold, positionOf, sortKeyOf, upperBound } from './sort-key.ts';

function chunkItem(scope: Scope, chunk: Chunk): Item {
  return {
    ...chunkKey(scope, chunk.after),
    ...observedAttributes(chunk),
    ...(chunk.through === END ? {} : { [CHUNK.through]: chunk.through }),
    [CHUNK.count]: chunk.count,
    ...(chunk.directories ? { [CHUNK.directories]: chunk.directories } : {}),
    [CHUNK.sizeBytes]: chunk.sizeBytes,
    ...(chunk.newestMs === undefined ? {} : { [CHUNK.newestMs]: chunk.newestMs }),
    [CHUNK.body]: chunk.body,
    [TTL_ATTRIBUTE]: expirySeconds(chunk.watchedUntil),
  };
}

/** Refused when the stored chunk was observed at the same time or later. */
export function writeChunkInput(scope: Scope, chunk: Chunk, latestAt: number): PutInput {
  return {
    Item: chunkItem(scope, chunk),
    ConditionExpression: observedBefore(CHUNK.observedAt, { value: ':observedAt', latest: ':latest' }),
    ExpressionAttributeValues: {
      ':observedAt': chunk.observedAt,
      ':latest': latestAt,
      ...NUMBER_TYPE,
    },
  };
}

/** Refused unless the stored chunk is the same observation and ends at `from`. */
export function shortenChunkInput(scope: Scope, chunk: Chunk, from: RangeEnd): PutInput {
  return {
    Item: chunkItem(scope, chunk),
    ConditionExpression: all(
      `${CHUNK.observedAt} = :observedAt`,
      `${CHUNK.epoch} = :epoch`,
      from === END ? isAbsent(CHUNK.through) : `${CHUNK.through} = :from`,
    ),
    ExpressionAttributeValues: {
      ':observedAt': chunk.observedAt,
      ':epoch': chunk.epoch,
      ...(from === END ? {} : { ':from': from }),
    },
  };
}

export function deleteChunkInput(
  scope: Scope,
  after: Position,
  times: { observedBefore: number; latestAt: number },
): DeleteInput {
  return {
    Key: chunkKey(scope, after),
    ConditionExpression: observedBefore(CHUNK.observedAt, { value: ':before', latest: ':latest' }),
    ExpressionAttributeValues: {
      ':before': times.observedBefore,
      ':latest': times.latestAt,
      ...NUMBER_TYPE,
    },
  };
}

/**
 * Parses a stored chunk. The seal of its body covers these values, so a mismatch is detected only when the body is
 * decoded.
 * @throws Unreadable when an attribute is invalid.
 */
export function parseChunk(item: Item): Chunk {
  const after = positionOf(required(readText(item, SORT_KEY), SORT_KEY));
  if (after === undefined) throw new Unreadable('this version writes no such sort key');
  const through = readText(item, CHUNK.through) ?? END;
  if (!endsAfter(through, after)) throw new Unreadable('the range is empty');
  const count = required(readCount(item, CHUNK.count), CHUNK.count);
  if (count > CHUNK_MAX_ENTRIES) throw new Unreadable(`${count} entries`);
  const directories = readCount(item, CHUNK.directories);
  if (directories !== undefined && directories > count) throw new Unreadable(`${directories} directories`);
  const newestMs = readInteger(item, CHUNK.newestMs);
  return {
    after,
    through,
    ...parseObserved(item),
    count,
    directories,
    sizeBytes: required(readCount(item, CHUNK.sizeBytes), CHUNK.sizeBytes),
    newestMs,
    body: required(readBytes(item, CHUNK.body), CHUNK.body),
  };
}

const partitionIs = `${PARTITION_KEY} = :partition`;

/** Ascending order, from the start of the directory. */
export function fromStartInput(scope: Scope): QueryInput {
  return {
    KeyConditionExpression: partitionIs,
    ExpressionAttributeValues: { ':partition': chunkPartition(scope) },
  };
}

/** Descending order, from the chunk that starts at or before the position. So the first item is the nearest. */
export function atOrBeforeInput(scope: Scope, position: Position): QueryInput {
  return {
    KeyConditionExpression: `${partitionIs} AND ${SORT_KEY} <= :position`,
    ExpressionAttributeValues: {
      ':partition': chunkPartition(scope),
      ':position': sortKeyOf(position),
    },
    ScanIndexForward: false,
  };
}

/** Ascending order: the chunks that start after the position. */
export function afterInput(scope: Scope, position: Position): QueryInput {
  return {
    KeyConditionExpression: `${partitionIs} AND ${SORT_KEY} > :position`,
    ExpressionAttributeValues: {
      ':partition': chunkPartition(scope),
      ':position': sortKeyOf(position),
    },
  };
}

/**
 * Ascending order: the chunks that start after the position. If `through` is not END, the result may also contain the
 * chunk that starts at the position.
 */
export function startingIn(
  scope: Scope,
  { from, through }: { from: Position; through: RangeEnd },
): QueryInput {
  const upper = through === END ? undefined : upperBound(through);
  // DynamoDB rejects a BETWEEN whose bounds are in the wrong order. dynalite does too, but in UTF-16 order.
  if (upper === undefined || upper < sortKeyOf(from))
    return from === START ? fromStartInput(scope) : afterInput(scope, from);
  return {
    KeyConditionExpression: `${partitionIs} AND ${SORT_KEY} BETWEEN :position AND :upper`,
    ExpressionAttributeValues: {
      ':partition': chunkPartition(scope),
      ':position': sortKeyOf(from),
      ':upper': upper,
    },
  };
}

/** Drops chunks that start after `through`, because a key condition cannot express every end. */
function upTo(through: RangeEnd, { chunks, more }: ChunkPage): ChunkPage {
  const within = chunks.filter(({ after }) => after === START || isWithin(after, through));
  return { chunks: within, more: more && within.length === chunks.length };
}

export function chunkOperations(
  sender: Sender,
  telemetry: Telemetry,
): Pick<IndexTable, 'readChunks' | 'writeChunk' | 'shortenChunk' | 'deleteChunk'> {
  const parsed = (items: Item[]) =>
    items.flatMap((item) => orAbsent(telemetry, () => parseChunk(item)) ?? []);

  return {
    async readChunks(scope, { from, through = END, limit }): Promise<ChunkPage> {
      if (from === START) {
        const { items, more } = await sender.query(startingIn(scope, { from, through }), limit);
        return upTo(through, { chunks: parsed(items), more });
      }
      // Such a name cannot be a sort key, so no chunk starts there. The caller treats it as a gap and asks S3.
      if (!canHold(from)) return { chunks: [], more: true };
      const nearest = sender.query(atOrBeforeInput(scope, from), 1);
      if (limit <= 1) return { chunks: parsed((await nearest).items), more: true };
      const [at, later] = await Promise.all([
        nearest,
        sender.query(startingIn(scope, { from, through }), through === END ? limit - 1 : limit),
      ]);
      // BETWEEN also finds the chunk that starts at the position, which `nearest` has already read.
      const after = parsed(later.items).filter((chunk) => chunk.after !== from);
      const chunks = [...parsed(at.items), ...after];
      const more = later.more || chunks.length > limit;
      return upTo(through, { chunks: chunks.slice(0, limit), more });
    },

    async writeChunk(scope, chunk, latestAt) {
      return (await sender.put(writeChunkInput(scope, chunk, latestAt))) ? 'written' : 'superseded';
    },

    async shortenChunk(scope, chunk, from) {
      await sender.put(shortenChunkInput(scope, chunk, from));
    },

    async deleteChunk(scope, { after }, times) {
      await sender.remove(deleteChunkInput(scope, after, times));
    },
  };
}
