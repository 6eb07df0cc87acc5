/**
 * The keys an event may mean. Senders encode keys in different ways and no event says which, nor does the sender's name:
 * `aws:s3` is also what gateways and emulators call themselves that send the key as it is. So every possible reading is given: a
 * mark only says "look again", and a spare one costs one look.
 */
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';

/**
 * Every key that `written` may stand for, the form-encoded reading (AWS, MinIO) first. Most keys have only one reading. Empty when
 * no S3 key can be meant: S3 keys are 1 to 1,024 bytes of well-formed UTF-8.
 *
 * Encodings seen: form (AWS; MinIO also escapes `/`: github.com/minio/minio/issues/11665), percent-encoding with `+` left alone, and
 * none (Ceph RGW, versitygw, EventBridge).
 */
export function keyReadings(written: string): string[] {
  const spaced = written.replaceAll('+', ' ');
  // What does not decode was not percent-encoded; its `+` may still stand for a space.
  const readings = [percentDecoded(spaced) ?? spaced, percentDecoded(written), written];
  return [...new Set(readings)].filter((key) => key !== undefined).filter(couldBeKey);
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
