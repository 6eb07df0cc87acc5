/**
 * Finds points at which a large part of a tree can be divided: the borders of its directories, the highest level
 * first.
 */
import { DELIMITER } from '../../../shared/keys.ts';
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { endsAfter, type NameRange } from '../model/range.ts';
import { rangeOfDirectory } from '../model/tree.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { ScopeContext } from '../request/scope-context.ts';

/** Maximum number of levels that one search examines. */
const MAX_LEVELS = 4;

/**
 * Returns the borders of the directories that begin inside the range, of the first level that has any. `range.after`
 * must be a key that was listed. Sends one LIST with a delimiter for each level.
 */
export async function findDirectories(at: ScopeContext, range: NameRange): Promise<string[] | Failed> {
  if (typeof range.after !== 'string') return [];
  for (const directory of levelsOf(at.below, range.after).slice(0, MAX_LEVELS)) {
    const listed = await at.store.listDirectory(directory, { after: range.after, maxKeys: LIST_MAX_KEYS });
    if (isFailed(listed)) return listed;
    const borders = listed.entries
      .filter(({ type }) => type === 'directory')
      .map(({ name }) => rangeOfDirectory(name).after as string)
      .filter((border) => endsAfter(range.through, border));
    if (borders.length > 0) return borders;
  }
  return [];
}

/** The directories that contain the name, from the top down. The top itself is the first. */
function levelsOf(top: string, name: string): string[] {
  if (!name.startsWith(top)) return [top];
  const levels = [top];
  for (let end = name.indexOf(DELIMITER, top.length); end >= 0; end = name.indexOf(DELIMITER, end + 1))
    levels.push(name.slice(0, end + 1));
  return levels;
}
