/** Checks a stat: an object, a directory's totals, or not found. */
import type { DirectoryTotals, Stat } from '../../lambdas/core/questions/stat.ts';
import { checkName } from './check-list.ts';
import type { NameValue } from './s3-history.ts';
import type { Truth, Window } from './truth.ts';
import { Violation } from './violation.ts';

/** If there are more possible combinations of states than this, the totals of an answer are not checked. */
const MAX_COMBINATIONS = 4_096;

export function checkStat(truth: Truth, key: string, stat: Stat | undefined, window: Window): void {
  if (stat && stat.key !== key && stat.key !== key + '/')
    throw new Violation('stat', `asked for ${JSON.stringify(key)}, answered ${JSON.stringify(stat)}`);
  if (stat?.type === 'object') {
    checkObject(truth, key, stat, window);
    return;
  }
  const isDirectory = key === '' || key.endsWith('/');
  if (!isDirectory) checkName(truth, prefixOf(key), key.slice(prefixOf(key).length), undefined, window);
  const directory = isDirectory ? key : key + '/';
  if (stat) checkTotals(truth, directory, stat.totals, window);
  else if (!truth.mayBeEmpty(directory, window))
    throw new Violation(
      'a/b',
      `${JSON.stringify(key)} is answered as not there, but the directory was never empty since then`,
    );
}

function prefixOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

function checkObject(truth: Truth, key: string, stat: Stat & { type: 'object' }, window: Window): void {
  const prefix = prefixOf(key);
  const name = key.slice(prefix.length);
  checkName(truth, prefix, name, stat.entry, window);
  if (!stat.detail) return;
  const told = JSON.stringify([stat.entry.etag, stat.detail]);
  const possible = truth
    .possible(prefix, name, window)
    .map(
      (value) => value?.type === 'object' && JSON.stringify([value.object.entry.etag, value.object.detail]),
    );
  if (!possible.includes(told))
    throw new Violation('a/b', `${JSON.stringify(key)}: ${told} was never one object's: ${possible}`);
}

interface Sum {
  objects: number;
  directories: number;
  sizeBytes: number;
  lastModifiedMs?: number | undefined;
  marker?: string | undefined;
}

function checkTotals(truth: Truth, prefix: string, totals: DirectoryTotals, window: Window): void {
  if (!totals.complete) return;
  let sums: Sum[] = [{ objects: 0, directories: 0, sizeBytes: 0 }];
  for (const name of truth.names(prefix)) {
    const values = truth.possible(prefix, name, window);
    if (sums.length * values.length > MAX_COMBINATIONS) return;
    sums = sums.flatMap((sum) => values.map((value) => add(sum, name, value)));
  }
  const told: Sum = { ...totals, marker: totals.marker?.etag };
  if (
    sums.some(
      (sum) =>
        SUMMED.every((part) => sum[part] === told[part]) &&
        sum.objects + sum.directories + Number(Boolean(sum.marker)) > 0,
    )
  )
    return;
  throw new Violation(
    'a/b',
    `totals of ${JSON.stringify(prefix)} are ${JSON.stringify(totals)}, but can only be ${JSON.stringify(sums)}`,
  );
}

const SUMMED = ['objects', 'directories', 'sizeBytes', 'lastModifiedMs', 'marker'] as const;

function add(sum: Sum, name: string, value: NameValue | undefined): Sum {
  if (value === undefined) return sum;
  if (value.type === 'directory') return { ...sum, directories: sum.directories + 1 };
  const { sizeBytes, lastModifiedMs = 0, etag } = value.object.entry;
  const newest = Math.max(sum.lastModifiedMs ?? 0, lastModifiedMs);
  if (name === '') return { ...sum, lastModifiedMs: newest, marker: etag };
  return { ...sum, objects: sum.objects + 1, sizeBytes: sum.sizeBytes + sizeBytes, lastModifiedMs: newest };
}
