/** Where the reader is: the place, kept in the address bar. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Arrangement } from '../model/arrange.ts';
import { formatPlace, type Place, parsePlace } from '../model/place.ts';

/** The address bar, or what stands for it. */
export interface Address {
  read(): string;
  /** A step that Back undoes. */
  push(fragment: string): void;
  replace(fragment: string): void;
  /** Back and Forward, and an edited address. */
  onChange(listener: () => void): void;
}

export class Where {
  readonly #address: Address;
  readonly #place = signal<Place>(parsePlace(''));

  constructor(address: Address) {
    this.#address = address;
    this.#place.value = parsePlace(address.read());
    address.onChange(() => {
      this.#place.value = parsePlace(address.read());
    });
  }

  get place(): ReadonlySignal<Place> {
    return this.#place;
  }

  /** Somewhere else: Back comes back. */
  go(place: Place): void {
    this.#address.push(formatPlace(place));
    this.#place.value = place;
  }

  /** Somewhere else, in place of where it is: Back goes past it. */
  replace(place: Place): void {
    this.#address.replace(formatPlace(place));
    this.#place.value = place;
  }

  /** The same place, shown differently: sorted, filtered, with details. */
  adjust(part: Partial<Arrangement & Pick<Place, 'view'>> & { object?: string | undefined }): void {
    const { object, ...rest } = { ...this.#place.peek(), ...part };
    this.replace({ ...rest, ...(object !== undefined && { object }) });
  }
}
