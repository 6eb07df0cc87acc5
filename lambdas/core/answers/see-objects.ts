/**
 * Finds several objects of one directory. Those that the index does not know are looked up in S3 in the cheapest way.
 */
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import type { LookedUp } from '../index/lookup.ts';
import type { BothLookedUp } from '../index/lookup-both.ts';
import { lookupAll } from '../index/lookup-many.ts';
import type { CachedPage } from '../model/cached-page.ts';
import { MISSES_BEFORE_LIST } from '../model/cost.ts';
import { findEntry } from '../model/entries.ts';
import { isWithin, justBelow } from '../model/range.ts';
import { fill } from '../origin/fill.ts';
import type { Gap } from '../origin/list-gap.ts';
import { revalidateAll } from '../origin/revalidate.ts';
import { beginWatch, type Watch } from '../origin/watch.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import { type Evidence, fold, fromS3, NO_EVIDENCE, type WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { Stores } from '../request/stores.ts';
import { type Detail, foundBy, inWordsOf, type ObjectPresent, seenOf } from './see-object.ts';

export interface ObjectsSeen {
  /** Objects by name. Names that are not in the map are not objects. */
  objects: Map<string, ObjectPresent>;
  /** What the index says about the directories of names that are not objects, if it was read. */
  directories: Map<string, WithEvidence<LookedUp>>;
  /** The pages that were listed for this. */
  pages: CachedPage[];
}

/** `names` must ascend. */
export async function seeObjects(
  at: ScopeContext,
  names: readonly string[],
  detail: Detail,
): Promise<WithEvidence<ObjectsSeen | Failed>> {
  const known = await lookupAll(at, names);
  const evidence = fold(...[...known.values()].map(({ object }) => object.evidence));
  const seen: ObjectsSeen = { objects: new Map(), directories: new Map(), pages: [] };
  const open: string[] = [];
  for (const [name, { object, directory }] of known) {
    if (directory) seen.directories.set(name, directory);
    const found = seenOf(object.value, detail);
    if (found?.outcome === 'present') seen.objects.set(name, found);
    else if (found === undefined) open.push(name);
  }
  if (open.length === 0) return { value: seen, evidence };
  const asked = await askS3(at, open, { seen, known, detail });
  return { value: asked.value ?? seen, evidence: fold(evidence, asked.evidence) };
}

/** Asks S3 about these names and adds its answers to `seen`. */
async function askS3(
  at: ScopeContext,
  names: readonly string[],
  { seen, known, detail }: { seen: ObjectsSeen; known: ReadonlyMap<string, BothLookedUp>; detail: Detail },
): Promise<WithEvidence<Failed | undefined>> {
  const forbidden = at.policy.forbidsS3();
  if (forbidden) return { value: forbidden, evidence: NO_EVIDENCE };
  const watch = at.question.storing ? await beginWatch(at) : undefined;
  // A LIST does not return the fields that only a HEAD returns.
  const listed =
    detail === 'full'
      ? { value: names, evidence: NO_EVIDENCE }
      : await listThrough(at, names, { seen, watch });
  if (isFailed(listed.value)) return { value: listed.value, evidence: listed.evidence };
  const { value, evidence } = await revalidateAll(at, listed.value, watch);
  const folded = fold(listed.evidence, evidence);
  if (isFailed(value)) return { value, evidence: folded };
  for (const [name, found] of value) {
    const object = inWordsOf(known.get(name)?.object.value, foundBy(found, detail));
    if (object.outcome === 'present') seen.objects.set(name, object);
  }
  return { value: undefined, evidence: folded };
}

/** Sends LISTs as long as each answers more names than HEADs of the same price. Returns the names that are left. */
async function listThrough(
  at: ScopeContext,
  names: readonly string[],
  { seen, watch }: { seen: ObjectsSeen; watch: Watch | undefined },
): Promise<WithEvidence<readonly string[] | Failed>> {
  let evidence: Evidence = NO_EVIDENCE;
  let left = names;
  const stores = new Stores();
  while (left.length > MISSES_BEFORE_LIST) {
    await stores.room();
    const gap: Gap = { after: justBelow(left[0]!), pages: [], known: [], wanted: LIST_MAX_KEYS };
    const filled = await fill(at, gap, watch);
    if (isFailed(filled)) return { value: filled, evidence: fold(evidence, await stores.ended()) };
    const { page, stored } = filled;
    stores.add(stored);
    evidence = fold(evidence, fromS3(page, 'being-stored'));
    seen.pages.push(page);
    const answered = left.filter((name) => isWithin(name, page.through));
    for (const name of answered) {
      const entry = findEntry(page.entries, name);
      if (entry?.type === 'object') seen.objects.set(name, { outcome: 'present', entry });
    }
    left = left.slice(answered.length);
    // The names are far apart in a large directory. Another LIST would also answer only a few of them.
    if (answered.length <= MISSES_BEFORE_LIST) break;
  }
  return { value: left, evidence: fold(evidence, await stores.ended()) };
}
