/** Where the reader is: the place, kept in the address bar. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Arrangement } from '../model/arrange.ts';
import { formatPlace, type Place, parsePlace } from '../model/place.ts';

/** The address bar, or its replacement in tests. */
export interface Address {
  read(): string;
  /** Adds a step to the history, which Back undoes. */
  push(fragment: string): void;
  replace(fragment: string): void;
  /** Called after Back, Forward or an edited address. */
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

  /** Goes to another place. Back returns from there. */
  go(place: Place): void {
    this.#address.push(formatPlace(place));
    this.#place.value = place;
  }

  /** Replaces the current place by another one, so Back skips the current place. */
  replace(place: Place): void {
    this.#address.replace(formatPlace(place));
    this.#place.value = place;
  }

  /** The same place with another order, filter or details. */
  adjust(part: Partial<Arrangement & Pick<Place, 'view'>> & { object?: string | undefined }): void {
    const { object, ...rest } = { ...this.#place.peek(), ...part };
    this.replace({ ...rest, object });
  }
}
