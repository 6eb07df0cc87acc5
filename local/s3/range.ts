export type RangeOutcome =
  | { outcome: 'whole' }
  /** First and last byte; both are included. */
  | { outcome: 'part'; first: number; last: number }
  | { outcome: 'unsatisfiable' };

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * Applies a Range header to an object of this size (RFC 9110, 14.2). Like S3, it ignores every value except a single
 * range of bytes.
 */
export function parseRange(value: string | undefined, sizeBytes: number): RangeOutcome {
  const match = value === undefined ? null : ONE_RANGE.exec(value.trim());
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') return { outcome: 'whole' };
  if (from === '') {
    const length = Math.min(Number(to), sizeBytes);
    if (length === 0) return { outcome: 'unsatisfiable' };
    return { outcome: 'part', first: sizeBytes - length, last: sizeBytes - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return { outcome: 'whole' };
  if (first >= sizeBytes) return { outcome: 'unsatisfiable' };
  return { outcome: 'part', first, last: to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1) };
}
