/** Reports where an answer came from: Age (RFC 9111), Cache-Status (RFC 9211), Server-Timing. */
import type { Provenance } from '../core/questions/provenance.ts';

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
export function failureStatus(code: string, provenance: Provenance, now: number): string {
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
