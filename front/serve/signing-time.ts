/** The time in a signature of Version 4: `20261122T100000Z`. */

/** S3's limit for the difference between the signer's clock and its own. */
export const MAX_SKEW_MS = 15 * 60_000;
const TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Epoch ms; `undefined` if the text is not such a time. */
export function signingTimeMs(text = ''): number | undefined {
  const [, year, month, day, hour, minute, second] = TIME.exec(text) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
