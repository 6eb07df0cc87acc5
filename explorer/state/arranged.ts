/** The rows to show: arranged here if the page has all entries, otherwise requested from the service. */
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { EntryJson } from '../../contract/answers/entry.ts';
import {
  type Arrangement,
  arrange,
  type Folders,
  isAsListed,
  isPattern,
  isSearchBelow,
} from '../model/arrange.ts';
import { HOME, type Place } from '../model/place.ts';
import type { FolderSizesQuestion } from './folder-sizes.ts';
import type { OpenDirectory } from './open-directory.ts';
import { ServiceOrder, type ServiceOrderDeps } from './service-order.ts';

export interface Arranging {
  place: ReadonlySignal<Place>;
  directory: ReadonlySignal<OpenDirectory | undefined>;
  folderSizes: ReadonlySignal<FolderSizesQuestion | undefined>;
}

export class Arranged {
  readonly #of: Arranging;
  readonly #serviceOrder = signal<ServiceOrder | undefined>(undefined);
  #latest: Arrangement = HOME;

  constructor(of: Arranging, deps: ServiceOrderDeps) {
    this.#of = of;
    effect(() => this.#orderByService(deps));
  }

  /** Set while the service sorts or filters the rows: see ServiceOrder. */
  get serviceOrder(): ReadonlySignal<ServiceOrder | undefined> {
    return this.#serviceOrder;
  }

  readonly rows: ReadonlySignal<readonly EntryJson[]> = computed(() => {
    const directory = this.#of.directory.value;
    if (directory === undefined) return [];
    const order = this.#serviceOrder.value;
    if (order) return order.rows.value;
    return arrange(directory.entries.value, this.#arrangement.value, this.folders.value);
  });

  /** The known totals of the directories here; undefined: not requested, or not answered yet. */
  readonly folders: ReadonlySignal<Folders | undefined> = computed(() => {
    const sizes = this.#of.folderSizes.value?.answer.value;
    return sizes?.state === 'there' ? sizes.byPrefix : undefined;
  });

  /** A signal of its own, so that opening an object's details does not sort the rows again. */
  readonly #arrangement = computed(() => {
    const { filter, sort, foldersFirst, below } = this.#of.place.value;
    const arrangement = { filter, sort, foldersFirst, below };
    if (JSON.stringify(arrangement) !== JSON.stringify(this.#latest)) this.#latest = arrangement;
    return this.#latest;
  });

  /**
   * True if the service must sort or filter. Doing so here with a part of a directory would hide entries that are not
   * read yet. Only the service knows what is below the directory and which names match a pattern. A signal of its
   * own, so that it stays the same, and with it the service's rows, when the page has read the whole directory.
   */
  readonly #isByService = computed(() => {
    const arrangement = this.#arrangement.value;
    if (isSearchBelow(arrangement) || isPattern(arrangement)) return true;
    return !isAsListed(arrangement) && !this.#of.directory.value?.isWhole.value;
  });

  #orderByService(deps: ServiceOrderDeps): (() => void) | undefined {
    const directory = this.#of.directory.value;
    const arrangement = this.#arrangement.value;
    if (directory === undefined || !this.#isByService.value) {
      this.#serviceOrder.value = undefined;
      return undefined;
    }
    const order = untracked(() => new ServiceOrder(directory, arrangement, deps));
    this.#serviceOrder.value = order;
    return () => order.close();
  }
}
