/** Durations, dollars and counts, for people. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds as at most two units: `45 s`, `3 min 20 s`, `2 h 5 min`, `4 d 1 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return two(Math.floor(whole / MINUTE), 'min', whole % MINUTE, 's');
  if (whole < DAY) return two(Math.floor(whole / HOUR), 'h', Math.floor((whole % HOUR) / MINUTE), 'min');
  return two(Math.floor(whole / DAY), 'd', Math.floor((whole % DAY) / HOUR), 'h');
}

function two(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`;
}

/** Milliseconds: `7 ms`, `340 ms`, `1.3 s`. */
export function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** An amount for one request, as prices are usually compared: `$5.25 per million`. */
export function perMillion(amount: number): string {
  return `${dollars(amount * 1_000_000)} per million`;
}

/** With three significant digits, however small: `$0.00525`. */
export function dollars(amount: number): string {
  const size = Math.abs(amount);
  const sign = amount < 0 ? '-' : '';
  if (size === 0) return '$0';
  if (size >= 1) return `${sign}$${size.toFixed(2)}`;
  const decimals = 2 - Math.floor(Math.log10(size));
  // From one cent on, amounts are written as prices are: $0.40.
  const whole = size.toFixed(decimals).replace(/0+$/, '');
  return `${sign}$${size >= 0.01 ? whole.padEnd('0.00'.length, '0') : whole}`;
}

/** Removes the rounding error of binary fractions (`0.0000049999999999999996`). */
export function rounded(amount: number): number {
  return Number(amount.toPrecision(12));
}

/** `1,234` in every locale, because programs read the output too. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** `1 call`, `2 calls`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
