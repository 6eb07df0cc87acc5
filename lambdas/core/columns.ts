/**
 * The entries of a chunk as columns, before compression: like stands beside like, which is what deflate wants. ETags that
 * are plain MD5s (16 random bytes each) go to a part of their own that is not compressed.
 */
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Entry, ObjectEntry } from './entry.ts';

const FLAG = { directory: 1, md5: 2, multipart: 4, otherEtag: 8, modified: 16, storageClass: 32 } as const;
const MD5_BYTES = 16;
const MD5_ETAG = /^"([0-9a-f]{32})"$/;
const MULTIPART_ETAG = /^"([0-9a-f]{32})-([1-9][0-9]{0,5})"$/;

export interface Columns {
  packed: Buffer;
  /** MD5s, one after another, as S3's entries with such an ETag follow. */
  digests: Buffer;
}

/** Names must ascend in UTF-8 order. */
export function toColumns(entries: readonly Entry[]): Columns {
  const flags = new ByteWriter();
  const shared = new ByteWriter();
  const lengths = new ByteWriter();
  const suffixes = new ByteWriter();
  const sizes = new ByteWriter();
  const times = new ByteWriter();
  const rest = new ByteWriter();
  const digests = new ByteWriter();
  const inSeconds = entries.every((e) => e.type === 'directory' || (e.lastModifiedMs ?? 0) % 1000 === 0);
  const classes = [
    ...new Set(
      entries.flatMap((e) => (e.type === 'object' && e.storageClass !== undefined ? [e.storageClass] : [])),
    ),
  ];
  let previousName = Buffer.alloc(0);
  let previousTime = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8');
    const common = sharedLength(previousName, name);
    shared.varint(common);
    lengths.varint(name.length - common);
    suffixes.bytes(name.subarray(common));
    previousName = name;
    if (entry.type === 'directory') {
      flags.byte(FLAG.directory);
      continue;
    }
    let flag = writeEtag(entry.etag, digests, rest);
    sizes.varint(entry.sizeBytes);
    if (entry.lastModifiedMs !== undefined) {
      flag |= FLAG.modified;
      const time = inSeconds ? entry.lastModifiedMs / 1000 : entry.lastModifiedMs;
      times.signed(time - previousTime);
      previousTime = time;
    }
    if (entry.storageClass !== undefined) {
      flag |= FLAG.storageClass;
      if (classes.length > 1) rest.varint(classes.indexOf(entry.storageClass));
    }
    flags.byte(flag);
  }
  const packed = new ByteWriter();
  packed.varint(entries.length);
  packed.byte(inSeconds ? 1 : 0);
  packed.varint(classes.length);
  for (const storageClass of classes) packed.text(storageClass);
  for (const column of [flags, shared, lengths, suffixes, sizes, times, rest]) packed.varint(column.length);
  for (const column of [flags, shared, lengths, suffixes, sizes, times, rest]) packed.bytes(column.result());
  return { packed: packed.result(), digests: digests.result() };
}

/** Throws RangeError on bytes that toColumns did not write. */
export function fromColumns({ packed, digests }: Columns, maxEntries: number): Entry[] {
  const head = new ByteReader(packed);
  const count = head.varint();
  if (count > maxEntries) throw new RangeError('too many entries');
  const unitMs = head.byte() === 1 ? 1000 : 1;
  const classCount = head.varint();
  if (classCount > maxEntries) throw new RangeError('too many storage classes');
  const classes = Array.from({ length: classCount }, () => head.text());
  const sizesOfColumns = Array.from({ length: 7 }, () => head.varint());
  const [flags, shared, lengths, suffixes, sizes, times, rest] = sizesOfColumns.map(
    (size) => new ByteReader(head.bytes(size)),
  );
  if (!head.atEnd()) throw new RangeError('bytes left over');
  const md5s = new ByteReader(digests);
  const entries: Entry[] = [];
  let previousName: Buffer = Buffer.alloc(0);
  let previousTime = 0;
  for (let i = 0; i < count; i++) {
    const flag = flags!.byte();
    const common = shared!.varint();
    if (common > previousName.length) throw new RangeError('shared part longer than the name before');
    const suffix = suffixes!.bytes(lengths!.varint());
    const nameBytes = common === 0 ? suffix : Buffer.concat([previousName.subarray(0, common), suffix]);
    previousName = nameBytes;
    const name = nameBytes.toString('utf8');
    if (flag & FLAG.directory) {
      entries.push({ type: 'directory', name });
      continue;
    }
    const etag = readEtag(flag, md5s, rest!);
    const entry: ObjectEntry = { type: 'object', name, sizeBytes: sizes!.varint() };
    if (flag & FLAG.modified) {
      previousTime += times!.signed();
      entry.lastModifiedMs = previousTime * unitMs;
    }
    if (etag !== undefined) entry.etag = etag;
    if (flag & FLAG.storageClass) {
      const storageClass = classes[classes.length > 1 ? rest!.varint() : 0];
      if (storageClass === undefined) throw new RangeError('unknown storage class');
      entry.storageClass = storageClass;
    }
    entries.push(entry);
  }
  return entries;
}

function sharedLength(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a[i] === b[i]) i++;
  return i;
}

function writeEtag(etag: string | undefined, digests: ByteWriter, rest: ByteWriter): number {
  if (etag === undefined) return 0;
  const md5 = MD5_ETAG.exec(etag);
  if (md5) {
    digests.bytes(Buffer.from(md5[1]!, 'hex'));
    return FLAG.md5;
  }
  const multipart = MULTIPART_ETAG.exec(etag);
  if (multipart) {
    digests.bytes(Buffer.from(multipart[1]!, 'hex'));
    rest.varint(Number(multipart[2]));
    return FLAG.multipart;
  }
  rest.text(etag);
  return FLAG.otherEtag;
}

function readEtag(flag: number, digests: ByteReader, rest: ByteReader): string | undefined {
  if (flag & FLAG.md5) return `"${digests.bytes(MD5_BYTES).toString('hex')}"`;
  if (flag & FLAG.multipart) return `"${digests.bytes(MD5_BYTES).toString('hex')}-${rest.varint()}"`;
  if (flag & FLAG.otherEtag) return rest.text();
  return undefined;
}
