/** What the index holds about the open directory: its chunks as a strip, and the marks of later events. */
import type { InspectAnswer } from '../../contract/answers/inspect.ts';
import { formatBytes, formatCalls, formatCount, formatSeconds } from '../model/format.ts';
import { visibleName } from '../model/visible-name.ts';
import { useExplorer } from './context.ts';
import { secondsNow } from './seconds.ts';

/** How many marks are shown, newest first. */
const MAX_MARKS = 6;

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
  const { chunks, marks, records, voidNames, head } = answer;
  const entries = sum(chunks, (it) => it.entries);
  const bytes = sum(chunks, (it) => it.bytes);
  const now = secondsNow.value * 1000;
  const until = Math.min(...chunks.flatMap((it) => (it.state === 'valid' ? [Date.parse(it.endsAt)] : [])));
  const isWatched = head?.watchedUntil !== undefined && Date.parse(head.watchedUntil) > now;
  return (
    <>
      <Strip answer={answer} />
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
      <Marks marks={marks} now={now} />
    </>
  );
}

/** @param until epoch ms, when the first valid chunk expires; infinite: no chunk is valid. */
function goodFor(until: number, now: number, isWatched: boolean): string {
  if (!Number.isFinite(until) || until <= now) return 'not used any more';
  return `${formatSeconds((until - now) / 1000)} more${isWatched ? ', or until an event arrives' : ''}`;
}

function Strip({ answer: { chunks, coverage } }: { answer: InspectAnswer }) {
  const valid = chunks.filter((it) => it.state === 'valid').length;
  const text = `${formatCalls(chunks.length, 'chunk')}, ${formatCount(valid)} valid; coverage: ${coverage}`;
  return (
    <div class="strip" role="img" aria-label={text}>
      {chunks.map((chunk) => (
        <span
          key={chunk.after ?? ''}
          class={chunk.state}
          style={{ flexGrow: String(Math.max(1, chunk.entries)) }}
          title={`${formatCalls(chunk.entries, 'entry', 'entries')}, ${formatSeconds(chunk.ageSeconds)} old, ${chunk.state}`}
        />
      ))}
    </div>
  );
}

type Mark = InspectAnswer['marks'][number];

function Marks({ marks, now }: { marks: readonly Mark[]; now: number }) {
  if (marks.length === 0) return <p class="muted">No recent event concerned an entry of this directory.</p>;
  const newest = marks.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, MAX_MARKS);
  return (
    <>
      <h3>
        Marks <span class="muted">{formatCount(marks.length)}</span>
      </h3>
      <ol class="marks">
        {newest.map((mark) => (
          <li key={mark.name}>
            <span class="about">
              <bdi>{visibleName(mark.name) || 'its marker'}</bdi>
            </span>
            <span class="muted">{formatSeconds(Math.max(0, (now - timeOf(mark)) / 1000))} ago</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** A mark's time includes a small margin for clocks, so it may be in the future. */
function timeOf({ appearedAt, vanishedAt }: Mark): number {
  return Math.max(appearedAt ? Date.parse(appearedAt) : 0, vanishedAt ? Date.parse(vanishedAt) : 0);
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0);
}
