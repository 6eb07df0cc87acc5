/** The state of the explorer: the place, what is open there, and the actions. Signals, so that views follow. */
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { BucketsAnswer, EntryJson } from '../../contract/answers.ts';
import { S3dexError } from '../../contract/client/error.ts';
import { type Arrangement, arrange, type Folders, isAsListed, isSearchBelow } from '../model/arrange.ts';
import type { Change } from '../model/change.ts';
import { formatPlace, type Place, parsePlace } from '../model/place.ts';
import { ObjectDetails } from './details.ts';
import { FolderSizesQuestion } from './folder-sizes.ts';
import { Inspecting } from './inspection.ts';
import { OpenDirectory } from './open-directory.ts';
import type { Pace } from './pace.ts';
import { followSavings, type Savings } from './savings.ts';
import type { Service } from './service.ts';
import { ServiceOrder } from './service-order.ts';

/** The address bar, or what stands for it. */
export interface Address {
  read(): string;
  /** A step that Back undoes. */
  push(fragment: string): void;
  replace(fragment: string): void;
  /** Back and Forward, and an edited address. */
  onChange(listener: () => void): void;
}

export type Buckets =
  | { state: 'asking' }
  | { state: 'there'; buckets: BucketsAnswer['buckets'] }
  | { state: 'failed'; error: S3dexError };

/** Rows that just changed are shown so for a while. */
const NEWS_MS = 6_000;

export interface ExplorerDeps {
  service: Service;
  pace: Omit<Pace, 'live'>;
  address: Address;
  now: () => number;
}

export class Explorer {
  readonly service: Service;
  readonly live = signal(true);
  readonly buckets = signal<Buckets>({ state: 'asking' });
  readonly stats: ReadonlySignal<Savings>;
  /** Names of the open directory that appeared or changed lately. */
  readonly news = signal<ReadonlySet<string>>(new Set());
  readonly lastChange = signal<Change | undefined>(undefined);
  /** Rows on the screen; set by the grid. */
  visibleRows: readonly EntryJson[] = [];
  readonly #deps: ExplorerDeps;
  readonly #pace: Pace;
  readonly #place = signal<Place>(parsePlace(''));
  readonly #directory = signal<OpenDirectory | undefined>(undefined);
  readonly #inspecting = signal<Inspecting | undefined>(undefined);
  readonly #details = signal<ObjectDetails | undefined>(undefined);
  readonly #folderSizes = signal<FolderSizesQuestion | undefined>(undefined);
  readonly #serviceOrder = signal<ServiceOrder | undefined>(undefined);

  constructor(deps: ExplorerDeps) {
    this.#deps = deps;
    this.service = deps.service;
    this.#pace = { ...deps.pace, live: this.live };
    this.#place.value = parsePlace(deps.address.read());
    this.stats = followSavings(deps.service, this.#pace, new AbortController().signal);
    deps.address.onChange(() => {
      this.#place.value = parsePlace(deps.address.read());
    });
    const opened = computed(() => {
      const { bucket, prefix } = this.#place.value;
      return bucket === undefined ? undefined : JSON.stringify([bucket, prefix]);
    });
    const looked = computed(() => {
      const { bucket, prefix, object } = this.#place.value;
      return object === undefined ? undefined : JSON.stringify([bucket, prefix + object]);
    });
    effect(() => this.#open(opened.value));
    effect(() => this.#orderByService());
    effect(() => this.#look(looked.value));
    void this.askBuckets();
  }

  get place(): ReadonlySignal<Place> {
    return this.#place;
  }

  /** Undefined: the list of buckets is shown. */
  get directory(): ReadonlySignal<OpenDirectory | undefined> {
    return this.#directory;
  }

  /** Set once the sizes of the directories here were asked for. */
  get folderSizes(): ReadonlySignal<FolderSizesQuestion | undefined> {
    return this.#folderSizes;
  }

  /** Shows how much is below each directory, or hides it. */
  toggleFolderSizes(): void {
    const { bucket, prefix } = this.#place.peek();
    const before = this.#folderSizes.peek();
    before?.close();
    const asked = before === undefined && bucket !== undefined;
    this.#folderSizes.value = asked
      ? new FolderSizesQuestion(this.service, this.#pace, { bucket, prefix })
      : undefined;
  }

  /** Set while the rows come from the service in its order: see ServiceOrder. */
  get serviceOrder(): ReadonlySignal<ServiceOrder | undefined> {
    return this.#serviceOrder;
  }

  get inspecting(): ReadonlySignal<Inspecting | undefined> {
    return this.#inspecting;
  }

  get details(): ReadonlySignal<ObjectDetails | undefined> {
    return this.#details;
  }

  readonly rows: ReadonlySignal<readonly EntryJson[]> = computed(() => {
    const directory = this.#directory.value;
    if (directory === undefined) return [];
    const order = this.#serviceOrder.value;
    return order
      ? order.rows.value
      : arrange(directory.entries.value, this.#arrangement.value, this.#folders.value);
  });

  readonly #folders: ReadonlySignal<Folders | undefined> = computed(() => {
    const sizes = this.#folderSizes.value?.answer.value;
    return sizes?.state === 'there' ? sizes.byPrefix : undefined;
  });

  /** Apart from the rest of the place, so that opening an object's details does not sort again. */
  readonly #arrangement = computed(() => {
    const { filter, sort, foldersFirst, below } = this.#place.value;
    const arrangement = { filter, sort, foldersFirst, below };
    if (JSON.stringify(arrangement) === JSON.stringify(this.#arranged)) return this.#arranged;
    this.#arranged = arrangement;
    return arrangement;
  });
  #arranged: Arrangement = parsePlace('');

  /** Somewhere else: Back comes back. */
  go(place: Place): void {
    this.#deps.address.push(formatPlace(place));
    this.#place.value = place;
  }

  /** Somewhere else, in place of where it is: Back goes past it. */
  replace(place: Place): void {
    this.#deps.address.replace(formatPlace(place));
    this.#place.value = place;
  }

  /** The same place, shown differently: sorted, filtered, with details. */
  adjust(part: Partial<Arrangement> & { object?: string | undefined }): void {
    const { object, ...rest } = { ...this.#place.peek(), ...part };
    this.replace({ ...rest, ...(object !== undefined && { object }) });
  }

  async askBuckets(): Promise<void> {
    try {
      const { buckets } = await this.service.buckets();
      this.buckets.value = { state: 'there', buckets };
    } catch (error) {
      if (error instanceof S3dexError) this.buckets.value = { state: 'failed', error };
      else throw error;
    }
  }

  /** Asks S3 itself about the open directory; the index keeps the answers. */
  async readFromS3(): Promise<void> {
    await this.#directory.peek()?.readFromS3();
    this.#inspecting.peek()?.askSoon();
  }

  /** Makes the index forget the open directory and all below it: the next answers come from S3. */
  async forget(): Promise<void> {
    const { bucket, prefix } = this.#place.peek();
    if (bucket === undefined) return;
    await this.service.invalidate(bucket, { prefixes: [prefix] });
    this.#inspecting.peek()?.askSoon();
  }

  #open(key: string | undefined): () => void {
    const { bucket, prefix } = untracked(() => this.#place.value);
    if (key === undefined || bucket === undefined) {
      this.#directory.value = undefined;
      this.#inspecting.value = undefined;
      return () => {};
    }
    const { service, now } = this.#deps;
    const end = new AbortController();
    const inspecting = new Inspecting(service, this.#pace, { bucket, prefix });
    const directory = new OpenDirectory(
      { bucket, prefix },
      {
        service,
        pace: this.#pace,
        now,
        visibleRows: () => this.visibleRows,
        readsOn: computed(() => this.#serviceOrder.value === undefined),
        onChange: (change) => this.#tell(change, end.signal),
      },
    );
    batch(() => {
      this.news.value = new Set();
      this.visibleRows = [];
      this.#directory.value = directory;
      this.#inspecting.value = inspecting;
    });
    const isAnswered = computed(() => directory.shown.value !== undefined);
    const stop = effect(() => {
      const { state } = directory.phase.value;
      if (isAnswered.value && state !== 'failed') untracked(() => inspecting.askSoon());
    });
    return () => {
      stop();
      end.abort();
      directory.close();
      inspecting.close();
      untracked(() => this.#folderSizes.value)?.close();
      this.#folderSizes.value = undefined;
    };
  }

  /** Sorting or filtering part of a directory would hide what is not read yet, so the service does it; and what is below it knows alone. */
  #orderByService(): (() => void) | undefined {
    const directory = this.#directory.value;
    const arrangement = this.#arrangement.value;
    const isHere = isAsListed(arrangement) || directory?.isWhole.value;
    if (directory === undefined || (isHere && !isSearchBelow(arrangement))) {
      this.#serviceOrder.value = undefined;
      return undefined;
    }
    const order = untracked(
      () => new ServiceOrder(directory, arrangement, { service: this.service, pace: this.#pace }),
    );
    this.#serviceOrder.value = order;
    return () => order.close();
  }

  #look(key: string | undefined): void {
    const { bucket, prefix, object } = untracked(() => this.#place.value);
    this.#details.value =
      key === undefined || bucket === undefined
        ? undefined
        : new ObjectDetails(this.service, bucket, prefix + object);
  }

  #show(names: readonly string[], ended: AbortSignal): void {
    const passing = new Set(names);
    this.news.value = this.news.peek().union(passing);
    this.#pace.wait(NEWS_MS, ended).then(
      () => {
        this.news.value = this.news.peek().difference(passing);
      },
      () => {},
    );
  }

  #tell(change: Change, ended: AbortSignal): void {
    this.#show([...change.appeared, ...change.altered], ended);
    this.lastChange.value = change;
    this.#inspecting.peek()?.askSoon();
    void this.#folderSizes.peek()?.ask();
    const details = this.#details.peek();
    const touched = [...change.altered, ...change.vanished, ...change.appeared];
    if (details && touched.some((name) => this.#place.peek().prefix + name === details.key))
      void details.ask();
  }
}
