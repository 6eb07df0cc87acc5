/** Calls in progress in this instance. Equal calls are made once. */
export class SingleFlight<T> {
  readonly #underWay = new Map<string, Promise<T>>();

  /** The call in progress under this key, or a new one. `joined` says which. */
  fly(key: string, call: () => Promise<T>): { joined: boolean; result: Promise<T> } {
    const underWay = this.#underWay.get(key);
    if (underWay) return { joined: true, result: underWay };
    const result = call().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, result);
    return { joined: false, result };
  }
}
