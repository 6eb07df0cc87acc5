/** A seeded generator (sfc32), the only source of randomness: a seed gives the same run on every machine. */
export class Prng {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /**
   * `stream` selects an independent generator of a seed, so that one more draw for the workload does not change the
   * faults.
   */
  constructor(seed: number, stream: string) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < stream.length; i += 1) hash = Math.imul(hash ^ stream.charCodeAt(i), 0x01000193);
    this.a = seed | 0;
    this.b = Math.floor(seed / 0x1_0000_0000) | 0;
    this.c = hash | 0;
    for (let i = 0; i < 12; i += 1) this.next();
  }

  /** A number x with 0 <= x < 1. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 0x1_0000_0000;
  }

  /** A whole number; both bounds are included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error('nothing to pick from');
    return choices[Math.floor(this.next() * choices.length)] as T;
  }

  /**
   * A number from 1 to `most`. 1 is the most likely number, and each following one is about half as likely as the one
   * before.
   */
  small(most: number): number {
    let value = 1;
    while (value < most && this.chance(0.5)) value += 1;
    return value;
  }
}
