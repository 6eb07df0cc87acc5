/** Mutants of lambdas/core/changes that no test can notice, and why. */
import type { Equivalent } from './equivalents.ts';

const CHANGES = 'lambdas/core/changes';
const ONE_CLASS = 'only one class implements Watched';

export const EQUIVALENTS_IN_CHANGES: readonly Equivalent[] = [
  {
    file: `${CHANGES}/propagate.ts`,
    line: 'for (let depth = Math.max(-1, ...levels.keys()); depth > 0; depth--) {',
    ...{ from: '>', to: '>=' },
    why: 'no watched directory is above the root, so nothing is done at depth 0',
  },
  {
    file: `${CHANGES}/propagate.ts`,
    line: 'if (climb.isWatched && (await isSeenFilled(context, directory))) return false;',
    ...{ from: 'false', to: 'true' },
    why: 'in a watched directory, the removal was marked already',
  },
  {
    file: `${CHANGES}/propagate.ts`,
    line: 'addTo(levels, { ...climb, directory: parent, isWatched, isMarked: climb.isMarked || wrote });',
    ...{ from: '||', to: '&&' },
    why: 'the directories above a later mark are also above the first one; this only saves reads',
  },
  {
    file: `${CHANGES}/propagate.ts`,
    line: 'return prefix.split(DELIMITER).length - 1;',
    ...{ from: '-', to: '+' },
    why: 'all depths are greater by two, and nothing is done at the depth of the root',
  },
  {
    file: `${CHANGES}/watches.ts`,
    line: 'return earlier instanceof HeadsRead && later instanceof HeadsRead ? earlier.and(later) : later;',
    ...{ from: 'earlier instanceof HeadsRead && later instanceof HeadsRead', to: 'true' },
    why: ONE_CLASS,
  },
  {
    file: `${CHANGES}/watches.ts`,
    line: 'return earlier instanceof HeadsRead && later instanceof HeadsRead ? earlier.and(later) : later;',
    ...{ from: '&&', to: '||' },
    why: ONE_CLASS,
  },
  {
    file: `${CHANGES}/watches.ts`,
    line: 'this.#below.set(id, until);',
    ...{ from: 'this.#below.set(id, until);', to: ';' },
    why: 'a remembered result only saves work',
  },
  {
    file: `${CHANGES}/watches.ts`,
    line: "const trees = head === 'unreadable' ? undefined : head?.treesWatchedUntil;",
    ...{ from: "head === 'unreadable'", to: 'false' },
    why: 'a text has no watches either',
  },
];
