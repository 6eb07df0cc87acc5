/** The inputs for records: writes that merge by the maximum, and the query for a range of names. */

import { END, type NameRange, START } from '../../core/model/range.ts';
import type { Marks, Observation } from '../../core/model/record.ts';
import type { Scope } from '../../core/model/scope.ts';
import { absentOrAtMost, all, NUMBER_TYPE, notLowered, observedBefore } from './conditions.ts';
import { type Item, recordKey, recordPartition } from './keys.ts';
import { observationAttributes } from './observation.ts';
import { PARTITION_KEY, RECORD, SORT_KEY, TTL_ATTRIBUTE } from './schema.ts';
import type { QueryInput, UpdateInput } from './send.ts';
import { lowerBound, upperBound } from './sort-key.ts';

type Update = UpdateInput & { Key: Item };

/** Raises each given mark. Refused when the write would lower one of them, or the expiry. */
export function writeMarksInput(scope: Scope, name: string, marks: Marks, expiresAt: number): Update {
  const raised: [string, string, number][] = [];
  if (marks.appearedAt !== undefined) raised.push([RECORD.appearedAt, ':appeared', marks.appearedAt]);
  if (marks.vanishedAt !== undefined) raised.push([RECORD.vanishedAt, ':vanished', marks.vanishedAt]);
  return {
    Key: recordKey(scope, name),
    UpdateExpression: `SET ${[...raised.map(([attribute, value]) => `${attribute} = ${value}`), `${TTL_ATTRIBUTE} = :expires`].join(', ')}`,
    ConditionExpression: all(
      ...raised.map(([attribute, value]) => absentOrAtMost(attribute, value)),
      notLowered(TTL_ATTRIBUTE, ':expires'),
    ),
    ExpressionAttributeValues: {
      ...Object.fromEntries(raised.map(([, value, raisedTo]) => [value, raisedTo])),
      ':expires': expiresAt,
      ...NUMBER_TYPE,
    },
    ReturnValues: 'NONE',
  };
}

/**
 * Replaces an older observation. Refused when the stored one is as late or later, or when the expiry would be
 * lowered.
 */
export function writeObservationInput(
  scope: Scope,
  name: string,
  observation: Observation,
  times: { expiresAt: number; latestAt: number },
): Update {
  const key = recordKey(scope, name);
  const set: Item = { ...observationAttributes(key, observation), [TTL_ATTRIBUTE]: times.expiresAt };
  const attributes = Object.keys(set);
  return {
    Key: key,
    UpdateExpression: `SET ${attributes.map((attribute) => `${attribute} = :${attribute}`).join(', ')}`,
    ConditionExpression: all(
      observedBefore(RECORD.observedAt, { value: `:${RECORD.observedAt}`, latest: ':latest' }),
      notLowered(TTL_ATTRIBUTE, `:${TTL_ATTRIBUTE}`),
    ),
    ExpressionAttributeValues: {
      ...Object.fromEntries(attributes.map((attribute) => [`:${attribute}`, set[attribute]])),
      ':latest': times.latestAt,
      ...NUMBER_TYPE,
    },
    ReturnValues: 'NONE',
  };
}

/**
 * A strongly consistent query in ascending order. Both ends are included, because a key condition cannot exclude one
 * end; the caller drops records outside the range. The queried range is wider if an end is a name that no sort key
 * can hold.
 */
export function rangeInput(scope: Scope, { after, through }: NameRange): QueryInput {
  const lower = after === START ? undefined : lowerBound(after);
  let upper = through === END ? undefined : upperBound(through);
  // dynalite compares the ends in UTF-16 order, and rejects a range that is valid only in UTF-8 order.
  if (lower !== undefined && upper !== undefined && lower > upper) upper = undefined;
  const range = [
    lower !== undefined && upper !== undefined ? `${SORT_KEY} BETWEEN :lower AND :upper` : undefined,
    lower !== undefined && upper === undefined ? `${SORT_KEY} >= :lower` : undefined,
    lower === undefined && upper !== undefined ? `${SORT_KEY} <= :upper` : undefined,
  ];
  return {
    KeyConditionExpression: [
      `${PARTITION_KEY} = :partition`,
      ...range.filter((each) => each !== undefined),
    ].join(' AND '),
    ExpressionAttributeValues: {
      ':partition': recordPartition(scope),
      ...(lower === undefined ? {} : { ':lower': lower }),
      ...(upper === undefined ? {} : { ':upper': upper }),
    },
    ConsistentRead: true,
  };
}
