/** Reports where an answer came from: Age and Cache-Control (RFC 9111), Cache-Status (RFC 9211), Server-Timing. */
import type { Failed } from '../core/questions/answer.ts';
import type { Provenance } from '../core/questions/provenance.ts';

/**
 * Only the caller's own cache may store the answer, and must revalidate it each time. If the ETag matches, no body is
 * sent.
 */
export const KEEP_AND_ASK = 'private, max-age=0, must-revalidate';
export const DO_NOT_KEEP = 'no-store';

/** When the request arrived and when its response is sent, in epoch ms. */
export interface Timing {
  startedAt: number;
  now: number;
}

export function freshnessHeaders(
  { startedAt, now }: Timing,
  provenance?: Provenance,
): Record<string, string> {
  const timing = serverTiming(now - startedAt, provenance);
  if (!provenance) return { 'server-timing': timing };
  return {
    age: String(ageSeconds(provenance.observedAt, now)),
    'cache-status': cacheStatus(provenance, now),
    'server-timing': timing,
  };
}

/**
 * The freshness headers of a failure. For a missing bucket there are none, so that the answer is the same as for a
 * bucket that is not served.
 */
export function failureFreshness({ code, provenance }: Failed, timing: Timing): Record<string, string> {
  if (!provenance || code === 'no-such-bucket') return {};
  // `no-such-key` is an answer about S3 and has an age. Other failures are temporary.
  if (code === 'no-such-key')
    return { ...freshnessHeaders(timing, provenance), 'cache-control': KEEP_AND_ASK };
  return {
    'cache-status': failureStatus(code, provenance, timing.now),
    'server-timing': serverTiming(timing.now - timing.startedAt, provenance),
  };
}

export function ageSeconds(observedAt: number, now: number): number {
  return Math.max(0, Math.floor((now - observedAt) / 1000));
}

/** `s3dex; hit; ttl=N`, or `s3dex; fwd=miss; stored; detail=...`. */
export function cacheStatus({ served, endsAt, stored, detail }: Provenance, now: number): string {
  if (served === 'hit') return `s3dex; hit; ttl=${Math.floor((endsAt - now) / 1000)}`;
  const parts = ['s3dex', `fwd=${served}`];
  if (stored) parts.push('stored');
  if (detail !== undefined) parts.push(`detail=${structuredItem(detail)}`);
  return parts.join('; ');
}

/** If a failure made no S3 call, the status says neither that it was a hit nor why S3 was asked (RFC 9211, 2). */
function failureStatus(code: string, provenance: Provenance, now: number): string {
  return provenance.served === 'hit' ? `s3dex; detail=${structuredItem(code)}` : cacheStatus(provenance, now);
}

/**
 * Formats text as a token if possible, otherwise as a string (RFC 9651). A string may contain only printable ASCII.
 */
function structuredItem(text: string): string {
  if (/^[A-Za-z*][\w!#$%&'*+.^`|~:/-]*$/.test(text)) return text;
  return `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`;
}

export function serverTiming(totalMs: number, provenance?: Provenance): string {
  const total = `total;dur=${duration(totalMs)}`;
  if (!provenance) return total;
  return `s3;dur=${duration(provenance.s3Ms)}, dynamodb;dur=${duration(provenance.indexMs)}, ${total}`;
}

/** Milliseconds, rounded to a tenth. */
function duration(ms: number): number {
  return Math.round(ms * 10) / 10;
}
