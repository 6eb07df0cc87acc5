/**
 * The key an event means. Senders encode it differently and none says how, so it goes by the sender's name; where that
 * leaves doubt every reading is given, because a mark only says "look again" and one too many costs one look.
 */
import { byteLength, MAX_KEY_BYTES } from '../core/model/names.ts';

/** `form`: application/x-www-form-urlencoded. `raw`: the key itself. `unsure`: either. */
export type KeyForm = 'form' | 'raw' | 'unsure';

/**
 * AWS form-encodes all but `/`; MinIO encodes `/` as well (github.com/minio/minio/issues/11665), which decodes alike. Ceph RGW sends
 * the key as it is (seen: `a b+c é.txt`).
 */
const FORM_BY_SOURCE: ReadonlyMap<string, KeyForm> = new Map([
  ['aws:s3', 'form'],
  ['minio:s3', 'form'],
  ['ceph:s3', 'raw'],
]);

/** How the sender that calls itself `eventSource` writes keys. */
export function keyFormOf(eventSource: string | undefined): KeyForm {
  return FORM_BY_SOURCE.get(eventSource ?? '') ?? 'unsure';
}

/**
 * Every key `written` may stand for, the likeliest first. Empty when no S3 key can be meant: S3 keys are 1 to 1,024
 * bytes of well-formed UTF-8.
 */
export function keyReadings(written: string, form: KeyForm): string[] {
  return [...new Set(spellings(written, form))].filter(couldBeKey);
}

function spellings(written: string, form: KeyForm): string[] {
  if (form === 'raw') return [written];
  const spaced = written.replaceAll('+', ' ');
  const decoded = percentDecoded(spaced);
  // What does not decode was not encoded as its sender does: then a `+` may be either, too.
  if (decoded === undefined) return [written, spaced];
  return form === 'form' ? [decoded] : [decoded, written];
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function couldBeKey(key: string): boolean {
  return key !== '' && key.isWellFormed() && byteLength(key) <= MAX_KEY_BYTES;
}
