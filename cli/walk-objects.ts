/** Every object below a prefix, in S3's order, a directory at a time: each is a listing the index answers by itself. */
import type { Ask, Client, EntryJson } from '../contract/client.ts';

/** Keys are 1,024 bytes: no tree is deeper. */
const MAX_DEPTH = 1024;

/** Yields runs of objects, in the order of their keys; directories stand in that order with their slash, so going down where they stand keeps it. */
export async function* walkObjects(
  client: Client,
  bucket: string,
  prefix: string,
  ask: Ask,
  depth = 0,
): AsyncGenerator<EntryJson[], void, void> {
  if (depth > MAX_DEPTH) throw new Error(`${prefix}: deeper than any key can be`);
  for await (const { entries } of client.pages(bucket, prefix, ask)) {
    let run: EntryJson[] = [];
    for (const entry of entries) {
      if (entry.type === 'object') {
        run.push(entry);
        continue;
      }
      if (run.length > 0) yield run;
      run = [];
      yield* walkObjects(client, bucket, entry.key, ask, depth + 1);
    }
    if (run.length > 0) yield run;
  }
}
