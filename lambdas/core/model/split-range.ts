/** Divides a range that is not listed yet among idle listers. Pure functions. */
import { compareNames } from '../../../shared/byte-order.ts';
import { endsAfter, isAfter, type NameRange } from './range.ts';

/** Names at which a range may be divided: ascending, without duplicates. */
export class SplitPoints {
  #points: string[] = [];

  add(points: readonly string[]): void {
    this.#points = [...new Set([...this.#points, ...points])].sort(compareNames);
  }

  /** The points that divide the range into two parts that are not empty. */
  inside({ after, through }: NameRange): string[] {
    return this.#points.slice(
      this.#count((point) => !isAfter(point, after)),
      this.#count((point) => endsAfter(through, point)),
    );
  }

  /** The number of points that meet the condition. They must be the first points. */
  #count(holds: (point: string) => boolean): number {
    let [low, high] = [0, this.#points.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#points[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Divides the range into at most `parts` parts with about the same number of points. */
export function splitRange(range: NameRange, points: readonly string[], parts: number): NameRange[] {
  const cuts = Math.min(parts - 1, points.length);
  const pieces: NameRange[] = [];
  let { after } = range;
  for (let i = 1; i <= cuts; i++) {
    const point = points[Math.floor((i * points.length) / (cuts + 1))]!;
    pieces.push({ after, through: point });
    after = point;
  }
  return [...pieces, { after, through: range.through }];
}
