/** Sizes as `aws s3 ls --human-readable` prints them. */

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const BASE = 1024;

export function humanSize(bytes: number): string {
  if (bytes === 1) return '1 Byte';
  if (bytes < BASE) return `${bytes} Bytes`;
  let size = bytes;
  for (const unit of UNITS) {
    size /= BASE;
    // A value that rounds up to 1024 of this unit is shown as 1 of the next.
    if (Math.round(size) < BASE) return `${oneDecimal(size)} ${unit}`;
  }
  return `${oneDecimal(size)} ${UNITS.at(-1)}`;
}

/**
 * Rounds ties to the even digit, as Python does (toFixed rounds up): 1280 bytes are 1.2 KiB. Ties are exact,
 * because a power of two divides the bytes.
 */
function oneDecimal(size: number): string {
  const tenths = size * 10;
  const floor = Math.floor(tenths);
  if (tenths - floor === 0.5 && floor % 2 === 0) return (floor / 10).toFixed(1);
  return size.toFixed(1);
}
