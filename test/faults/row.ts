/**
 * A row of the matrix: one kind of call, the state in which it is made, and the question or event that causes it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { longText } from '../support/long-text.ts';
import type { EndpointName } from './call-sites.ts';
import { listing, type Question } from './questions.ts';
import type { Message, Stage } from './stage.ts';

interface CommonRow {
  endpoint: EndpointName;
  /** One of SITES. */
  site: string;
  /** The question or event during which the call is made. */
  during: string;
  /** The life of listings, when the row tests the end of a life. */
  listTtlSeconds?: number;
  /** The stage has a queue of fills, and the instance the fill function. */
  usesFills?: true;
}

export interface ListingRow extends CommonRow {
  handler: 'listing';
  prepare(stage: Stage): Promise<Asked>;
  /**
   * Which error is allowed. `never`: when the index fails, S3 answers; `index`: only the index can answer; `s3`: the
   * fault's own problem.
   */
  errors: 'never' | 'index' | 's3';
  /** Answers of this row are never hits. */
  noHits?: true;
}

export interface Asked {
  /** Makes the call. */
  ask: Question;
  /** The question after the fault; by default the same question. */
  again?: Question;
}

export interface InvalidationRow extends CommonRow {
  handler: 'invalidation';
  /** Changes S3, so that messages are sent. */
  prepare(stage: Stage): Promise<{ messages: Message[]; unreadable?: string }>;
}

export interface FillRow extends CommonRow {
  handler: 'fill';
  /** Begins a fill of the whole bucket, so that a message is sent. */
  prepare(stage: Stage): Promise<{ id: string }>;
}

export type Row = ListingRow | InvalidationRow | FillRow;

export const DIR = 'd/';
export const keyOf = (n: number) => `${DIR}f${String(n).padStart(4, '0')}`;
export const keys = (count: number) => Array.from({ length: count }, (_, i) => keyOf(i));

/** Keys with names so long that a chunk holds only a few: a page of forty has several chunks. */
export const longKeys = (count: number) => keys(count).map((key, i) => `${key}-${longText(i)}`);

const PREPARE_TRIES = 100;
const PREPARE_PAUSE_MS = 50;

/** Repeats a preparation until it succeeds, because a slow machine must not make the cell fail. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < PREPARE_TRIES; attempt++) {
    if (await holds()) return;
    await sleep(PREPARE_PAUSE_MS);
  }
  throw new Error(`not prepared: ${what}`);
}

/** Lists until the index answers without S3. */
export function warm(stage: Stage, prefix: string, instance = stage.ground.healthy): Promise<void> {
  return until(`the index holds ${prefix}`, async () => {
    const { outcome, note } = await listing({ prefix })(stage, instance, []);
    if (outcome === 'wrong') throw new Error(`while preparing: ${note}`);
    return outcome === 'index';
  });
}

/** Delivers the events of all changes so far. Like a queue, delivers them again until they are processed. */
export async function tell(stage: Stage): Promise<void> {
  let messages = stage.takeEvents();
  await until('events are applied', async () => {
    const { batchItemFailures } = await stage.ground.healthy.deliver(messages);
    const failed = new Set(batchItemFailures.map((failure) => failure.itemIdentifier));
    messages = messages.filter(({ messageId }) => failed.has(messageId));
    return messages.length === 0;
  });
}

/** A directory in the index with a few void names. */
export async function warmWithVoids(stage: Stage): Promise<void> {
  stage.put(...keys(6), `${DIR}sub/x`);
  stage.takeEvents();
  await warm(stage, DIR);
  stage.put(keyOf(3), `${keyOf(3)}-new`);
  stage.remove(keyOf(5));
  await tell(stage);
}
