/** Corrects headers of a HEAD that the SDK does not read correctly. */

type Headers = Record<string, string>;

/**
 * Decodes header values as UTF-8, because clients write UTF-8 and Node returns every byte as a Latin-1 character.
 * Also gives a time in RFC 850 format a four-digit year, because the SDK would read its two digits as a year of the
 * 1900s.
 */
export function readableHeaders(headers: Headers): Headers {
  const readable = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, utf8Of(value)]));
  const time = readable[LAST_MODIFIED];
  if (time !== undefined) readable[LAST_MODIFIED] = withFullYear(time);
  return readable;
}

const METADATA = 'x-amz-meta-';

/** Every `x-amz-meta-` header, including `x-amz-meta-__proto__`, which a plain assignment to an object would lose. */
export function metadataOf(headers: Headers): Record<string, string> | undefined {
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith(METADATA));
  if (metadata.length === 0) return undefined;
  return Object.fromEntries(metadata.map(([name, value]) => [name.slice(METADATA.length), value]));
}

const AMAZON = 'x-amz-';
/** Headers that have a field in the entry or its detail, and headers about the response instead of the object. */
const HAS_A_FIELD = /^x-amz-(meta-.*|checksum-.*|version-id|restore|storage-class)$/;
const OF_THE_ANSWER = /^x-amz-(request-id|id-2|request-charged|cf-.*|bucket-region|delete-marker)$/;

/** All other headers about the object: encryption, replication, Object Lock, and headers that S3 may add later. */
export function otherHeadersOf(headers: Headers): Record<string, string> | undefined {
  const others = Object.entries(headers).filter(
    ([name]) => name.startsWith(AMAZON) && !HAS_A_FIELD.test(name) && !OF_THE_ANSWER.test(name),
  );
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ASCII = /^[\x00-\x7f]*$/;

/** Bytes that are not valid UTF-8 are kept as Latin-1. */
function utf8Of(value: string): string {
  if (ASCII.test(value)) return value;
  try {
    return strictUtf8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

const LAST_MODIFIED = 'last-modified';
/** `Saturday, 28-Nov-26 12:34:56 GMT` */
const RFC_850 = /^([A-Z][a-z]{2})[a-z]+, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d:\d\d:\d\d) GMT$/;
/** Two-digit years from 70 on are 19xx; no object is older than Unix time. Smaller ones are 20xx. */
const FIRST_YEAR = 70;

function withFullYear(time: string): string {
  const [, weekday, day, month, year, clock] = RFC_850.exec(time) ?? [];
  if (year === undefined) return time;
  const century = Number(year) < FIRST_YEAR ? '20' : '19';
  return `${weekday}, ${day} ${month} ${century}${year} ${clock} GMT`;
}
