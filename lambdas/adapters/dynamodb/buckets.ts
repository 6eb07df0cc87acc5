/**
 * The bucket's item: the epoch of the index, and one attribute for each floor. With one attribute per floor, raising
 * a floor is a single conditional write, and such writes give the same result in any order. The item has no TTL.
 */

import { byteLength } from '../../../shared/byte-length.ts';
import type { BucketItem } from '../../core/model/bucket-item.ts';
import { type EpochToBegin, type IndexTable, IndexUnavailable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { readCount, readText } from './attributes.ts';
import { FLOORS_PER_REMOVAL, MAX_FLOOR_BYTES, MAX_FLOORS, PRUNE_ABOVE_FLOORS } from './bounds.ts';
import { absentOrBelow, all, any, isAbsent } from './conditions.ts';
import { failClosed } from './fail-closed.ts';
import { bucketKey, type Item } from './keys.ts';
import { BUCKET } from './schema.ts';
import type { Sender, UpdateInput, WriteOutcome } from './send.ts';

const floorAttribute = (prefix: string) => BUCKET.floorPrefix + prefix;

const HAS_NO_EPOCH = any(isAbsent(BUCKET.epoch), isAbsent(BUCKET.feed), `NOT ${BUCKET.feed} = :feed`);

export function proposeEpochInput(
  bucket: string,
  { proposal, feed }: Parameters<IndexTable['proposeEpoch']>[1],
): UpdateInput & { Key: Item } {
  return {
    Key: bucketKey(bucket),
    UpdateExpression: `SET ${BUCKET.proposal} = :proposal`,
    ConditionExpression: all(isAbsent(BUCKET.proposal), HAS_NO_EPOCH),
    ExpressionAttributeValues: { ':proposal': proposal, ':feed': feed },
  };
}

export function beginEpochInput(
  bucket: string,
  { proposal, epoch, feed, since }: EpochToBegin,
): UpdateInput & { Key: Item } {
  const sets = `${BUCKET.epoch} = :epoch, ${BUCKET.feed} = :feed, ${BUCKET.since} = :since`;
  return {
    Key: bucketKey(bucket),
    UpdateExpression: `SET ${sets} REMOVE ${BUCKET.proposal}`,
    ConditionExpression: all(`${BUCKET.proposal} = :proposal`, HAS_NO_EPOCH),
    ExpressionAttributeValues: { ':proposal': proposal, ':epoch': epoch, ':feed': feed, ':since': since },
  };
}

export function raiseFloorInput(bucket: string, prefix: string, at: number): UpdateInput & { Key: Item } {
  return {
    Key: bucketKey(bucket),
    UpdateExpression: 'SET #floor = :at',
    ConditionExpression: absentOrBelow('#floor', ':at'),
    ExpressionAttributeNames: { '#floor': floorAttribute(prefix) },
    ExpressionAttributeValues: { ':at': at },
  };
}

/** Removes the floors, unless one of them was raised above `through` since they were read. */
export function removeFloorsInput(
  bucket: string,
  prefixes: string[],
  through: number,
): UpdateInput & { Key: Item } {
  const names = prefixes.map((_, i) => `#f${i}`);
  return {
    Key: bucketKey(bucket),
    UpdateExpression: `REMOVE ${names.join(', ')}`,
    ConditionExpression: all(...names.map((name) => `${name} <= :through`)),
    ExpressionAttributeNames: Object.fromEntries(
      prefixes.map((prefix, i) => [`#f${i}`, floorAttribute(prefix)]),
    ),
    ExpressionAttributeValues: { ':through': through },
  };
}

/** All floors of the item. @throws Unreadable when one is invalid: then it is unknown what that floor makes void. */
export function parseFloors(item: Item): Map<string, number> {
  const floors = new Map<string, number>();
  for (const attribute of Object.keys(item)) {
    if (!attribute.startsWith(BUCKET.floorPrefix)) continue;
    floors.set(attribute.slice(BUCKET.floorPrefix.length), readCount(item, attribute)!);
  }
  return floors;
}

/**
 * Returns `undefined` for an item without an epoch: a floor was raised before the first read of the bucket. Its epoch
 * is begun later.
 */
export function parseBucket(item: Item): BucketItem | undefined {
  const epoch = readText(item, BUCKET.epoch);
  const floors = parseFloors(item);
  const feed = readText(item, BUCKET.feed);
  const since = readCount(item, BUCKET.since);
  if (epoch === undefined) return undefined;
  return { epoch, floors, feed, since };
}

export function bucketOperations(
  sender: Sender,
  telemetry: Telemetry,
): Pick<IndexTable, 'readBucket' | 'proposeEpoch' | 'beginEpoch' | 'raiseFloor'> {
  /** Best effort, after the new floor is durable. Floors that are not removed only cost read units. */
  async function remove(bucket: string, prefixes: string[], through: number): Promise<void> {
    for (let i = 0; i < prefixes.length; i += FLOORS_PER_REMOVAL) {
      await sender.update(removeFloorsInput(bucket, prefixes.slice(i, i + FLOORS_PER_REMOVAL), through));
    }
  }

  async function tidy(bucket: string, floors: Map<string, number>, pruneBefore: number): Promise<void> {
    const whole = floors.get('') ?? 0;
    const idleThrough = Math.max(pruneBefore - 1, whole);
    const idle = [...floors]
      .filter(([prefix, at]) => prefix !== '' && at <= idleThrough)
      .map(([prefix]) => prefix);
    await remove(bucket, idle, idleThrough);
    const left = [...floors.keys()].filter((prefix) => prefix !== '' && !idle.includes(prefix));
    if (left.length <= MAX_FLOORS && bytesOf(left) <= MAX_FLOOR_BYTES) return;
    // Too many floors are left: they are replaced by one floor of the whole bucket, which voids at least as much. It
    // is durable before they are removed.
    const newest = Math.max(...floors.values());
    await sender.update(raiseFloorInput(bucket, '', newest));
    await remove(bucket, left, newest);
  }

  return {
    async readBucket(bucket) {
      const item = await sender.get(bucketKey(bucket));
      return item && failClosed(telemetry, () => parseBucket(item));
    },

    async proposeEpoch(bucket, proposed) {
      const item = itemOf(await sender.update(proposeEpochInput(bucket, proposed))) ?? {};
      const standing = failClosed(telemetry, () => parseBucket(item));
      if (standing?.feed === proposed.feed) return { outcome: 'begun', item: standing };
      const proposal = failClosed(telemetry, () => readText(item, BUCKET.proposal));
      if (proposal === undefined)
        throw new IndexUnavailable('the proposal was missing right after it was written');
      return { outcome: 'proposed', proposal };
    },

    async beginEpoch(bucket, begun) {
      const item = itemOf(await sender.update(beginEpochInput(bucket, begun)));
      const standing = item && failClosed(telemetry, () => parseBucket(item));
      return standing?.feed === begun.feed ? { outcome: 'begun', item: standing } : { outcome: 'lost' };
    },

    async raiseFloor(bucket, prefix, at, pruneBefore) {
      const written = await sender.update(raiseFloorInput(bucket, prefix, at));
      const floors = failClosed(telemetry, () => parseFloors(itemOf(written) ?? {}));
      if ((floors.get(prefix) ?? 0) < at)
        throw new IndexUnavailable('the floor was missing right after it was written');
      if (floors.size <= PRUNE_ABOVE_FLOORS) return;
      try {
        await tidy(bucket, floors, pruneBefore);
      } catch (error) {
        if (!(error instanceof IndexUnavailable)) throw error;
      }
    },
  };
}

/** The item after the write, or the item that made the condition fail; `undefined` when there is no item. */
function itemOf(written: WriteOutcome): Item | undefined {
  return written.outcome === 'written' ? written.item : written.standing;
}

function bytesOf(prefixes: string[]): number {
  // In DynamoDB's item size, an attribute counts with its name and its value.
  return prefixes.reduce((sum, prefix) => sum + byteLength(floorAttribute(prefix)) + 8, 0);
}
