/**
 * The complete history of S3: every state of every key, and of every name in every directory, in order and with its
 * time. The simulated store answers from the newest state. The checker uses the whole history.
 */
import type { ObjectDetail, ObjectEntry } from '../../lambdas/core/model/entry.ts';

export interface StoredObject {
  entry: Omit<ObjectEntry, 'name' | 'type'>;
  detail: ObjectDetail;
}

/** The state of a key or a name, from one write to the next. */
export interface State<T> {
  /** The number of the write that made this state; writes are numbered across the bucket. */
  seq: number;
  atMs: number;
  /** Absent if the key or name did not exist. */
  value?: T;
}

/** What a name in a directory can be. */
export type NameValue = { type: 'object'; object: StoredObject } | { type: 'directory' };

export class S3History {
  /** The number of the last write. */
  seq = 0;
  readonly keys = new Map<string, State<StoredObject>[]>();
  /** By directory prefix, then by name. Names are never deleted from these maps. */
  private readonly directories = new Map<string, Map<string, State<NameValue>[]>>();
  private readonly keysBelow = new Map<string, number>();

  /** Puts the key, or removes it if no object is given. Returns the number of the write. */
  write(key: string, object: StoredObject | undefined, atMs: number): number {
    this.seq += 1;
    const before = this.now(key);
    const write = { seq: this.seq, atMs };
    push(this.keys, key, object ? { ...write, value: object } : write);
    const cut = key.lastIndexOf('/') + 1;
    const value: NameValue | undefined = object && { type: 'object', object };
    push(this.directory(key.slice(0, cut)), key.slice(cut), value ? { ...write, value } : write);
    if (Boolean(before) !== Boolean(object)) this.countBelow(key, object ? 1 : -1, write);
    return this.seq;
  }

  /** The object that the key has now. */
  now(key: string): StoredObject | undefined {
    return this.keys.get(key)?.at(-1)?.value;
  }

  /**
   * Every name that was ever in the directory, with its states, oldest first. Before its first state, a name did not
   * exist.
   */
  names(prefix: string): ReadonlyMap<string, readonly State<NameValue>[]> {
    return this.directories.get(prefix) ?? new Map();
  }

  /** Does any key start with this directory prefix now? */
  holds(prefix: string): boolean {
    if (prefix === '') return [...this.keys.values()].some((states) => states.at(-1)!.value);
    return (this.keysBelow.get(prefix) ?? 0) > 0;
  }

  /** The directories that ever held anything, and the root. */
  prefixes(): string[] {
    return [...this.directories.keys()];
  }

  private countBelow(key: string, change: number, write: { seq: number; atMs: number }): void {
    for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      const prefix = key.slice(0, slash + 1);
      const count = (this.keysBelow.get(prefix) ?? 0) + change;
      this.keysBelow.set(prefix, count);
      const appeared = change === 1 && count === 1;
      if (!appeared && count !== 0) continue;
      const start = prefix.lastIndexOf('/', prefix.length - 2) + 1;
      const parent = prefix.length === 1 ? '' : prefix.slice(0, start);
      push(
        this.directory(parent),
        prefix.slice(parent.length),
        appeared ? { ...write, value: DIRECTORY } : write,
      );
    }
  }

  private directory(prefix: string): Map<string, State<NameValue>[]> {
    let names = this.directories.get(prefix);
    if (!names) {
      names = new Map();
      this.directories.set(prefix, names);
    }
    return names;
  }
}

const DIRECTORY: NameValue = { type: 'directory' };

function push<T>(map: Map<string, State<T>[]>, key: string, state: State<T>): void {
  const states = map.get(key);
  if (states) states.push(state);
  else map.set(key, [state]);
}

/** Below the surrogates, UTF-16 units and UTF-8 bytes have the same order. */
const FIRST_SURROGATE = 0xd800;

/** UTF-8 order, as S3 sorts. It is implemented independently of the core, so that an error in the core shows. */
export function byBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === shorter) return Math.sign(a.length - b.length);
  const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
  if (one < FIRST_SURROGATE && other < FIRST_SURROGATE) return one < other ? -1 : 1;
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}
