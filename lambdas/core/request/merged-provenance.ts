/** How an answer came about that is made of several questions, answered side by side. */
import type { Answer } from '../questions/answer.ts';
import { type Provenance, type Served, STALE_IF_ERROR } from '../questions/provenance.ts';

/**
 * As old as the oldest part, good as long as the first to end; a hit only when all of them are. A part that failed
 * has no age, but what it asked of S3 counts. One declared stale part makes the whole a declared stale answer.
 * `answers`: at least one, each with its provenance.
 */
export function mergedProvenance(answers: readonly Answer<unknown>[]): Provenance {
  const parts = answers.flatMap(({ provenance }) => provenance ?? []);
  const given = answers.flatMap((it) => (it.outcome === 'answered' ? [it.provenance] : []));
  const dated = given.length > 0 ? given : parts;
  const forwarded = parts.filter(({ served }) => served !== 'hit');
  const stale = given.find(({ detail }) => detail === STALE_IF_ERROR);
  const { detail } = stale ?? forwarded[0] ?? parts[0] ?? {};
  return {
    served: stale?.served ?? servedOf(parts.length - forwarded.length, forwarded),
    observedAt: Math.min(...dated.map(({ observedAt }) => observedAt)),
    endsAt: Math.min(...dated.map(({ endsAt }) => endsAt)),
    stored: forwarded.length > 0 && forwarded.every(({ stored }) => stored),
    ...(detail !== undefined && { detail }),
    s3Lists: sum(parts.map(({ s3Lists }) => s3Lists)),
    s3Heads: sum(parts.map(({ s3Heads }) => s3Heads)),
    // They ran side by side: the longest wait is the nearest to what the caller waited for.
    s3Ms: Math.max(...parts.map(({ s3Ms }) => s3Ms)),
    indexMs: Math.max(...parts.map(({ indexMs }) => indexMs)),
  };
}

/** Some from the index and some from S3 is what `partial` says of one listing, too. */
function servedOf(hits: number, forwarded: readonly Provenance[]): Served {
  const [first] = forwarded;
  if (!first) return 'hit';
  return hits > 0 && (first.served === 'miss' || first.served === 'stale') ? 'partial' : first.served;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
