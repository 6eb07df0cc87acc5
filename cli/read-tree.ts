/** Reads a tree of directories level by level, a hundred directories per request. */

import type { Problem } from '../contract/answers/problem.ts';
import { MAX_LIST_PREFIXES } from '../contract/bounds.ts';
import { type Ask, type Client, type EntryJson, S3dexError } from '../contract/client.ts';
import { UsageError } from './usage-error.ts';

export interface Branch {
  entries: TreeEntry[];
}

export type TreeEntry =
  | { type: 'object'; name: string; size: number }
  | ({ type: 'directory'; name: string } & Branch);

export interface ReadTreeOptions {
  ask: Ask;
  /** Levels below the first directory; absent: all. */
  levels?: number;
  onProgress(entries: number): void;
}

export interface Tree {
  root: Branch;
  directories: number;
  objects: number;
}

/** A larger tree is not readable on a terminal. */
const MAX_ENTRIES = 100_000;

interface Waiting {
  prefix: string;
  branch: Branch;
}

/**
 * @throws UsageError when the tree is larger than MAX_ENTRIES.
 * @throws S3dexError when a directory cannot be read.
 */
export async function readTree(
  client: Client,
  bucket: string,
  prefix: string,
  options: ReadTreeOptions,
): Promise<Tree> {
  const tree: Tree = { root: { entries: [] }, directories: 0, objects: 0 };
  let level: Waiting[] = [{ prefix, branch: tree.root }];
  for (let depth = 1; level.length > 0 && depth <= (options.levels ?? Number.POSITIVE_INFINITY); depth++) {
    const below: Waiting[] = [];
    for (let at = 0; at < level.length; at += MAX_LIST_PREFIXES) {
      const some = level.slice(at, at + MAX_LIST_PREFIXES);
      for (const { branch, entries } of await readAll(client, bucket, some, options.ask))
        for (const entry of entries) below.push(...add(tree, branch, entry));
      options.onProgress(tree.directories + tree.objects);
    }
    level = below;
  }
  return tree;
}

/** The entries of the directories, with all pages of large ones. */
async function readAll(client: Client, bucket: string, waiting: Waiting[], ask: Ask) {
  const { results } = await client.listMany(
    bucket,
    waiting.map(({ prefix }) => prefix),
    ask,
  );
  return Promise.all(
    results.map(async (result, at) => {
      const { prefix, branch } = waiting[at]!;
      if ('problem' in result) throw unreadable(prefix, result.problem);
      const entries: EntryJson[] = [...result.entries];
      if (result.nextCursor !== undefined) {
        for await (const entry of client.entries(bucket, prefix, { ...ask, cursor: result.nextCursor })) {
          entries.push(entry);
          if (entries.length > MAX_ENTRIES) throw tooLarge();
        }
      }
      return { branch, entries };
    }),
  );
}

/** Adds the entry; returns the directory to read for it, if it is one. */
function add(tree: Tree, branch: Branch, entry: EntryJson): Waiting[] {
  if (tree.directories + tree.objects >= MAX_ENTRIES) throw tooLarge();
  if (entry.type === 'object') {
    // The marker object is the directory itself.
    if (entry.name === '') return [];
    tree.objects++;
    branch.entries.push({ type: 'object', name: entry.name, size: entry.size });
    return [];
  }
  tree.directories++;
  const directory = { type: 'directory' as const, name: entry.name, entries: [] };
  branch.entries.push(directory);
  return [{ prefix: entry.key, branch: directory }];
}

function tooLarge(): UsageError {
  return new UsageError(
    `more than ${MAX_ENTRIES.toLocaleString('en-US')} entries: limit the levels with -L, or use du`,
  );
}

function unreadable(prefix: string, { code, status, detail }: Problem): S3dexError {
  return new S3dexError({ code, status, detail: `${prefix || 'the root of the bucket'}: ${detail}` });
}
