/**
 * Parses a time of a listing: `2026-11-22T10:00:00Z` or `2026-11-22T10:00:00.000Z`. A page has a thousand of them, so
 * it uses neither regular expressions nor substrings.
 */

const SHORT = '2026-11-22T10:00:00Z'.length;
const LONG = '2026-11-22T10:00:00.000Z'.length;
const MIN_YEAR = 1_000;
const MONTHS_A_YEAR = 12;
const MS_A_DAY = 86_400_000;

const ZERO = '0'.charCodeAt(0);
const DASH = '-'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const DOT = '.'.charCodeAt(0);
const T = 'T'.charCodeAt(0);
const Z = 'Z'.charCodeAt(0);

/**
 * Returns epoch ms; `undefined` if the text is not a time. A day after the end of its month (30 February) belongs to
 * the next month, as in `Date`.
 */
export function parseListTime(text: string): number | undefined {
  if (!hasForm(text)) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const ms = text.length === SHORT ? 0 : digit(text, 20) * 100 + twoDigits(text, 21);
  // A part that is not a number makes its comparison false.
  const isDate = year >= MIN_YEAR && month >= 1 && month <= MONTHS_A_YEAR && day >= 1 && day <= 31;
  if (!isDate || !(hour <= 23) || !(minute <= 59) || !(second <= 59) || !(ms >= 0)) return undefined;
  return startOfMonth(year, month) + (day - 1) * MS_A_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

function hasForm(text: string): boolean {
  const { length } = text;
  return (
    (length === SHORT || (length === LONG && text.charCodeAt(19) === DOT)) &&
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(length - 1) === Z
  );
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

/** NaN if the character is not a digit. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - ZERO;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

/** The starts of months, epoch ms. The times of a page are in few months. */
const starts = new Map<number, number>();
const MAX_STARTS = 1_200;

function startOfMonth(year: number, month: number): number {
  const index = year * MONTHS_A_YEAR + month;
  let start = starts.get(index);
  if (start === undefined) {
    start = Date.UTC(year, month - 1);
    if (starts.size === MAX_STARTS) starts.clear();
    starts.set(index, start);
  }
  return start;
}
