/** Adds up the rows of digests, for one directory and for the directories below it. */
import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import type { DigestRow } from './digest.ts';
import { addUsage, noUsage, type Usage } from './usage.ts';

export class UsageTally {
  readonly usage: Usage = noUsage();
  readonly #directory: string;
  readonly #depth: number;
  readonly #children = new Map<string, Usage>();

  /**
   * `directory` is relative to the tree's root. `depth`: the number of levels of directories below it for which there
   * are separate sums.
   */
  constructor(directory: string, depth: number) {
    this.#directory = directory;
    this.#depth = depth;
  }

  /** Adds the rows. Rows of other directories are ignored. */
  add(rows: readonly DigestRow[]): void {
    for (const { directory, usage } of rows) {
      if (!directory.startsWith(this.#directory)) continue;
      const below = directory.slice(this.#directory.length);
      addUsage(this.usage, usage, below);
      let end = 0;
      for (let level = 0; level < this.#depth; level++) {
        end = below.indexOf(DELIMITER, end) + 1;
        if (end === 0) break;
        addUsage(this.#child(below.slice(0, end)), usage, below.slice(end));
      }
    }
  }

  /** The sums of the directories below, in S3's order. */
  children(): { name: string; usage: Usage }[] {
    return [...this.#children]
      .map(([name, usage]) => ({ name, usage }))
      .sort((a, b) => compareNames(a.name, b.name));
  }

  #child(name: string): Usage {
    const standing = this.#children.get(name);
    if (standing) return standing;
    const usage = noUsage();
    this.#children.set(name, usage);
    return usage;
  }
}
