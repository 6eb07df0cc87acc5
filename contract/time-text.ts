/** The formats of a time in a request: an RFC 3339 time, or an age. */

/** A time in a request: absolute, or relative to the time of the request. */
export type AskedTime = { atMs: number } | { agoMs: number };

const UNITS_MS: Record<string, number> = {
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};
/** A longer age leads to a time before the earliest one that `Date` can represent. */
const MAX_AGO_MS = 8.64e15;
/** Weeks, days, hours, minutes and seconds, in this order, each at most once: `7d`, `1d12h`. */
const AGE = /^(?=.)(?:\d{1,9}w)?(?:\d{1,9}d)?(?:\d{1,9}h)?(?:\d{1,9}m)?(?:\d{1,9}s)?$/;
/** RFC 3339, 5.6, where `t` and `z` may be lower case. */
const INSTANT =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

export function parseTimeText(text: string): AskedTime | undefined {
  if (AGE.test(text)) return { agoMs: Math.min(ageMs(text), MAX_AGO_MS) };
  const day = INSTANT.exec(text)?.[1];
  if (day === undefined || !isDay(day)) return undefined;
  return { atMs: Date.parse(text.toUpperCase()) };
}

function ageMs(text: string): number {
  let ms = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([wdhms])/g)) ms += Number(count) * UNITS_MS[unit!]!;
  return ms;
}

/** True if the day exists. `Date` would parse February 30 as March 2. */
function isDay(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}
