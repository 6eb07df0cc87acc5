const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/** S3's rules for names of general purpose buckets (bucketnamingrules). */
export function isBucketName(name: string): boolean {
  return NAME.test(name) && !name.includes('..') && !IPV4.test(name) && !name.startsWith('xn--');
}
