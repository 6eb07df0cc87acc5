/** The newest marks of events, with their names. */
import type { InspectAnswer } from '../../contract/answers/inspect.ts';
import { formatCount, formatSeconds } from '../model/format.ts';
import { visibleName } from '../model/visible-name.ts';

/** How many marks are shown, newest first. */
const MAX_MARKS = 6;

type Mark = InspectAnswer['marks'][number];

/** @param now epoch ms. */
export function IndexMarks({
  marks,
  now,
  title = 'Marks',
}: {
  marks: readonly Mark[];
  now: number;
  title?: string;
}) {
  const newest = marks.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, MAX_MARKS);
  return (
    <>
      <h3>
        {title} <span class="muted">{formatCount(marks.length)}</span>
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
