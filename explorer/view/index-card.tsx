/**
 * What the index holds about the open directory, and about everything below it: stored parts as strips, and the marks
 * of later events.
 */
import type { InspectAnswer } from '../../contract/answers/inspect.ts';
import { formatBytes, formatCalls, formatCount, formatSeconds } from '../model/format.ts';
import { useExplorer } from './context.ts';
import { IndexBelow } from './index-below.tsx';
import { IndexMarks } from './index-marks.tsx';
import { IndexStrip } from './index-strip.tsx';
import { secondsNow } from './seconds.ts';

export function IndexCard() {
  const { inspecting } = useExplorer();
  const known = inspecting.value?.answer.value;
  const answer = typeof known === 'object' ? known : undefined;
  return (
    <section class="card" aria-labelledby="index-title">
      <h2 id="index-title">
        In the index
        {answer && <Coverage answer={answer} />}
      </h2>
      {answer ? (
        <Inside answer={answer} />
      ) : (
        <p class="muted">{known === 'refused' ? 'Only operators may see this.' : 'Loading.'}</p>
      )}
    </section>
  );
}

function Coverage({ answer: { coverage, truncated } }: { answer: InspectAnswer }) {
  // For a very large directory, only the beginning is inspected. Its coverage says nothing about the rest.
  const word = truncated && coverage === 'partial' ? 'beginning only' : coverage;
  return <span class={`chip ${coverage === 'none' ? 'miss' : 'hit'}`}>{word}</span>;
}

function Inside({ answer }: { answer: InspectAnswer }) {
  const { chunks, marks, records, voidNames, head, coverage, tree } = answer;
  const entries = sum(chunks, (it) => it.entries);
  const bytes = sum(chunks, (it) => it.bytes);
  const now = secondsNow.value * 1000;
  const until = Math.min(...chunks.flatMap((it) => (it.state === 'valid' ? [Date.parse(it.endsAt)] : [])));
  const isWatched = head?.watchedUntil !== undefined && Date.parse(head.watchedUntil) > now;
  return (
    <>
      <IndexStrip
        pieces={chunks.map((chunk) => ({ ...chunk, weight: chunk.entries }))}
        noun="chunk"
        coverage={coverage}
      />
      <dl class="facts">
        <div>
          <dt>Chunks</dt>
          <dd>
            {formatCount(chunks.length)}
            {answer.truncated && ' (the first ones)'} with {formatCalls(entries, 'name')}
          </dd>
        </div>
        {entries > 0 && (
          <div>
            <dt>Stored</dt>
            <dd>
              {formatBytes(bytes)}, {(bytes / entries).toFixed(1)} bytes an entry
            </dd>
          </div>
        )}
        {chunks.length > 0 && (
          <div>
            <dt>Used for</dt>
            <dd>{goodFor(until, now, isWatched)}</dd>
          </div>
        )}
        <div>
          <dt>Events below</dt>
          <dd>{isWatched ? 'recorded' : 'not recorded'}</dd>
        </div>
        <div>
          <dt>Names to revalidate</dt>
          <dd>{formatCount(voidNames)}</dd>
        </div>
        <div>
          <dt>Single records</dt>
          <dd>{formatCount(records.length)}</dd>
        </div>
      </dl>
      {marks.length > 0 ? (
        <IndexMarks marks={marks} now={now} />
      ) : (
        <p class="muted">No recent events about entries of this directory.</p>
      )}
      {tree && <IndexBelow tree={tree} now={now} />}
    </>
  );
}

/** @param until epoch ms, when the first valid chunk expires; infinite: no chunk is valid. */
function goodFor(until: number, now: number, isWatched: boolean): string {
  if (!Number.isFinite(until) || until <= now) return 'not used any more';
  return `${formatSeconds((until - now) / 1000)} more${isWatched ? ', or until an event arrives' : ''}`;
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0);
}
