/**
 * The inputs of updates of heads. The updates are conditional: they never lower a watch or the expiry, because a head
 * holds several watches and must be kept until the last one ends.
 */

import type { DirectoryHead } from '../../core/model/directory-head.ts';
import type { Directory } from '../../core/model/names.ts';
import type { IndexTable } from '../../core/ports/index-table.ts';
import { MISS_WINDOW_MS } from './bounds.ts';
import { absentOrAtMost, absentOrBelow, all, any, isAbsent, NUMBER_TYPE, notLowered } from './conditions.ts';
import { expirySeconds } from './expiry.ts';
import { headKey, type Item } from './keys.ts';
import { HEAD, TTL_ATTRIBUTE } from './schema.ts';
import type { UpdateInput } from './send.ts';

type Update = UpdateInput & { Key: Item };
export type Watch = Parameters<IndexTable['extendWatch']>[1];
export type Fill = Parameters<IndexTable['acquireFill']>[1];

/** The attribute with the watch for the tree of this root. */
export const treeWatchAttribute = (root: string) => `${HEAD.treeWatchedUntilPrefix}${root.length}`;

/**
 * Raises the watch in this attribute, unless it already reaches `atLeast` or ends after `until`. `expiresAt` (epoch
 * seconds) is the head's expiry; the update is refused when it would lower the stored one.
 */
export function extendWatchInput(
  directory: Directory,
  attribute: string,
  { until, atLeast }: Pick<Watch, 'until' | 'atLeast'>,
  expiresAt = expirySeconds(until),
): Update {
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${attribute} = :until, ${TTL_ATTRIBUTE} = :expires`,
    ConditionExpression: all(absentOrBelow(attribute, ':enough'), notLowered(TTL_ATTRIBUTE, ':expires')),
    ExpressionAttributeValues: {
      ':until': until,
      ':enough': Math.min(atLeast, until),
      ':expires': expiresAt,
      ...NUMBER_TYPE,
    },
  };
}

/**
 * Counts a miss in one write, in the two usual cases: the head is new, or its watch and its count are still valid.
 */
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
      any(all(isAbsent(watchedUntil), isAbsent(TTL_ATTRIBUTE)), `${watchedUntil} >= :atLeast`),
      any(isAbsent(missesSince), `${missesSince} > :windowStart`),
    ),
    ExpressionAttributeValues: {
      ':none': 0,
      ':one': 1,
      ':now': now,
      ':windowStart': now - MISS_WINDOW_MS,
      ':until': until,
      ':atLeast': atLeast,
      ':expires': expirySeconds(until),
    },
  };
}

/**
 * Counts a miss in all other cases: writes the whole result, on condition that nobody has written since `seen` was
 * read.
 */
export function replaceMissesInput(
  directory: Directory,
  seen: Item,
  next: DirectoryHead,
  expiresAt = expirySeconds(next.watchedUntil),
): Update {
  const { watchedUntil, misses, missesSince } = HEAD;
  const compared = [watchedUntil, misses, missesSince, TTL_ATTRIBUTE];
  const unchanged = compared.map((name) =>
    seen[name] === undefined ? isAbsent(name) : `${name} = :seen_${name}`,
  );
  const seenValues = compared.flatMap((name) =>
    seen[name] === undefined ? [] : [[`:seen_${name}`, seen[name]] as const],
  );
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${watchedUntil} = :until, ${misses} = :misses, ${missesSince} = :since, ${TTL_ATTRIBUTE} = :expires`,
    ConditionExpression: all(...unchanged),
    ExpressionAttributeValues: {
      ':until': next.watchedUntil,
      ':misses': next.misses,
      ':since': next.missesSince,
      ':expires': expiresAt,
      ...Object.fromEntries(seenValues),
    },
  };
}

const leaseIsFree = any(isAbsent(HEAD.leaseUntil), `${HEAD.leaseUntil} <= :now`);

/** Takes a free lease and raises the watch. */
export function acquireInput(
  directory: Directory,
  { until, now, leaseUntil }: Fill,
  expiresAt = expirySeconds(until),
): Update {
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${HEAD.leaseUntil} = :lease, ${HEAD.watchedUntil} = :until, ${TTL_ATTRIBUTE} = :expires`,
    ConditionExpression: all(
      leaseIsFree,
      absentOrAtMost(HEAD.watchedUntil, ':until'),
      notLowered(TTL_ATTRIBUTE, ':expires'),
    ),
    ExpressionAttributeValues: {
      ':lease': leaseUntil,
      ':now': now,
      ':until': until,
      ':expires': expiresAt,
      ...NUMBER_TYPE,
    },
  };
}

/** Takes a free lease if the watch already ends later than `until`. */
export function acquireUnderInput(directory: Directory, { until, now, leaseUntil }: Fill): Update {
  return {
    Key: headKey(directory),
    UpdateExpression: `SET ${HEAD.leaseUntil} = :lease`,
    ConditionExpression: all(leaseIsFree, `${HEAD.watchedUntil} > :until`),
    ExpressionAttributeValues: { ':lease': leaseUntil, ':now': now, ':until': until },
  };
}

export function releaseInput(directory: Directory, leaseUntil: number): Update {
  return {
    Key: headKey(directory),
    UpdateExpression: `REMOVE ${HEAD.leaseUntil}, ${HEAD.misses}, ${HEAD.missesSince}`,
    ConditionExpression: `${HEAD.leaseUntil} = :lease`,
    ExpressionAttributeValues: { ':lease': leaseUntil },
  };
}
