/** The rows to show: made here of all that is held, or asked of the service where the page does not hold all of it. */
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

  /** Set while the rows come from the service in its order: see ServiceOrder. */
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

  /** What is known to be below the directories here; undefined: it was not asked for, or is not there yet. */
  readonly folders: ReadonlySignal<Folders | undefined> = computed(() => {
    const sizes = this.#of.folderSizes.value?.answer.value;
    return sizes?.state === 'there' ? sizes.byPrefix : undefined;
  });

  /** Apart from the rest of the place, so that opening an object's details does not sort again. */
  readonly #arrangement = computed(() => {
    const { filter, sort, foldersFirst, below } = this.#of.place.value;
    const arrangement = { filter, sort, foldersFirst, below };
    if (JSON.stringify(arrangement) !== JSON.stringify(this.#latest)) this.#latest = arrangement;
    return this.#latest;
  });

  /**
   * Sorting or filtering part of a directory would hide what is not read yet, so the service does it; and what is below, or matches a
   * pattern, it knows alone. Apart, so that rows which the service gives stay when the page has read all of the directory.
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
