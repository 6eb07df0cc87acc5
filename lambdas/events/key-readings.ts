/**
 * The keys that an event may mean. Senders encode keys in different ways. Neither the event nor the sender's name
 * says how: `aws:s3` is also the name that gateways and emulators use which do not encode keys. So all possible keys
 * are returned. A mark only says "look again", so a superfluous one costs one request.
 */
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';

/**
 * Every key that `written` may mean. The form-decoded one (AWS, MinIO) comes first. Usually there is only one. The
 * result is empty when none of them is a valid S3 key (1 to 1,024 bytes of well-formed UTF-8).
 *
 * Encodings seen: form encoding (AWS; MinIO also escapes `/`: github.com/minio/minio/issues/11665), percent-encoding
 * that leaves `+` as it is, and none (Ceph RGW, versitygw, EventBridge).
 */
export function keyReadings(written: string): string[] {
  const spaced = written.replaceAll('+', ' ');
  // A text that cannot be decoded was not percent-encoded. Its `+` may still mean a space.
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
