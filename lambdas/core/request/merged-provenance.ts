/** Combines the provenances of several questions that were answered in parallel. */
import type { Answer } from '../questions/answer.ts';
import { type Provenance, type Served, STALE_IF_ERROR } from '../questions/provenance.ts';

/**
 * Combines provenances: the age is that of the oldest part, and the end is that of the first part that ends. The
 * result is a hit only if all parts are hits. A failed part has no age, but its S3 calls are counted. If one part is
 * declared as stale, so is the whole answer. `answers`: at least one, each with its provenance.
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
    // The parts ran in parallel, so the longest wait is the best estimate of the caller's wait.
    s3Ms: Math.max(...parts.map(({ s3Ms }) => s3Ms)),
    indexMs: Math.max(...parts.map(({ indexMs }) => indexMs)),
  };
}

/** A mixture of hits and S3 calls is `partial`, as for a single list. */
function servedOf(hits: number, forwarded: readonly Provenance[]): Served {
  const [first] = forwarded;
  if (!first) return 'hit';
  return hits > 0 && (first.served === 'miss' || first.served === 'stale') ? 'partial' : first.served;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
