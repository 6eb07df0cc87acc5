/** What the page can show of an object, by its name and size. */
import { kindOf } from './kind.ts';

export type PreviewKind = 'picture' | 'film' | 'sound' | 'text';

/** Only the beginning of a text is read. */
export const TEXT_BYTES = 64 * 1024;
/** A picture is read whole. Larger ones are only downloaded. */
export const MAX_PICTURE_BYTES = 50 * 1024 * 1024;

/** Formats that browsers can show. An SVG in an `<img>` runs no script. */
const PICTURES = new Set('avif bmp gif ico jpeg jpg png svg webp'.split(' '));
const FILMS = new Set('m4v mov mp4 webm'.split(' '));
const SOUNDS = new Set('aac flac m4a mp3 ogg opus wav'.split(' '));
const TEXTS = new Set('csv json jsonl ndjson log md rst tex tsv txt xml yaml yml'.split(' '));
/** Names of text files without an extension. */
const TEXT_NAMES = /^(license|licence|readme|changelog|makefile|dockerfile|notice|authors)$/i;

/** Undefined: the object has no preview. HTML is shown as its source text, like other code. */
export function previewOf({ name, size }: { name: string; size: number }): PreviewKind | undefined {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const extension = last.slice(last.lastIndexOf('.') + 1).toLowerCase();
  if (size === 0) return undefined;
  if (PICTURES.has(extension)) return size <= MAX_PICTURE_BYTES ? 'picture' : undefined;
  if (FILMS.has(extension)) return 'film';
  if (SOUNDS.has(extension)) return 'sound';
  return TEXTS.has(extension) || kindOf(last) === 'code' || TEXT_NAMES.test(last) ? 'text' : undefined;
}

/** Objects in these classes cannot be read before they are restored. */
const ARCHIVES = new Set(['GLACIER', 'DEEP_ARCHIVE']);

export function isArchived({ storageClass, restore }: { storageClass?: string; restore?: string }): boolean {
  const isRestored = restore?.includes('ongoing-request="false"') ?? false;
  return storageClass !== undefined && ARCHIVES.has(storageClass) && !isRestored;
}
