/** Estimates what listing a directory would cost now, from what the index holds for it. */

import type { InspectAnswer } from '../contract/client.ts';
import { PRICES } from '../contract/prices.ts';
import { LIST_MAX_KEYS } from '../shared/list-bound.ts';
import { lookAgain } from './look-again.ts';
import { rounded } from './text/quantities.ts';

export interface ReadCost {
  /** S3 calls. A lower bound if the index does not hold all of the directory. */
  lists: number;
  heads: number;
  /** For a new instance. An instance that has cached chunks reads less. */
  readUnits: number;
  writeUnits: number;
  dollars: number;
  /** True: the counts are lower bounds. */
  atLeast: boolean;
  /** The same listing from S3: only the LISTs. */
  directLists: number;
  directDollars: number;
}

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;
/** Approximate sizes of a chunk's item without its body (its keys and attributes), and of a whole record. */
const CHUNK_OVERHEAD_BYTES = 150;
const RECORD_BYTES = 250;

export function readCost(held: InspectAnswer): ReadCost {
  const { chunks, marks, records, coverage, truncated } = held;
  const again = lookAgain(held);
  const missing = coverage !== 'complete';
  const gone = chunks.filter(({ state }) => state !== 'valid');
  // The chunks that are no longer valid are the best estimate of what must be listed.
  const missingLists = missing ? listsOf(gone) : 0;
  const lists = missingLists + again.lists;
  const relisted = [...(missing ? gone : []), ...again.relisted];
  const asksS3 = lists + again.heads > 0;
  return costOf({
    lists,
    heads: again.heads,
    // Chunks are read with eventual consistency, which costs half a unit, and marks with strong consistency. A read
    // that finds nothing also costs units. Before S3 is asked, the watch is read too.
    readUnits:
      atLeastOne(storedBytes(chunks) / READ_UNIT_BYTES) / 2 +
      atLeastOne(((records.length + marks.length) * RECORD_BYTES) / READ_UNIT_BYTES) +
      (asksS3 ? 1 : 0),
    // A LIST extends the watch and writes its chunks; a revalidated name writes its record.
    writeUnits:
      (lists > 0 ? Math.max(1, chunkWriteUnits(relisted)) + 1 : 0) + again.singles * recordWriteUnits(),
    atLeast: missing || truncated,
    directLists: listsOf(chunks),
  });
}

function costOf(counted: Omit<ReadCost, 'dollars' | 'directDollars'>): ReadCost {
  const { lists, heads, readUnits, writeUnits, directLists } = counted;
  return {
    ...counted,
    dollars: rounded(
      lists * PRICES.s3List +
        heads * PRICES.s3Head +
        readUnits * PRICES.readUnit +
        writeUnits * PRICES.writeUnit,
    ),
    directDollars: rounded(directLists * PRICES.s3List),
  };
}

type Chunks = readonly InspectAnswer['chunks'][number][];

/** LISTs for this number of entries; an empty directory needs one too. */
function listsOf(chunks: Chunks): number {
  return atLeastOne(chunks.reduce((sum, { entries }) => sum + entries, 0) / LIST_MAX_KEYS);
}

function storedBytes(chunks: Chunks): number {
  return chunks.reduce((sum, { bytes }) => sum + bytes + CHUNK_OVERHEAD_BYTES, 0);
}

function chunkWriteUnits(chunks: Chunks): number {
  return chunks.reduce(
    (sum, { bytes }) => sum + Math.ceil((bytes + CHUNK_OVERHEAD_BYTES) / WRITE_UNIT_BYTES),
    0,
  );
}

function recordWriteUnits(): number {
  return atLeastOne(RECORD_BYTES / WRITE_UNIT_BYTES);
}

function atLeastOne(units: number): number {
  return Math.max(1, Math.ceil(units));
}
