/** The state of the explorer as signals, which views follow: the place, what is open there, and the actions. */
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { EntryJson } from '../../contract/answers/entry.ts';
import type { Change } from '../model/change.ts';
import { NOTHING_SELECTED, type Selection } from '../model/selection.ts';
import { Arranged } from './arranged.ts';
import { BucketsQuestion } from './buckets.ts';
import { ObjectDetails } from './details.ts';
import { FolderSizesQuestion } from './folder-sizes.ts';
import { Inspecting } from './inspection.ts';
import { News } from './news.ts';
import { OpenDirectory } from './open-directory.ts';
import type { Pace } from './pace.ts';
import { followSavings, type Savings } from './savings.ts';
import type { Service } from './service.ts';
import { SideTree } from './side-tree.ts';
import { type Address, Where } from './where.ts';

export interface ExplorerDeps {
  service: Service;
  pace: Omit<Pace, 'live'>;
  address: Address;
  now: () => number;
}

export class Explorer {
  readonly service: Service;
  readonly live = signal(true);
  readonly where: Where;
  readonly buckets: BucketsQuestion;
  readonly stats: ReadonlySignal<Savings>;
  readonly news: News;
  readonly arranged: Arranged;
  /** The directories of the open bucket. */
  readonly tree: ReadonlySignal<SideTree | undefined>;
  /** Does the open bucket give download URLs? */
  readonly mayDownload: ReadonlySignal<boolean>;
  readonly selection = signal<Selection>(NOTHING_SELECTED);
  /** Rows on the screen; set by the grid. */
  visibleRows: readonly EntryJson[] = [];
  readonly #now: () => number;
  readonly #pace: Pace;
  readonly #directory = signal<OpenDirectory | undefined>(undefined);
  readonly #inspecting = signal<Inspecting | undefined>(undefined);
  readonly #details = signal<ObjectDetails | undefined>(undefined);
  readonly #folderSizes = signal<FolderSizesQuestion | undefined>(undefined);

  constructor({ service, pace, address, now }: ExplorerDeps) {
    this.service = service;
    this.#now = now;
    this.#pace = { ...pace, live: this.live };
    this.where = new Where(address);
    this.buckets = new BucketsQuestion(service);
    this.news = new News(this.#pace);
    this.stats = followSavings(service, this.#pace, new AbortController().signal);
    const { place } = this.where;
    const bucket = computed(() => place.value.bucket);
    this.tree = computed(() =>
      bucket.value === undefined ? undefined : new SideTree(service, bucket.value),
    );
    this.mayDownload = computed(() => {
      const answer = this.buckets.answer.value;
      return (
        answer.state === 'there' &&
        answer.buckets.some((it) => it.name === bucket.value && it.downloads === true)
      );
    });
    const opened = computed(() => {
      const { bucket, prefix } = place.value;
      return bucket === undefined ? undefined : JSON.stringify([bucket, prefix]);
    });
    const looked = computed(() => {
      const { bucket, prefix, object } = place.value;
      return object === undefined ? undefined : JSON.stringify([bucket, prefix + object]);
    });
    effect(() => this.#open(opened.value));
    this.arranged = new Arranged(
      { place, directory: this.#directory, folderSizes: this.#folderSizes },
      { service, pace: this.#pace },
    );
    effect(() => this.#look(looked.value));
    // The area of a tile is the total size below its directory, so the view of tiles needs the totals.
    effect(() => {
      const wanted = place.value.view === 'space' && this.#directory.value !== undefined;
      if (wanted && this.#folderSizes.value === undefined) untracked(() => this.toggleFolderSizes());
    });
  }

  /** Undefined: the list of buckets is shown. */
  get directory(): ReadonlySignal<OpenDirectory | undefined> {
    return this.#directory;
  }

  get inspecting(): ReadonlySignal<Inspecting | undefined> {
    return this.#inspecting;
  }

  get details(): ReadonlySignal<ObjectDetails | undefined> {
    return this.#details;
  }

  /** Set when the sizes of the directories here are requested. */
  get folderSizes(): ReadonlySignal<FolderSizesQuestion | undefined> {
    return this.#folderSizes;
  }

  /** Shows or hides how much is below each directory. */
  toggleFolderSizes(): void {
    const { bucket, prefix } = this.where.place.peek();
    const before = this.#folderSizes.peek();
    before?.close();
    const asked = before === undefined && bucket !== undefined;
    this.#folderSizes.value = asked
      ? new FolderSizesQuestion(this.service, this.#pace, { bucket, prefix })
      : undefined;
  }

  /** Reads the open directory again from S3 instead of the index. The index stores the answers. */
  async readFromS3(): Promise<void> {
    await this.#directory.peek()?.readFromS3();
    this.#inspecting.peek()?.askSoon();
  }

  /** Invalidates the open directory and everything below it in the index: the next answers come from S3. */
  async forget(): Promise<void> {
    const { bucket, prefix } = this.where.place.peek();
    if (bucket === undefined) return;
    await this.service.invalidate(bucket, { prefixes: [prefix] });
    this.#inspecting.peek()?.askSoon();
  }

  #open(key: string | undefined): () => void {
    const { bucket, prefix } = untracked(() => this.where.place.value);
    if (key === undefined || bucket === undefined) {
      this.#directory.value = undefined;
      this.#inspecting.value = undefined;
      return () => {};
    }
    const end = new AbortController();
    const inspecting = new Inspecting(this.service, this.#pace, { bucket, prefix });
    const directory = new OpenDirectory(
      { bucket, prefix },
      {
        service: this.service,
        pace: this.#pace,
        now: this.#now,
        visibleRows: () => this.visibleRows,
        readsOn: computed(() => this.arranged.serviceOrder.value === undefined),
        onChange: (change) => this.#tell(change, end.signal),
      },
    );
    batch(() => {
      this.news.clear();
      this.selection.value = NOTHING_SELECTED;
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

  #look(key: string | undefined): void {
    this.#details.peek()?.preview.close();
    const { bucket, prefix, object } = untracked(() => this.where.place.value);
    this.#details.value =
      key === undefined || bucket === undefined
        ? undefined
        : new ObjectDetails({ service: this.service, now: this.#now }, { bucket, key: `${prefix}${object}` });
  }

  #tell(change: Change, ended: AbortSignal): void {
    this.news.tell(change, ended);
    this.#inspecting.peek()?.askSoon();
    void this.#folderSizes.peek()?.ask();
    const details = this.#details.peek();
    const { prefix } = this.where.place.peek();
    const touched = [...change.altered, ...change.vanished, ...change.appeared];
    if (details && touched.some((name) => prefix + name === details.key)) void details.ask();
  }
}
