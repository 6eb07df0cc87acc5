/** Bucket names, by S3's rules (S3 User Guide, bucketnamingrules). */

/**
 * Buckets created in us-east-1 before 2018, and those of many other servers, may have capitals, `_` and up to 255
 * characters.
 */
const EXISTING = /^[A-Za-z0-9._-]{3,255}$/;
const NEW = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/** True if a bucket with this name can exist. */
export function isBucketName(name: string): boolean {
  return EXISTING.test(name) && !IPV4.test(name);
}

/** True if a general purpose bucket with this name may be created today. */
export function isNewBucketName(name: string): boolean {
  return NEW.test(name) && !name.includes('..') && !IPV4.test(name) && !name.startsWith('xn--');
}
