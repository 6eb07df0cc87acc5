interface Flight<T> {
  result: Promise<T>;
  hasResult: boolean;
}

/** Calls in progress in this instance. Calls with the same key are made once. */
export class SingleFlight<T> {
  readonly #underWay = new Map<string, Flight<T>>();

  /**
   * Returns the call in progress for this key, or makes a new one. `lasts` returns a promise for the result. Until that
   * promise has settled, further callers get the same result; they have joined `late`. `except`: a result that the
   * caller got before and cannot use. It is not returned again.
   */
  fly(
    key: string,
    call: () => Promise<T>,
    { lasts, except }: { lasts?: (result: T) => unknown; except?: Promise<T> | undefined } = {},
  ): { joined: 'not' | 'in-time' | 'late'; result: Promise<T> } {
    const underWay = this.#underWay.get(key);
    if (underWay && underWay.result !== except)
      return { joined: underWay.hasResult ? 'late' : 'in-time', result: underWay.result };
    const end = () => {
      if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
    };
    const land = (result: T): T => {
      flight.hasResult = true;
      // If there is nothing to wait for, the key is free before any caller gets the result.
      if (lasts) Promise.resolve(lasts(result)).then(end, end);
      else end();
      return result;
    };
    const fail = (error: unknown): never => {
      end();
      throw error;
    };
    const flight: Flight<T> = { result: call().then(land, fail), hasResult: false };
    this.#underWay.set(key, flight);
    return { joined: 'not', result: flight.result };
  }
}
