/**
 * The directories of a bucket as a tree, with the branches that the reader opened. Missing branches are requested
 * together, by one `list many`. A directory that is opened again is requested again.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type ListAnswer, S3dexError } from '../../contract/client.ts';
import type { Branch } from '../model/tree-items.ts';
import type { Service } from './service.ts';

/** Names in one answer. If a directory has more, another request asks for its directories only. */
const PAGE_ENTRIES = 1_000;

export class SideTree {
  readonly bucket: string;
  readonly #service: Service;
  readonly #open = signal<ReadonlySet<string>>(new Set());
  readonly #branches = signal<ReadonlyMap<string, Branch>>(new Map());

  constructor(service: Service, bucket: string) {
    this.#service = service;
    this.bucket = bucket;
  }

  /** Prefixes whose directories are shown. */
  get open(): ReadonlySignal<ReadonlySet<string>> {
    return this.#open;
  }

  /** By prefix; absent: there is no answer yet. */
  get branches(): ReadonlySignal<ReadonlyMap<string, Branch>> {
    return this.#branches;
  }

  /** Opens the directory and all directories above it. */
  reveal(prefix: string): Promise<void> {
    const names = prefix.split('/').slice(0, -1);
    const above = names.map((_, at) =>
      names
        .slice(0, at)
        .map((name) => `${name}/`)
        .join(''),
    );
    return this.#show([...above, prefix]);
  }

  toggle(prefix: string): Promise<void> {
    if (!this.#open.peek().has(prefix)) return this.#show([prefix]);
    const others = new Set(this.#open.peek());
    others.delete(prefix);
    this.#open.value = others;
    return Promise.resolve();
  }

  async #show(prefixes: readonly string[]): Promise<void> {
    const wanted = prefixes.filter((prefix) => !this.#open.peek().has(prefix));
    if (wanted.length === 0) return;
    this.#open.value = new Set([...this.#open.peek(), ...wanted]);
    const branches = await this.#ask(wanted).catch((error): [string, Branch][] =>
      wanted.map((prefix) => [prefix, failedBy(error)]),
    );
    this.#branches.value = new Map([...this.#branches.peek(), ...branches]);
  }

  async #ask(prefixes: readonly string[]): Promise<[string, Branch][]> {
    const { results } = await this.#service.listMany(this.bucket, prefixes, { limit: PAGE_ENTRIES });
    return Promise.all(
      results.map(async (result): Promise<[string, Branch]> => {
        const { prefix } = result;
        if ('problem' in result) return [prefix, { state: 'failed', detail: result.problem.detail }];
        try {
          return [prefix, branchOf(result.nextCursor ? await this.#directoriesOf(prefix) : result)];
        } catch (error) {
          return [prefix, failedBy(error)];
        }
      }),
    );
  }

  #directoriesOf(prefix: string) {
    const options = { type: 'directory', sort: 'name', limit: PAGE_ENTRIES } as const;
    return this.#service.list(this.bucket, prefix, options);
  }
}

function branchOf({ entries, nextCursor }: Pick<ListAnswer, 'entries' | 'nextCursor'>): Branch {
  const directories = entries.flatMap(({ type, key }) => (type === 'directory' ? [key] : []));
  return { state: 'listed', directories, more: nextCursor !== undefined };
}

function failedBy(error: unknown): Branch {
  return { state: 'failed', detail: error instanceof S3dexError ? error.detail : String(error) };
}
