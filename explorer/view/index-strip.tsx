/** Stored parts of a listing, or of its sums, as a strip: one piece for each part, in order, as wide as its content. */
import { formatCalls, formatCount, formatSeconds } from '../model/format.ts';

export interface Piece {
  /** The range starts after this name. Absent: it starts at the beginning. */
  after?: string;
  state: string;
  ageSeconds: number;
  /** Number of names or objects in it. */
  weight: number;
}

export function IndexStrip({
  pieces,
  noun,
  coverage,
}: {
  pieces: readonly Piece[];
  noun: 'chunk' | 'digest';
  coverage: string;
}) {
  const valid = pieces.filter(({ state }) => state === 'valid').length;
  const text = `${formatCalls(pieces.length, noun)}, ${formatCount(valid)} valid; coverage: ${coverage}`;
  const [one, many] = noun === 'chunk' ? (['entry', 'entries'] as const) : (['object', 'objects'] as const);
  return (
    <div class="strip" role="img" aria-label={text}>
      {pieces.map(({ after, state, ageSeconds, weight }) => (
        <span
          key={after ?? ''}
          class={state}
          style={{ flexGrow: String(Math.max(1, weight)) }}
          title={`${formatCalls(weight, one, many)}, ${formatSeconds(ageSeconds)} old, ${state}`}
        />
      ))}
    </div>
  );
}
