/**
 * Predicts what a complete read would ask S3: about which void names one by one, and which chunks it would list again
 * because that is cheaper. Uses the service's own rule.
 */

import type { InspectAnswer } from '../contract/client.ts';
import { listingIsCheaper } from '../lambdas/core/model/cost.ts';
import { compareNames } from '../shared/byte-order.ts';
import { LIST_MAX_KEYS } from '../shared/list-bound.ts';

export interface LookAgain {
  /** LISTs of ranges, and of single directory names. */
  lists: number;
  heads: number;
  /** Names that are revalidated one by one; each leaves a record. */
  singles: number;
  /** Chunks that are listed again. */
  relisted: Chunk[];
}

type Chunk = InspectAnswer['chunks'][number];
type Mark = InspectAnswer['marks'][number];

export function lookAgain(held: InspectAnswer): LookAgain {
  const plan: LookAgain = { lists: 0, heads: 0, singles: 0, relisted: [] };
  const chunks = held.chunks.filter(({ state }) => state === 'valid');
  const voids = voidNames(chunks, held);
  for (let at = 0; at < chunks.length; ) {
    const own = voids.get(chunks[at]!) ?? [];
    const run = own.length === 0 ? [] : runFrom(chunks, at);
    const span = run.reduce((sum, { entries }) => sum + entries, 0);
    if (
      listingIsCheaper(
        run.flatMap((chunk) => voids.get(chunk) ?? []),
        span,
      )
    ) {
      plan.lists += Math.ceil(span / LIST_MAX_KEYS);
      plan.relisted.push(...run);
      at += run.length;
      continue;
    }
    const directories = own.filter((name) => name.endsWith('/')).length;
    plan.lists += directories;
    plan.heads += own.length - directories;
    plan.singles += own.length;
    at++;
  }
  return plan;
}

/** This chunk, and the following ones that the same LIST covers. */
function runFrom(chunks: readonly Chunk[], from: number): Chunk[] {
  const run: Chunk[] = [];
  let span = 0;
  for (const chunk of chunks.slice(from)) {
    span += chunk.entries;
    if (run.length > 0 && span > LIST_MAX_KEYS) break;
    run.push(chunk);
  }
  return run;
}

/**
 * Void names, by chunk. The answer has the number of void names and all marks, but not the void names themselves. A
 * name whose mark has both kinds is void unless it was revalidated since. A name whose mark has a single kind may be
 * void.
 */
function voidNames(chunks: readonly Chunk[], held: InspectAnswer): Map<Chunk, string[]> {
  const suspects = chunks.flatMap((chunk) =>
    held.marks.filter((mark) => isSuspect(mark, chunk, held)).map((mark) => ({ chunk, mark })),
  );
  const surestFirst = [
    ...suspects.filter(({ mark }) => kinds(mark) === 2),
    ...suspects.filter(({ mark }) => kinds(mark) < 2),
  ].slice(0, held.voidNames);
  const byChunk = new Map<Chunk, string[]>();
  for (const { chunk, mark } of surestFirst) byChunk.set(chunk, [...(byChunk.get(chunk) ?? []), mark.name]);
  return byChunk;
}

function isSuspect({ name, appearedAt, vanishedAt }: Mark, chunk: Chunk, held: InspectAnswer): boolean {
  const markedAt = Math.max(timeOf(appearedAt), timeOf(vanishedAt));
  const listedAt = timeOf(chunk.observedAt);
  const now = listedAt + chunk.ageSeconds * 1000;
  const looked = held.records.find((it) => it.name === name && timeOf(it.endsAt) > now);
  return Math.max(listedAt, timeOf(looked?.observedAt)) <= markedAt && isWithin(name, chunk);
}

/** Epoch milliseconds; an absent time counts as 0, which is before every other time. */
function timeOf(text: string | undefined): number {
  return text === undefined ? 0 : Date.parse(text);
}

function kinds({ appearedAt, vanishedAt }: Mark): number {
  return (appearedAt === undefined ? 0 : 1) + (vanishedAt === undefined ? 0 : 1);
}

function isWithin(name: string, { after, through }: Chunk): boolean {
  return (
    (after === undefined || compareNames(name, after) > 0) &&
    (through === undefined || compareNames(name, through) <= 0)
  );
}
