/**
 * The body of a digest: its parts and their rows as columns, compressed, with the same seal as a chunk's body. Usually
 * all objects of a directory have the same storage class, which takes one byte. Otherwise each class has separate
 * counts.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { compareNames } from '../../../shared/byte-order.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';
import { CHUNK_MAX_ENTRIES, type Chunk } from '../model/chunk.ts';
import type { DigestPart, DigestRow } from '../model/digest.ts';
import { endsAfter, type NameRange } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';
import type { ClassUsage, Usage } from '../model/usage.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { COMMON_NAMES } from './common-names.ts';
import { readNames, writeNames } from './name-column.ts';
import { type ChunkHeader, openBody, sealBody } from './seal.ts';

const FLAG = { times: 1, alike: 2 } as const;
const COMPRESSION = { level: 9, dictionary: COMMON_NAMES };
/** The limit for a chunk, plus the name of the largest object of each directory. */
const MAX_COLUMN_BYTES = 2 * 1024 * 1024;

/**
 * The parts must be adjacent and cover the range of the header. The number of all rows must be `header.count`, at most
 * CHUNK_MAX_ENTRIES.
 */
export function encodeDigestBody(
  scope: Scope,
  header: ChunkHeader,
  parts: readonly DigestPart[],
): Uint8Array {
  const out = new ByteWriter();
  const rows = parts.flatMap((part) => part.rows);
  const classes = [...new Set(rows.flatMap(({ usage }) => [...usage.byClass.keys()]))];
  out.varint(classes.length);
  for (const storageClass of classes) out.text(storageClass);
  out.varint(parts.length);
  for (const part of parts) out.varint(part.rows.length);
  // The border of a part is its first or its last name. Only inner borders are written, and they are names.
  for (const part of parts.slice(1)) out.text(part.after as string);
  writeNames(
    rows.map(({ directory }) => directory),
    out,
  );
  let previousMs = 0;
  for (const { usage } of rows) {
    const { objects, sizeBytes, newestMs, oldestMs, largest, byClass } = usage;
    const alike = byClass.size === 1 && [...byClass.values()][0]!.objects === objects;
    out.byte((newestMs === undefined ? 0 : FLAG.times) | (alike ? FLAG.alike : 0));
    out.varint(objects);
    out.varint(sizeBytes);
    out.text(largest!.name);
    out.varint(sizeBytes - largest!.sizeBytes);
    if (newestMs !== undefined) {
      writeMs(newestMs - previousMs, out);
      writeMs(newestMs - oldestMs!, out);
      previousMs = newestMs;
    }
    if (!alike) out.varint(byClass.size);
    for (const [storageClass, counts] of byClass) {
      out.varint(classes.indexOf(storageClass));
      if (alike) break;
      out.varint(counts.objects);
      out.varint(counts.sizeBytes);
    }
  }
  return sealBody(scope, header, deflateRawSync(out.result(), COMPRESSION));
}

/** Returns the parts; `undefined` when the body is damaged, or belongs to another digest or version. Never throws. */
export function decodeDigestBody(scope: Scope, chunk: Chunk): DigestPart[] | undefined {
  const content = openBody(scope, chunk);
  if (content === undefined) return undefined;
  try {
    const column = new ByteReader(
      inflateRawSync(content, { maxOutputLength: MAX_COLUMN_BYTES, dictionary: COMMON_NAMES }),
    );
    const parts = readParts(column, chunk);
    const rows = parts.flatMap((part) => part.rows);
    const sizeBytes = rows.reduce((sum, { usage }) => sum + usage.sizeBytes, 0);
    return rows.length === chunk.count && sizeBytes === chunk.sizeBytes ? parts : undefined;
  } catch {
    return undefined;
  }
}

function readParts(column: ByteReader, { after, through }: NameRange): DigestPart[] {
  const classCount = column.varint();
  if (classCount > CHUNK_MAX_ENTRIES) throw new RangeError('too many storage classes');
  const classes = Array.from({ length: classCount }, () => column.text());
  const partCount = column.varint();
  if (partCount < 1 || partCount > CHUNK_MAX_ENTRIES) throw new RangeError('no parts, or too many');
  const counts = Array.from({ length: partCount }, () => column.varint());
  const count = counts.reduce((sum, it) => sum + it, 0);
  if (count > CHUNK_MAX_ENTRIES) throw new RangeError('too many rows');
  const borders = counts.slice(1).map(() => column.text());
  const directories = readNames(count, MAX_KEY_BYTES, column);
  let previousMs = 0;
  const rows = directories.map((directory): DigestRow => {
    const usage = readUsage(column, classes, previousMs);
    previousMs = usage.newestMs ?? previousMs;
    return { directory, usage };
  });
  let taken = 0;
  const parts = counts.map((rowCount, i): DigestPart => {
    const range: NameRange = { after: borders[i - 1] ?? after, through: borders[i] ?? through };
    const from = taken;
    taken += rowCount;
    return { ...range, rows: rows.slice(from, taken) };
  });
  if (!column.atEnd() || !parts.every(isOrdered)) throw new RangeError('not what was written');
  return parts;
}

function isOrdered({ after, through, rows }: DigestPart): boolean {
  return (
    endsAfter(through, after) &&
    rows.every(({ directory }, i) => i === 0 || compareNames(rows[i - 1]!.directory, directory) < 0)
  );
}

function readUsage(column: ByteReader, classes: readonly string[], previousMs: number): Usage {
  const flags = column.byte();
  const objects = column.varint();
  const sizeBytes = column.varint();
  const name = column.text();
  const usage: Usage = {
    objects,
    sizeBytes,
    largest: { name, sizeBytes: sizeBytes - column.varint() },
    byClass: new Map(),
  };
  if (flags & FLAG.times) {
    usage.newestMs = previousMs + readMs(column);
    usage.oldestMs = usage.newestMs - readMs(column);
  }
  const named = flags & FLAG.alike ? 1 : column.varint();
  for (let i = 0; i < named; i++) {
    const storageClass = classes[column.varint()];
    if (storageClass === undefined) throw new RangeError('no such storage class');
    usage.byClass.set(storageClass, flags & FLAG.alike ? { objects, sizeBytes } : readCounts(column));
  }
  return usage;
}

function readCounts(column: ByteReader): ClassUsage {
  const objects = column.varint();
  return { objects, sizeBytes: column.varint() };
}

/** Writes a time. AWS's times are whole seconds, which take fewer bytes. The first byte gives the unit. */
function writeMs(ms: number, out: ByteWriter): void {
  const inSeconds = ms % 1000 === 0;
  out.byte(inSeconds ? 1 : 0);
  out.signed(inSeconds ? ms / 1000 : ms);
}

function readMs(column: ByteReader): number {
  const unitMs = column.byte() === 1 ? 1000 : 1;
  return column.signed() * unitMs;
}
