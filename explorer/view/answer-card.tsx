/** The freshness of what is shown, and what each answer cost and saved. */
import { formatCalls, formatCount, formatMs, formatSeconds } from '../model/format.ts';
import { isHit, type Note } from '../model/notes.ts';
import type { Shown } from '../state/open-directory.ts';
import { Chip } from './chip.tsx';
import { useExplorer } from './context.ts';
import { secondsNow } from './seconds.ts';

export function AnswerCard() {
  const { directory, service } = useExplorer();
  const shown = directory.value?.shown.value;
  const { latest, totals } = service.notes.value;
  return (
    <section class="card" aria-labelledby="answer-title">
      <h2 id="answer-title">
        Freshness
        {shown && <Chip freshness={shown.freshness} />}
      </h2>
      {shown && (
        <p class="lead">
          Read from S3 <b>{formatSeconds(ageSeconds(shown))}</b> ago
          {shown.answers > 1 && (
            <span class="muted">
              {' '}
              or more recently; {formatCount(shown.hits)} of {formatCount(shown.answers)} answers were hits
            </span>
          )}
        </p>
      )}
      <ol class="notes" aria-label="Latest answers">
        {latest.map((note) => (
          <NoteLine key={note.id} note={note} />
        ))}
      </ol>
      <p class="muted">
        This page: {formatCount(totals.answers)} answers, {formatCount(totals.revalidated)} of them 304,{' '}
        {formatCalls(totals.lists, 'LIST')} and {formatCalls(totals.heads, 'HEAD')} saved.
      </p>
    </section>
  );
}

/** The answer's age plus the time since the answer. */
function ageSeconds({ freshness, asOf }: Shown): number {
  return Math.max(freshness.age ?? 0, secondsNow.value - asOf / 1000);
}

function NoteLine({ note }: { note: Note }) {
  const { freshness, times } = note;
  const { total = 0, s3 = 0, dynamodb = 0 } = freshness.timing;
  const facts = [
    freshness.age !== undefined && `${formatSeconds(freshness.age)} old`,
    formatMs(total),
    freshness.revalidated && '304',
    times > 1 && `\u00d7${formatCount(times)}`,
  ];
  return (
    <li>
      <Chip freshness={freshness} />
      <span class="about" title={`${note.question} ${note.about}`}>
        {note.question} {shortened(note.about)}
      </span>
      <span class="saved">{savedText(note)}</span>
      <span class="more" title={`S3 ${formatMs(s3)}, DynamoDB ${formatMs(dynamodb)}`}>
        {facts.filter(Boolean).join(' \u00b7 ')}
      </span>
    </li>
  );
}

/** Keeps the end of a long text, because it is more specific than the beginning. */
function shortened(about: string): string {
  const names = about.split('/');
  const last = names.pop() || `${names.pop() ?? ''}/`;
  return last;
}

function savedText({ saved: { lists, heads }, freshness }: Note): string {
  const parts = [lists > 0 && formatCalls(lists, 'LIST'), heads > 0 && formatCalls(heads, 'HEAD')];
  return parts.some(Boolean)
    ? `saved ${parts.filter(Boolean).join(', ')}`
    : isHit(freshness)
      ? 'no S3 call'
      : 'S3 was asked';
}
