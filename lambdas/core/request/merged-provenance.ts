/** Combines the provenances of several questions that were answered in parallel. */
import type { Answer } from '../questions/answer.ts';
import { type Provenance, type Served, STALE_IF_ERROR } from '../questions/provenance.ts';

/**
 * As old as the oldest part, and valid until the first part ends. A hit only if all parts are. A failed part has no
 * age, but its S3 calls count. If one part is declared stale, the whole answer is. `answers`: at least one, each with
 * its provenance.
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
    detail,
    s3Lists: sum(parts.map(({ s3Lists }) => s3Lists)),
    s3Heads: sum(parts.map(({ s3Heads }) => s3Heads)),
    // They ran in parallel, so the longest wait is closest to what the caller waited.
    s3Ms: Math.max(...parts.map(({ s3Ms }) => s3Ms)),
    indexMs: Math.max(...parts.map(({ indexMs }) => indexMs)),
  };
}

/** Hits and S3 calls together are `partial`, as for a single listing. */
function servedOf(hits: number, forwarded: readonly Provenance[]): Served {
  const [first] = forwarded;
  if (!first) return 'hit';
  return hits > 0 && (first.served === 'miss' || first.served === 'stale') ? 'partial' : first.served;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
