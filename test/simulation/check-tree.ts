/** Checks recursive listings and usage: every key below the directory, whether it is listed or not, and every sum. */
import type { Entry } from '../../lambdas/core/model/entry.ts';
import type { Usage } from '../../lambdas/core/model/usage.ts';
import type { ListPage, ListQuestion } from '../../lambdas/core/questions/list.ts';
import type { TreeUsage } from '../../lambdas/core/questions/usage.ts';
import { checkName, checkShape } from './check-list.ts';
import { byBytes } from './s3-history.ts';
import type { Truth, Window } from './truth.ts';
import { Violation } from './violation.ts';

/** If there are more possible combinations of states than this, the sums of an answer are not checked. */
const MAX_COMBINATIONS = 4_096;

export function checkFlatPage(truth: Truth, question: ListQuestion, page: ListPage, window: Window): number {
  checkShape(question, page);
  const { directory, filter, after } = question;
  const listed = new Map(page.entries.map((entry) => [directory + entry.name, entry]));
  let checked = 0;
  for (const key of new Set([...truth.keys(directory), ...listed.keys()])) {
    const name = key.slice(directory.length);
    const inRange =
      name.startsWith(filter) &&
      (after === undefined || byBytes(name, after) > 0) &&
      (page.next === undefined || byBytes(name, page.next) <= 0);
    if (!inRange) continue;
    checkKey(truth, key, listed.get(key), window);
    checked += 1;
  }
  return checked;
}

function checkKey(truth: Truth, key: string, entry: Entry | undefined, window: Window): void {
  const { prefix, name } = placeOf(key);
  checkName(truth, prefix, name, entry && { ...entry, name }, window);
}

function placeOf(key: string): { prefix: string; name: string } {
  const cut = key.lastIndexOf('/') + 1;
  return { prefix: key.slice(0, cut), name: key.slice(cut) };
}

export function checkUsage(
  truth: Truth,
  { directory, depth }: { directory: string; depth: number },
  { usage, children, complete }: TreeUsage,
  window: Window,
): number {
  if (!complete) return 0;
  checkSums(truth, directory, usage, window);
  const told = new Map(children.map((child) => [child.name, child.usage]));
  const names = [...truth.keys(directory)].flatMap((key) => levelsBelow(key.slice(directory.length), depth));
  for (const name of new Set([...names, ...told.keys()]))
    checkSums(
      truth,
      directory + name,
      told.get(name) ?? { objects: 0, sizeBytes: 0, byClass: new Map() },
      window,
    );
  return 1 + told.size;
}

function levelsBelow(name: string, depth: number): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.slice(0, depth).map((_, i) => `${parts.slice(0, i + 1).join('/')}/`);
}

interface Sum {
  objects: number;
  sizeBytes: number;
  newestMs?: number | undefined;
  largestBytes?: number | undefined;
}

function checkSums(truth: Truth, directory: string, usage: Usage, window: Window): void {
  let sums: Sum[] = [{ objects: 0, sizeBytes: 0 }];
  for (const key of truth.keys(directory)) {
    const { prefix, name } = placeOf(key);
    const values = truth.possible(prefix, name, window);
    if (sums.length * values.length > MAX_COMBINATIONS) return;
    sums = sums.flatMap((sum) =>
      values.map((value): Sum => {
        if (value?.type !== 'object') return sum;
        const { sizeBytes, lastModifiedMs = 0 } = value.object.entry;
        return {
          objects: sum.objects + 1,
          sizeBytes: sum.sizeBytes + sizeBytes,
          newestMs: Math.max(sum.newestMs ?? 0, lastModifiedMs),
          largestBytes: Math.max(sum.largestBytes ?? 0, sizeBytes),
        };
      }),
    );
  }
  const told: Sum = { ...usage, largestBytes: usage.largest?.sizeBytes };
  if (sums.some((sum) => SUMMED.every((part) => sum[part] === told[part]))) return;
  throw new Violation(
    'a/b',
    `usage of ${JSON.stringify(directory)} is ${JSON.stringify(usage)}, but can only be ${JSON.stringify(sums)}`,
  );
}

const SUMMED = ['objects', 'sizeBytes', 'newestMs', 'largestBytes'] as const;
