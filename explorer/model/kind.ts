/** The kind of file that a name suggests, for its icon. */

export type Kind = 'directory' | 'image' | 'film' | 'sound' | 'archive' | 'code' | 'data' | 'text' | 'file';

const EXTENSIONS: Record<Exclude<Kind, 'directory' | 'file'>, string> = {
  image: 'avif bmp cr3 dng gif heic ico jpeg jpg nef png psd svg tif tiff webp',
  film: 'avi m4v mkv mov mp4 mpeg mpg webm',
  sound: 'aac aiff flac m4a mp3 ogg opus wav',
  archive: '7z br bz2 gz iso jar lz4 rar tar tgz whl xz zip zst',
  code: 'c cc cjs cpp css cts go h html java js jsx kt map mjs mts php py rb rs sh sql ts tsx vue',
  data: 'arrow avro csv db json jsonl ndjson orc parquet pb sqlite tsv xlsx xml yaml yml',
  text: 'doc docx epub log md odt pdf rst rtf tex txt',
};

const KIND_OF = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, list]) => list.split(' ').map((it) => [it, kind as Kind])),
);

export function kindOf(name: string): Kind {
  if (name.endsWith('/')) return 'directory';
  return KIND_OF.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? 'file';
}
