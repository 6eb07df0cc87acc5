/** What a whole list of a directory would cost now, estimated from what the index holds of it. */
import type { InspectAnswer } from '../contract/client.ts';
import { PRICES } from '../contract/prices.ts';

export interface ReadCost {
  /** S3 calls. Of a directory that is not wholly held, at least: how large the rest is nobody knows. */
  lists: number;
  heads: number;
  readUnits: number;
  writeUnits: number;
  dollars: number;
  /** True: there may be more of it than was counted. */
  atLeast: boolean;
  /** The same list straight from S3: LISTs alone. */
  directLists: number;
  directDollars: number;
}

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;
/** Keys and attributes of an item beside a chunk's body, and a whole record, about. */
const CHUNK_OVERHEAD_BYTES = 150;
const RECORD_BYTES = 250;
const LIST_ENTRIES = 1000;

export function readCost(held: InspectAnswer): ReadCost {
  const valid = held.chunks.filter(({ state }) => state === 'valid');
  const entries = valid.reduce((sum, chunk) => sum + chunk.entries, 0);
  const chunkBytes = held.chunks.reduce((sum, { bytes }) => sum + bytes + CHUNK_OVERHEAD_BYTES, 0);
  const records = held.records.length + held.marks.length;
  // Chunks are read eventually consistent, for half a unit; marks strongly. An empty answer costs a read too.
  const readUnits =
    atLeastOne(chunkBytes / READ_UNIT_BYTES) / 2 + atLeastOne((records * RECORD_BYTES) / READ_UNIT_BYTES);
  const missing = held.coverage !== 'complete';
  const lists = missing ? Math.max(1, Math.ceil(entries / LIST_ENTRIES)) : 0;
  const heads = missing ? 0 : held.voidNames;
  const writeUnits = missing
    ? lists * atLeastOne(averageBytes(valid) / WRITE_UNIT_BYTES)
    : heads * atLeastOne(RECORD_BYTES / WRITE_UNIT_BYTES);
  const directLists = Math.max(1, Math.ceil(entries / LIST_ENTRIES));
  return {
    lists,
    heads,
    readUnits,
    writeUnits,
    dollars:
      lists * PRICES.s3List +
      heads * PRICES.s3Head +
      readUnits * PRICES.readUnit +
      writeUnits * PRICES.writeUnit,
    atLeast: missing || held.truncated,
    directLists,
    directDollars: directLists * PRICES.s3List,
  };
}

function atLeastOne(units: number): number {
  return Math.max(1, Math.ceil(units));
}

function averageBytes(chunks: InspectAnswer['chunks']): number {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  return chunks.length === 0 ? 0 : bytes / chunks.length;
}
