/** Times on the wire: RFC 3339, UTC, with milliseconds. */

const DAY_MS = 86_400_000;
const YEAR_10000_MS = Date.UTC(10_000, 0, 1);

const TWO_DIGITS = Array.from({ length: 60 }, (_, it) => String(it).padStart(2, '0'));
const THREE_DIGITS = Array.from({ length: 1000 }, (_, it) => String(it).padStart(3, '0'));

let lastDay = Number.NaN;
let lastDate = '';

/**
 * As Date.toISOString() of epoch milliseconds. A page has up to 1,000 times, mostly of few days: remembering the last date
 * makes it five times as fast (0.65 ms -> 0.13 ms a page, more than the JSON of it takes).
 */
export function wireTime(epochMs: number): string {
  if (!(epochMs >= 0 && epochMs < YEAR_10000_MS) || !Number.isInteger(epochMs))
    return new Date(epochMs).toISOString();
  const day = Math.floor(epochMs / DAY_MS);
  if (day !== lastDay) {
    lastDate = new Date(day * DAY_MS).toISOString().slice(0, 11);
    lastDay = day;
  }
  const ms = epochMs - day * DAY_MS;
  const seconds = Math.floor(ms / 1000);
  const hours = TWO_DIGITS[Math.floor(seconds / 3600)];
  const minutes = TWO_DIGITS[Math.floor(seconds / 60) % 60];
  return `${lastDate}${hours}:${minutes}:${TWO_DIGITS[seconds % 60]}.${THREE_DIGITS[ms % 1000]}Z`;
}

export function wireTimeIf(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : wireTime(epochMs);
}
