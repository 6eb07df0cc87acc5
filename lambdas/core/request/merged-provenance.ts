/** How an answer came about that is made of several questions, answered side by side. */
import type { Provenance, Served } from '../questions/provenance.ts';

/**
 * As old as the oldest part, good as long as the first to end; a hit only when all of them are. `parts`: at least
 * one.
 */
export function mergedProvenance(parts: readonly Provenance[]): Provenance {
  const forwarded = parts.filter(({ served }) => served !== 'hit');
  const detail = (forwarded[0] ?? parts[0])?.detail;
  return {
    served: servedOf(parts.length - forwarded.length, forwarded),
    observedAt: Math.min(...parts.map(({ observedAt }) => observedAt)),
    endsAt: Math.min(...parts.map(({ endsAt }) => endsAt)),
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
