/** Every encoding of a key that a sender of events may use. */

const formEncoded = (key: string) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll("'", '%27');
const slashesKept = (text: string) => text.replaceAll('%2F', '/');

/** Each encoding is named after its sender or its rule. */
export const KEY_ENCODINGS = {
  aws: (key) => slashesKept(formEncoded(key)),
  minio: formEncoded,
  'as it is': (key) => key,
  'percent-encoded': encodeURIComponent,
  'percent-encoded but slashes': (key) => slashesKept(encodeURIComponent(key)),
  'percent-encoded but plus signs': (key) => slashesKept(encodeURIComponent(key)).replaceAll('%2B', '+'),
  'percent-encoded in lower case': (key) =>
    slashesKept(encodeURIComponent(key)).replaceAll(/%[0-9A-F]{2}/g, (encoded) => encoded.toLowerCase()),
  'every byte percent-encoded': (key) =>
    [...Buffer.from(key)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
} as const satisfies Record<string, (key: string) => string>;

export type KeyEncoding = keyof typeof KEY_ENCODINGS;

/** The values of `eventSource` that senders use; undefined if the field is missing. */
export const SENDER_NAMES = ['aws:s3', 'minio:s3', 'ceph:s3', 'garage:s3', undefined] as const;
