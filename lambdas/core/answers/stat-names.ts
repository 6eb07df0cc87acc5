/** Stats of several names of one directory: the objects, and the directories of names without an object. */
import { compareNames } from '../../../shared/byte-order.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import type { CachedPage } from '../model/cached-page.ts';
import { findEntry } from '../model/entries.ts';
import { contains } from '../model/range.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { Stat } from '../questions/stat.ts';
import { fold, NO_EVIDENCE, type WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { Detail } from './see-object.ts';
import { type ObjectsSeen, seeObjects } from './see-objects.ts';
import { NO_SUCH_KEY, objectStat, statDirectoryNamed } from './stat.ts';

const DIRECTORIES_AT_ONCE = 8;

/** Stats by key; `undefined` when nothing exists. */
export type Stats = Map<string, Stat | undefined>;

export async function statNames(
  at: ScopeContext,
  unsorted: readonly string[],
  detail: Detail,
): Promise<WithEvidence<Stats | Failed>> {
  const names = unsorted.toSorted(compareNames);
  const seen = await seeObjects(at, names, detail);
  if (isFailed(seen.value)) return { value: seen.value, evidence: seen.evidence };
  const { objects } = seen.value;
  const stats: Stats = new Map();
  const absent: string[] = [];
  for (const name of names) {
    const object = objects.get(name);
    const key = at.scope.prefix + name;
    if (object) stats.set(key, objectStat(key, object));
    else absent.push(name);
  }
  const others = await statDirectoriesNamed(at, absent, seen.value);
  const evidence = fold(seen.evidence, others.evidence);
  for (const [i, other] of others.value.entries()) {
    if (!isFailed(other)) stats.set(at.scope.prefix + absent[i]!, other);
    else if (other.code === 'no-such-key') stats.set(at.scope.prefix + absent[i]!, undefined);
    else return { value: other, evidence };
  }
  return { value: stats, evidence };
}

/**
 * Stats of the directories of these names, in the same order. S3 is not asked for those that the index shows as
 * absent.
 */
async function statDirectoriesNamed(
  parent: ScopeContext,
  names: readonly string[],
  { directories, pages }: ObjectsSeen,
): Promise<WithEvidence<(Stat | Failed)[]>> {
  const stats = await inParallel(names, DIRECTORIES_AT_ONCE, async (name) => {
    if (listedAbsent(pages, name + DELIMITER)) return { value: NO_SUCH_KEY, evidence: NO_EVIDENCE };
    return statDirectoryNamed(parent, name, directories.get(name));
  });
  return { value: stats.map(({ value }) => value), evidence: fold(...stats.map((it) => it.evidence)) };
}

/** True if a page that was fetched for this question covers the name without listing it. */
function listedAbsent(pages: readonly CachedPage[], name: string): boolean {
  const page = pages.find((it) => contains(it, name));
  return page !== undefined && findEntry(page.entries, name) === undefined;
}
