/**
 * Fills and their ranges. They are in the index's table, with keys of their own. An unreadable item is an error,
 * because a fill must not skip a range.
 */
import * as z from 'zod/mini';
import { FILL_KEPT_MS, type FillEnd, type FillJob, type FillName } from '../../core/model/fill-job.ts';
import type { FillRange, FillShare } from '../../core/model/fill-range.ts';
import { END, START } from '../../core/model/range.ts';
import type { FillTable } from '../../core/ports/fill-table.ts';
import { IndexUnavailable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { readCount, readText, required, Unreadable } from './attributes.ts';
import { isAbsent } from './conditions.ts';
import { expirySeconds } from './expiry.ts';
import { failClosed } from './fail-closed.ts';
import { fillKey, fillPartition, fillRangeKey, type Item } from './keys.ts';
import { FILL, FILL_RANGE, FILL_RANGE_LETTER, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from './schema.ts';
import type { PutInput, QueryInput, Sender, UpdateInput } from './send.ts';

/** An upper limit for the ranges of a fill. */
const MAX_RANGES = 1_000_000;

export function fillOperations(sender: Sender, telemetry: Telemetry): FillTable {
  return {
    async createFill(job) {
      await sender.put(createFillInput(job));
    },
    async readFill(fill) {
      const item = await sender.get(fillKey(fill));
      return item && failClosed(telemetry, () => parseFill(item, fill));
    },
    async endFill(fill, end) {
      await sender.update(endFillInput(fill, end));
    },
    async addRange(fill, range) {
      await sender.put(addRangeInput(fill, range));
    },
    async readRange(fill, id) {
      const item = await sender.get(fillRangeKey(fill, id));
      return item && failClosed(telemetry, () => parseRange(item));
    },
    async readRanges(fill) {
      const { items, more } = await sender.query(rangesInput(fill), MAX_RANGES);
      if (more) throw new IndexUnavailable('the fill has too many ranges');
      return items.map((item) => failClosed(telemetry, () => parseRange(item)));
    },
    async replaceRange(fill, range) {
      return (await sender.put(replaceRangeInput(fill, range))) ? 'written' : 'superseded';
    },
  };
}

export function createFillInput(job: FillJob): PutInput {
  return {
    Item: {
      ...fillKey(job),
      [FILL.prefix]: job.prefix,
      [FILL.recursive]: job.recursive ? 1 : 0,
      [FILL.startedAt]: job.startedAt,
      [TTL_ATTRIBUTE]: expirySeconds(job.startedAt + FILL_KEPT_MS),
    },
    ConditionExpression: isAbsent(PARTITION_KEY),
  };
}

export function endFillInput(fill: FillName, end: FillEnd): UpdateInput & { Key: Item } {
  const why = end.state === 'failed' ? end.why : undefined;
  return {
    Key: fillKey(fill),
    UpdateExpression: `SET ${FILL.state} = :state, ${FILL.endedAt} = :at${why === undefined ? '' : `, ${FILL.why} = :why`}`,
    // Ending a fill must not create its item.
    ConditionExpression: `attribute_exists(${FILL.startedAt}) AND ${isAbsent(FILL.state)}`,
    ExpressionAttributeValues: {
      ':state': end.state,
      ':at': end.at,
      ...(why !== undefined && { ':why': why }),
    },
  };
}

export function addRangeInput(fill: FillName, range: FillRange): PutInput {
  return { Item: rangeItem(fill, range), ConditionExpression: isAbsent(PARTITION_KEY) };
}

export function replaceRangeInput(fill: FillName, range: FillRange): PutInput {
  return {
    Item: rangeItem(fill, range),
    ConditionExpression: `${FILL_RANGE.version} = :before`,
    ExpressionAttributeValues: { ':before': range.version - 1 },
  };
}

export function rangesInput(fill: FillName): QueryInput {
  return {
    KeyConditionExpression: `${PARTITION_KEY} = :partition AND begins_with(${SORT_KEY}, :letter)`,
    ExpressionAttributeValues: { ':partition': fillPartition(fill), ':letter': FILL_RANGE_LETTER },
    ConsistentRead: true,
  };
}

function rangeItem(fill: FillName, range: FillRange): Item {
  const { after, through, reached } = range;
  return {
    ...fillRangeKey(fill, range.id),
    ...(after !== START && { [FILL_RANGE.after]: after }),
    ...(through !== END && { [FILL_RANGE.through]: through }),
    ...(reached !== START && { [FILL_RANGE.reached]: reached }),
    [FILL_RANGE.done]: range.done ? 1 : 0,
    [FILL_RANGE.listed]: range.listed,
    [FILL_RANGE.pages]: range.pages,
    [FILL_RANGE.turn]: range.turn,
    [FILL_RANGE.version]: range.version,
    [FILL_RANGE.changedAt]: range.changedAt,
    ...(range.shares.length > 0 && { [FILL_RANGE.shares]: sharesText(range.shares) }),
    [TTL_ATTRIBUTE]: expirySeconds(range.changedAt + FILL_KEPT_MS),
  };
}

/** @throws Unreadable when an attribute is invalid. */
export function parseFill(item: Item, { bucket, id }: FillName): FillJob {
  return {
    bucket,
    id,
    prefix: required(readText(item, FILL.prefix), FILL.prefix),
    recursive: readYesOrNo(item, FILL.recursive),
    startedAt: required(readCount(item, FILL.startedAt), FILL.startedAt),
    end: endOf(item),
  };
}

function endOf(item: Item): FillEnd | undefined {
  const state = readText(item, FILL.state);
  if (state === undefined) return undefined;
  const at = required(readCount(item, FILL.endedAt), FILL.endedAt);
  if (state === 'complete' || state === 'cancelled') return { state, at };
  if (state !== 'failed') throw new Unreadable(`${FILL.state} is not an end of a fill`);
  return { state, at, why: readText(item, FILL.why) ?? '' };
}

/** @throws Unreadable when an attribute is invalid. */
export function parseRange(item: Item): FillRange {
  const count = (attribute: string) => required(readCount(item, attribute), attribute);
  return {
    id: required(readText(item, SORT_KEY), SORT_KEY).slice(FILL_RANGE_LETTER.length),
    after: readText(item, FILL_RANGE.after) ?? START,
    through: readText(item, FILL_RANGE.through) ?? END,
    reached: readText(item, FILL_RANGE.reached) ?? START,
    done: readYesOrNo(item, FILL_RANGE.done),
    listed: count(FILL_RANGE.listed),
    pages: count(FILL_RANGE.pages),
    turn: count(FILL_RANGE.turn),
    version: count(FILL_RANGE.version),
    changedAt: count(FILL_RANGE.changedAt),
    shares: parseShares(readText(item, FILL_RANGE.shares)),
  };
}

function readYesOrNo(item: Item, attribute: string): boolean {
  const value = required(readCount(item, attribute), attribute);
  if (value > 1) throw new Unreadable(`${attribute} is neither 0 nor 1`);
  return value === 1;
}

const shareTexts = z.array(
  z.strictObject({ id: z.string(), after: z.nullable(z.string()), through: z.nullable(z.string()) }),
);

function sharesText(shares: readonly FillShare[]): string {
  return JSON.stringify(
    shares.map(({ id, after, through }) => ({
      id,
      after: after === START ? null : after,
      through: through === END ? null : through,
    })),
  );
}

function parseShares(text: string | undefined): FillShare[] {
  if (text === undefined) return [];
  try {
    return shareTexts
      .parse(JSON.parse(text))
      .map(({ id, after, through }) => ({ id, after: after ?? START, through: through ?? END }));
  } catch {
    throw new Unreadable(`${FILL_RANGE.shares} is not a list of ranges`);
  }
}
