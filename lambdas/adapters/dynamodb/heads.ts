/**
 * Heads: the watch (never lowered), the misses, the fill lease. Each operation is one conditional update when nobody
 * interferes. A head that cannot be read fails closed.
 */

import type { Directory } from '../../core/names.ts';
import { type Head, type IndexTable, IndexUnavailable, type Telemetry } from '../../core/ports.ts';
import { number, readCount } from './attributes.ts';
import { MAX_WRITE_RACES, MISS_WINDOW_MS } from './bounds.ts';
import { absentOrAtMost, all, any, isAbsent } from './conditions.ts';
import { expirySeconds } from './expiry.ts';
import { failClosed } from './fail-closed.ts';
import { headKey, type Item } from './keys.ts';
import { HEAD, PARTITION_KEY, TTL_ATTRIBUTE } from './schema.ts';
import type { Sender, UpdateInput } from './send.ts';

type Update = UpdateInput & { Key: Item };
type Watch = Parameters<IndexTable['extendWatch']>[1];
type Fill = Parameters<IndexTable['acquireFill']>[1];

const NEVER: Head = { watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: 0 };

export function parseHead(item: Item): Head {
  return {
    watchedUntil: readCount(item, HEAD.watchedUntil) ?? 0,
    misses: readCount(item, HEAD.misses) ?? 0,
    missesSince: readCount(item, HEAD.missesSince) ?? 0,
    leaseUntil: readCount(item, HEAD.leaseUntil) ?? 0,
  };
}

const expiry = (watchedUntil: number) => number(expirySeconds(watchedUntil));

/** Raises the watch unless it reaches `atLeast` (or already lies beyond `until`). */
export function extendWatchInput(directory: Directory, { until, atLeast }: Watch): Update {
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${HEAD.watchedUntil} = :until, ${TTL_ATTRIBUTE} = :expires`,
    ConditionExpression: any(
      isAbsent(HEAD.watchedUntil),
      all(`${HEAD.watchedUntil} < :atLeast`, `${HEAD.watchedUntil} < :until`),
    ),
    ExpressionAttributeValues: {
      ':until': number(until),
      ':atLeast': number(atLeast),
      ':expires': expiry(until),
    },
  };
}

/** The two usual cases of a counted miss in one write: a directory never looked at, or one whose watch and count go on. */
export function countMissInput(directory: Directory, { until, atLeast, now }: Watch): Update {
  const { watchedUntil, misses, missesSince } = HEAD;
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${[
      `${misses} = if_not_exists(${misses}, :none) + :one`,
      `${missesSince} = if_not_exists(${missesSince}, :now)`,
      `${watchedUntil} = if_not_exists(${watchedUntil}, :until)`,
      `${TTL_ATTRIBUTE} = if_not_exists(${TTL_ATTRIBUTE}, :expires)`,
    ].join(', ')}`,
    ConditionExpression: all(
      any(isAbsent(watchedUntil), `${watchedUntil} >= :atLeast`),
      any(isAbsent(missesSince), `${missesSince} > :windowStart`),
    ),
    ExpressionAttributeValues: {
      ':none': number(0),
      ':one': number(1),
      ':now': number(now),
      ':windowStart': number(now - MISS_WINDOW_MS),
      ':until': number(until),
      ':atLeast': number(atLeast),
      ':expires': expiry(until),
    },
  };
}

/** What a counted miss makes of the head that was seen. */
export function missed(seen: Head, { until, atLeast, now }: Watch): Head {
  const goesOn = seen.missesSince > now - MISS_WINDOW_MS;
  return {
    ...seen,
    watchedUntil: seen.watchedUntil >= atLeast ? seen.watchedUntil : Math.max(seen.watchedUntil, until),
    misses: goesOn ? seen.misses + 1 : 1,
    missesSince: goesOn ? seen.missesSince : now,
  };
}

/** Any other counted miss: the whole outcome, provided that nobody wrote since `seen`. */
export function replaceMissesInput(directory: Directory, seen: Item, next: Head): Update {
  const { watchedUntil, misses, missesSince } = HEAD;
  const unchanged = [watchedUntil, misses, missesSince].map((name) =>
    seen[name] === undefined ? isAbsent(name) : `${name} = :seen_${name}`,
  );
  const seenValues = [watchedUntil, misses, missesSince].flatMap((name) =>
    seen[name] === undefined ? [] : [[`:seen_${name}`, seen[name]] as const],
  );
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${watchedUntil} = :until, ${misses} = :misses, ${missesSince} = :since, ${TTL_ATTRIBUTE} = :expires`,
    ConditionExpression: all(...unchanged),
    ExpressionAttributeValues: {
      ':until': number(next.watchedUntil),
      ':misses': number(next.misses),
      ':since': number(next.missesSince),
      ':expires': expiry(next.watchedUntil),
      ...Object.fromEntries(seenValues),
    },
  };
}

const leaseIsFree = any(isAbsent(HEAD.leaseUntil), `${HEAD.leaseUntil} <= :now`);

/** Takes a free lease and raises the watch. */
export function acquireInput(directory: Directory, { until, now, leaseUntil }: Fill): Update {
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${HEAD.leaseUntil} = :lease, ${HEAD.watchedUntil} = :until, ${TTL_ATTRIBUTE} = :expires`,
    ConditionExpression: all(leaseIsFree, absentOrAtMost(HEAD.watchedUntil, ':until')),
    ExpressionAttributeValues: {
      ':lease': number(leaseUntil),
      ':now': number(now),
      ':until': number(until),
      ':expires': expiry(until),
    },
  };
}

/** Takes a free lease under a watch that already reaches further. */
export function acquireUnderInput(directory: Directory, { until, now, leaseUntil }: Fill): Update {
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${HEAD.leaseUntil} = :lease`,
    ConditionExpression: all(leaseIsFree, `${HEAD.watchedUntil} > :until`),
    ExpressionAttributeValues: { ':lease': number(leaseUntil), ':now': number(now), ':until': number(until) },
  };
}

export function releaseInput(directory: Directory, leaseUntil: number): Update {
  return {
    Key: headKey(directory),
    UpdateExpression: `REMOVE ${HEAD.leaseUntil}, ${HEAD.misses}, ${HEAD.missesSince}`,
    ConditionExpression: `${HEAD.leaseUntil} = :lease`,
    ExpressionAttributeValues: { ':lease': number(leaseUntil) },
  };
}

export function headOperations(
  sender: Sender,
  telemetry: Telemetry,
): Pick<IndexTable, 'readHead' | 'readHeads' | 'extendWatch' | 'acquireFill' | 'releaseFill'> {
  const headOf = (item: Item | undefined) => (item ? failClosed(telemetry, () => parseHead(item)) : NEVER);

  async function extend(directory: Directory, watch: Watch): Promise<Head> {
    const written = await sender.update(extendWatchInput(directory, watch));
    const head = headOf(written.outcome === 'written' ? written.item : written.standing);
    // Refused although nothing stands: the item went between the refusal and the look. No watch, no observation (I1).
    if (head.watchedUntil < Math.min(watch.atLeast, watch.until))
      throw new IndexUnavailable('the watch did not stand');
    return head;
  }

  async function countMiss(directory: Directory, watch: Watch): Promise<Head> {
    let written = await sender.update(countMissInput(directory, watch));
    for (let race = 0; race < MAX_WRITE_RACES; race++) {
      if (written.outcome === 'written') return headOf(written.item);
      const seen = written.standing ?? {};
      written = await sender.update(
        replaceMissesInput(directory, seen, missed(headOf(written.standing), watch)),
      );
    }
    // Many miss at once: their count is high enough without this one. The watch alone must stand.
    return written.outcome === 'written' ? headOf(written.item) : extend(directory, watch);
  }

  return {
    async readHead(directory) {
      const item = await sender.get(headKey(directory));
      return item && headOf(item);
    },

    async readHeads(directories) {
      const keys = new Map(
        directories.map((directory) => [partitionOf(headKey(directory)), headKey(directory)]),
      );
      const items = await sender.getMany([...keys.values()]);
      const heads = new Map(items.map((item) => [partitionOf(item), headOf(item)]));
      return directories.map((directory) => heads.get(partitionOf(headKey(directory))));
    },

    extendWatch(directory, watch) {
      return watch.countMiss ? countMiss(directory, watch) : extend(directory, watch);
    },

    async acquireFill(directory, request) {
      let head = NEVER;
      for (let race = 0; race < MAX_WRITE_RACES; race++) {
        const input = head.watchedUntil > request.until ? acquireUnderInput : acquireInput;
        const written = await sender.update(input(directory, request));
        if (written.outcome === 'written') return { acquired: true, head: headOf(written.item) };
        head = headOf(written.standing);
        if (head.leaseUntil > request.now) break;
      }
      return { acquired: false, head };
    },

    async releaseFill(directory, leaseUntil) {
      await sender.update(releaseInput(directory, leaseUntil));
    },
  };
}

function partitionOf(item: Item): string {
  return item[PARTITION_KEY]?.S ?? '';
}
