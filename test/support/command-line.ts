/** Command lines of the test programs. An invalid one makes the program exit with 2, after one line that says why. */

export function orUsage<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** Throws an error that names the flag. */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${flag} is a whole number from ${least} to ${most}, not ${text}`);
}
