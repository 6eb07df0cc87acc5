/**
 * Reads the digests of a tree's directory and decides which may be used. The marks are read strongly, after the
 * question began (T4).
 */
import { compareNames } from '../../../shared/byte-order.ts';
import type { Chunk } from '../model/chunk.ts';
import type { DigestRow } from '../model/digest.ts';
import {
  compareEnds,
  comparePositions,
  END,
  endsAfter,
  isAfter,
  isWithin,
  type NameRange,
  type Position,
} from '../model/range.ts';
import { judge } from '../model/validity.ts';
import { type Evidence, fold, NO_EVIDENCE, refusedAs, type WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { decodeDigest } from './decode-digest.ts';
import { readThrough } from './read-through.ts';

/**
 * About 300 bytes each. For a directory, only a few are read at first, because the query would also read those after
 * it.
 */
const DIGESTS_AT_ONCE = 2_000;
const FEW_DIGESTS = 4;
const MORE_DIGESTS = 8;
const MARKS_AT_ONCE = 5_000;
/** The most marks that one question examines. If there are more, S3 is asked. */
const MAX_MARKS = 200_000;

/** A digest that was decoded. `objects` is the sum over all its rows. */
export interface HeldDigest extends NameRange {
  observedAt: number;
  endsAt: number;
  objects: number;
  rows: readonly DigestRow[];
}

export interface HeldDigests {
  /** The digests that may be used, ascending. */
  usable: HeldDigest[];
  /** All digests, usable or not, ascending. */
  known: HeldDigest[];
}

interface MarkTime {
  name: string;
  at: number;
}

/** Reads the digests of the tree's directory that the question is about. */
export async function readDigests(tree: ScopeContext): Promise<WithEvidence<HeldDigests>> {
  const { digests, range } = tree;
  const [chunks, marks] = await Promise.all([readChunks(digests, range), readMarks(tree, range)]);
  const held: HeldDigests = { usable: [], known: [] };
  let evidence: Evidence = NO_EVIDENCE;
  for (const chunk of chunks) {
    const part = partIn(chunk, range);
    const rows = part && decodeDigest(tree.instance.telemetry, digests.scope, chunk);
    if (!part || !rows) continue;
    const objects = rows.reduce((sum, { usage }) => sum + usage.objects, 0);
    const { observedAt, endsAt } = chunk;
    const digest: HeldDigest = {
      after: chunk.after,
      through: chunk.through,
      observedAt,
      endsAt,
      objects,
      rows,
    };
    held.known.push(digest);
    const verdict = marks && judge(chunk, tree.freshnessPolicy(part));
    if (verdict === 'usable' && !isMarked(marks!, part, observedAt)) held.usable.push(digest);
    else
      evidence = fold(evidence, refusedAs(verdict === undefined || verdict === 'usable' ? 'void' : verdict));
  }
  if (tree.policy.ignoresStored || digests.index.bypassed) held.usable = [];
  return { value: held, evidence };
}

/** The part of the chunk that is in the range. */
function partIn(chunk: NameRange, range: NameRange): NameRange | undefined {
  const after = comparePositions(chunk.after, range.after) >= 0 ? chunk.after : range.after;
  const through = compareEnds(chunk.through, range.through) <= 0 ? chunk.through : range.through;
  return endsAfter(through, after) ? { after, through } : undefined;
}

async function readChunks(at: ScopeContext, range: NameRange): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  let limit = range.through === END ? DIGESTS_AT_ONCE : FEW_DIGESTS;
  for (let from = range.after; ; limit = Math.min(limit * MORE_DIGESTS, DIGESTS_AT_ONCE)) {
    const read = await at.index.readChunks({ from, limit });
    if (!read) return [];
    const last = chunks.at(-1);
    chunks.push(
      ...read.chunks.filter(({ after }) => last === undefined || comparePositions(after, last.after) > 0),
    );
    const through = readThrough(read);
    if (through === END || compareEnds(through, range.through) >= 0 || !isAfter(through, from)) return chunks;
    from = through;
  }
}

/** Ascending; `undefined` when they cannot all be known. */
async function readMarks(at: ScopeContext, range: NameRange): Promise<MarkTime[] | undefined> {
  const marks: MarkTime[] = [];
  for (let after: Position = range.after; ; ) {
    const read = await at.index.readRecords({ after, through: range.through, limit: MARKS_AT_ONCE });
    if (!read || marks.length > MAX_MARKS) return undefined;
    for (const { name, marks: of } of read.records) {
      const time = Math.max(of.appearedAt ?? 0, of.vanishedAt ?? 0);
      if (time > 0) marks.push({ name, at: time });
    }
    if (read.knownThrough === END) return marks;
    after = read.knownThrough;
  }
}

/** Does the part contain a mark at or after the digest's time? */
function isMarked(marks: readonly MarkTime[], { after, through }: NameRange, observedAt: number): boolean {
  for (let i = firstAfter(marks, after); i < marks.length && isWithin(marks[i]!.name, through); i++)
    if (marks[i]!.at >= observedAt) return true;
  return false;
}

function firstAfter(marks: readonly MarkTime[], position: Position): number {
  if (typeof position !== 'string') return 0;
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareNames(marks[middle]!.name, position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
