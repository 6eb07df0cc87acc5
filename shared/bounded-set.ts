/** A set of bounded size. When it is full, the value that was added longest ago is removed. */
export class BoundedSet<T> {
  readonly #values = new Set<T>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  has(value: T): boolean {
    return this.#values.has(value);
  }

  add(value: T): void {
    this.#values.delete(value);
    this.#values.add(value);
    if (this.#values.size > this.#max) this.#values.delete(this.#values.values().next().value!);
  }
}
