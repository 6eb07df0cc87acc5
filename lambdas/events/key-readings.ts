/**
 * The keys that an event may mean. Senders encode keys in different ways, and an event does not say how. The sender's
 * name does not help: gateways and emulators that do not encode keys also call themselves `aws:s3`. So all possible
 * keys are returned. A mark only makes the service check a name, so a superfluous mark costs one request.
 */
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';

/**
 * Returns every key that `written` may mean, usually one. The form-decoded key (AWS, MinIO) comes first. The result
 * is empty when none of them is a valid S3 key (1 to 1,024 bytes of well-formed UTF-8).
 *
 * Known encodings: form encoding (AWS; MinIO, which also escapes `/`: github.com/minio/minio/issues/11665),
 * percent-encoding that leaves `+` unchanged, and none (Ceph RGW, versitygw, EventBridge).
 */
export function keyReadings(written: string): string[] {
  const spaced = written.replaceAll('+', ' ');
  // Text that cannot be decoded was not percent-encoded. Its `+` may still mean a space.
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
