export type RangeOutcome =
  | { outcome: 'whole' }
  /** First and last byte, both included. */
  | { outcome: 'part'; first: number; last: number }
  | { outcome: 'unsatisfiable' };

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** A Range header against a size (RFC 9110, 14.2). What is not one range of bytes is ignored, as S3 does. */
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
