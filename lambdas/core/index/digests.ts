/**
 * Reads the digests of a tree's directory and decides which may be used. The marks are read with strong consistency,
 * after the question began (T4).
 */
import type { Chunk } from '../model/chunk.ts';
import type { DigestPart } from '../model/digest.ts';
import { comparePositions, END, intersection, type NameRange, type Position } from '../model/range.ts';
import { judge } from '../model/validity.ts';
import { type Evidence, fold, NO_EVIDENCE, refusedAs, type WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { decodeDigest } from './decode-digest.ts';
import { isMarked, type MarkTime, markTimes } from './mark-times.ts';

/** A digest of one directory takes about 240 bytes; one of many small directories takes more. */
const DIGESTS_AT_ONCE = 2_000;
const MARKS_AT_ONCE = 5_000;
/** Maximum number of marks that one question examines. If there are more, S3 is asked. */
const MAX_MARKS = 200_000;

/** A part of a stored digest. `objects` is the sum over all its rows. */
export interface HeldDigest extends DigestPart {
  observedAt: number;
  endsAt: number;
  objects: number;
  /** The item that contains it. */
  item: Chunk;
}

export interface HeldDigests {
  /** The digests that may be used. */
  usable: HeldDigest[];
  /** All parts in the range of the question, usable or not. */
  known: HeldDigest[];
  /** The parts of the same items outside that range. They are not judged. */
  outside: HeldDigest[];
  /** All items that reach into the range, also those that cannot be decoded. */
  items: Chunk[];
}

/** Reads the digests of the directory that the question is about. */
export async function readDigests(tree: ScopeContext): Promise<WithEvidence<HeldDigests>> {
  const { digests, range } = tree;
  const [chunks, marks] = await Promise.all([readItems(digests, range), readMarks(tree, range)]);
  const items = (chunks ?? []).filter((chunk) => intersection(chunk, range) !== undefined);
  const held: HeldDigests = { usable: [], known: [], outside: [], items };
  let evidence: Evidence = NO_EVIDENCE;
  for (const chunk of items) {
    for (const part of decodeDigest(tree.instance.telemetry, digests.scope, chunk) ?? []) {
      const used = intersection(part, range);
      const digest = heldDigest(part, chunk);
      (used ? held.known : held.outside).push(digest);
      if (!used) continue;
      const verdict = marks && judge(chunk, tree.freshnessPolicy(used));
      if (verdict === 'usable' && !isMarked(marks!, used, chunk.observedAt)) held.usable.push(digest);
      else evidence = fold(evidence, refusedAs(verdict === 'usable' ? 'void' : (verdict ?? 'void')));
    }
  }
  if (tree.policy.ignoresStored || digests.index.bypassed) held.usable = [];
  return { value: held, evidence };
}

function heldDigest(part: DigestPart, item: Chunk): HeldDigest {
  const { observedAt, endsAt } = item;
  const objects = part.rows.reduce((sum, { usage }) => sum + usage.objects, 0);
  return { ...part, observedAt, endsAt, objects, item };
}

/** Returns `undefined` when the index is not usable. */
async function readItems(at: ScopeContext, range: NameRange): Promise<Chunk[] | undefined> {
  const items: Chunk[] = [];
  for (let from = range.after; ; ) {
    const read = await at.index.readChunks({ from, through: range.through, limit: DIGESTS_AT_ONCE });
    if (!read) return undefined;
    const before = items.at(-1)?.after;
    items.push(
      ...read.chunks.filter(({ after }) => before === undefined || comparePositions(after, before) > 0),
    );
    const last = items.at(-1)?.after;
    // The next read begins at the start of the last item, because others may start inside it.
    if (!read.more || last === undefined || comparePositions(last, from) <= 0) return items;
    from = last;
  }
}

/** Returns the marks in ascending order; `undefined` when not all of them can be read. */
async function readMarks(at: ScopeContext, range: NameRange): Promise<MarkTime[] | undefined> {
  const marks: MarkTime[] = [];
  for (let after: Position = range.after; ; ) {
    const read = await at.index.readRecords({ after, through: range.through, limit: MARKS_AT_ONCE });
    if (!read || marks.length > MAX_MARKS) return undefined;
    marks.push(...markTimes(read.records));
    if (read.knownThrough === END) return marks;
    after = read.knownThrough;
  }
}
