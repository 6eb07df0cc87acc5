/** S3 for one scope within one question: lists the scope, and checks single names. */
import { byteLength } from '../../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';
import { type Position, START } from '../model/range.ts';
import type { HeadResult } from '../model/record.ts';
import { isDirectoryIn, type Scope } from '../model/scope.ts';
import type { ListOutcome, ObjectStore } from '../ports/object-store.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { StoreGate } from './store-gate.ts';

export type Listed = Extract<ListOutcome, { outcome: 'listed' }>;

export class ScopedStore {
  readonly #store: ObjectStore;
  readonly #gate: StoreGate;
  readonly #scope: Scope;
  readonly #below: string;

  constructor(store: ObjectStore, gate: StoreGate, scope: Scope, below: string) {
    this.#store = store;
    this.#gate = gate;
    this.#scope = scope;
    this.#below = below;
  }

  /** Sends one LIST of the requested names. The result may begin with names at or before the position. */
  list(request: { after: Position; token?: string; maxKeys: number }): Promise<Listed | Failed> {
    const recursive = this.#scope.kind === 'tree' ? true : undefined;
    return this.#list(this.#below, { ...request, recursive });
  }

  /** Sends one LIST of the names in a directory of a tree. The result includes its directories. */
  listDirectory(directory: string, request: { after: Position; maxKeys: number }): Promise<Listed | Failed> {
    return this.#list(directory, request);
  }

  async #list(
    directory: string,
    { after, ...request }: { after: Position; token?: string; maxKeys: number; recursive?: true },
  ): Promise<Listed | Failed> {
    const { bucket, prefix } = this.#scope;
    const startAfter = after === START ? undefined : keyAtMost(prefix + after);
    const listed = await this.#gate.ask('list', () =>
      this.#store.list({ bucket, prefix: prefix + directory, startAfter, ...request }),
    );
    if (isFailed(listed) || directory === '') return listed;
    return {
      ...listed,
      entries: listed.entries.map((entry) => ({ ...entry, name: directory + entry.name })),
    };
  }

  /**
   * Checks one name: HEAD for an object, a LIST of one key for a directory. `budgetMs`: a time limit that is shorter
   * than the usual one.
   */
  async lookAt(name: string, budgetMs?: number): Promise<HeadResult | Failed> {
    const { bucket, prefix } = this.#scope;
    if (isDirectoryIn(this.#scope, name)) {
      const peeked = await this.#gate.ask('list', () =>
        this.#store.peek({ bucket, prefix: prefix + name, budgetMs }),
      );
      if (isFailed(peeked)) return peeked;
      return { says: peeked.outcome === 'present' ? 'directory' : 'absent' };
    }
    const head = await this.#gate.ask('head', () =>
      this.#store.head({ bucket, key: prefix + name, budgetMs }),
    );
    if (isFailed(head)) return head;
    if (head.outcome === 'absent') return { says: 'absent' };
    return { says: 'object', entry: head.entry, detail: head.detail };
  }
}

/** A position just below a name may be longer than any key. Cutting it gives a position before it, which is safe. */
function keyAtMost(position: string): string {
  if (byteLength(position) <= MAX_KEY_BYTES) return position;
  return keyAtMost([...position].slice(0, -1).join(''));
}
