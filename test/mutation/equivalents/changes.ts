/** Mutants of lambdas/core/changes that no test can notice, and why. */
import type { EquivalentsByFile } from './equivalent.ts';

const ONE_CLASS = 'only one class implements Watched';

export const OF_CHANGES: EquivalentsByFile = {
  'apply.ts': [
    {
      line: 'const longer = all === watched ? [] : tasks.filter(isLonger);',
      ...{ from: 'all === watched', to: 'false' },
      why: 'equal watches end at the same time; the condition saves work',
    },
  ],
  'propagate.ts': [
    {
      line: 'for (let depth = Math.max(-1, ...levels.keys()); depth > 0; depth--) {',
      ...{ from: '>', to: '>=' },
      why: 'no watched directory is above the root, so nothing is done at depth 0',
    },
    {
      line: 'if (climb.isWatched && (await isSeenFilled(context, directory))) return false;',
      ...{ from: 'false', to: 'true' },
      why: 'in a watched directory, the removal was marked already',
    },
    {
      line: 'addTo(levels, { ...climb, directory: parent, isWatched, isMarked: climb.isMarked || wrote });',
      ...{ from: '||', to: '&&' },
      why: 'the directories above a later mark are also above the first one; this only saves reads',
    },
    {
      line: 'return prefix.split(DELIMITER).length - 1;',
      ...{ from: '-', to: '+' },
      why: 'all depths are greater by two, and nothing is done at the depth of the root',
    },
  ],
  'watches.ts': [
    {
      line: 'return earlier instanceof HeadsRead && later instanceof HeadsRead ? earlier.and(later) : later;',
      ...{ from: 'earlier instanceof HeadsRead && later instanceof HeadsRead', to: 'true' },
      why: ONE_CLASS,
    },
    {
      line: 'return earlier instanceof HeadsRead && later instanceof HeadsRead ? earlier.and(later) : later;',
      ...{ from: '&&', to: '||' },
      why: ONE_CLASS,
    },
    {
      line: 'if (later.#heads.size === 0) return this;',
      ...{ from: 'later.#heads.size === 0', to: 'false' },
      why: 'a copy of the same heads gives the same results; the condition saves work',
    },
    {
      line: 'this.#below.set(id, until);',
      ...{ from: 'this.#below.set(id, until);', to: ';' },
      why: 'a remembered result only saves work',
    },
    {
      line: "const trees = head === 'unreadable' ? undefined : head?.treesWatchedUntil;",
      ...{ from: "head === 'unreadable'", to: 'false' },
      why: 'a text has no watches either',
    },
  ],
};
