/** Numbers as people read them. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const counts = new Intl.NumberFormat('en-US');
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const fractions = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2, maximumFractionDigits: 20 });
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** `1.4 MiB`: at most three digits, in units of 1,024 as in aws-cli. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.6 would be rounded to 1024 of the smaller unit.
  for (; value >= 1023.5 && unit < UNITS.length - 1; unit++) value /= 1024;
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

export function formatCount(count: number): string {
  return counts.format(count);
}

/** `1 LIST`, `2 LISTs`; `1 entry`, `1,007 entries` with the plural given. */
export function formatCalls(count: number, call: string, calls = `${call}s`): string {
  return `${formatCount(count)} ${count === 1 ? call : calls}`;
}

/** A duration, in the largest unit that fits. */
export function formatSeconds(seconds: number): string {
  if (seconds < MINUTE_SECONDS) return `${Math.floor(seconds)} s`;
  if (seconds < HOUR_SECONDS) return `${Math.floor(seconds / MINUTE_SECONDS)} min`;
  if (seconds < DAY_SECONDS) return `${Math.floor(seconds / HOUR_SECONDS)} h`;
  return `${formatCount(Math.floor(seconds / DAY_SECONDS))} d`;
}

/** Amounts from one cent on are rounded to cents. Smaller amounts have two significant digits. */
export function formatDollars(dollars: number): string {
  const amount = Math.abs(dollars);
  const text = amount >= 0.01 ? cents.format(amount) : fractions.format(amount);
  return `${dollars < 0 ? '\u2212' : ''}$${text}`;
}

/** Local time, to the second: `2026-11-22 09:30:00`. */
export function formatMoment(time: string | number): string {
  const at = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Milliseconds, with one decimal place for small values. */
export function formatMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** A share of a whole: `98.2 %`; a dash if the whole is 0. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '\u2013';
  const percent = (100 * part) / whole;
  return `${percent === 100 || percent === 0 ? percent : percent.toFixed(1)} %`;
}
