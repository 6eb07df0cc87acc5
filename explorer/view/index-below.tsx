/** What the index holds about everything below the open directory: it answers recursive listings and usage. */
import type { InspectAnswer } from '../../contract/answers/inspect.ts';
import { formatCalls, formatCount } from '../model/format.ts';
import { IndexMarks } from './index-marks.tsx';
import { IndexStrip } from './index-strip.tsx';

type Tree = NonNullable<InspectAnswer['tree']>;

/** @param now epoch ms. */
export function IndexBelow({ tree, now }: { tree: Tree; now: number }) {
  const { coverage, usageCoverage, truncated, chunks, digests, marks, watchedUntil } = tree;
  const isWatched = watchedUntil !== undefined && Date.parse(watchedUntil) > now;
  const listed = chunks.map((chunk) => ({ ...chunk, weight: chunk.entries }));
  const summed = digests.map((digest) => ({ ...digest, weight: digest.objects }));
  return (
    <>
      <h3>Everything below</h3>
      {listed.length > 0 && <IndexStrip pieces={listed} noun="chunk" coverage={coverage} />}
      {summed.length > 0 && <IndexStrip pieces={summed} noun="digest" coverage={usageCoverage} />}
      <dl class="facts">
        <Fact name="Recursive listing">
          {coverage}, {formatCalls(chunks.length, 'chunk')} with{' '}
          {formatCalls(sum(listed.map(({ weight }) => weight)), 'name')}
        </Fact>
        <Fact name="Usage">
          {usageCoverage}, {formatCalls(digests.length, 'digest')} with{' '}
          {formatCalls(sum(summed.map(({ weight }) => weight)), 'object')}
        </Fact>
        {truncated && <Fact name="Shown">the beginning only</Fact>}
        <Fact name="Events below">{isWatched ? 'recorded' : 'not recorded'}</Fact>
        {marks.length === 0 && <Fact name="Marks below">{formatCount(0)}</Fact>}
      </dl>
      {marks.length > 0 && <IndexMarks marks={marks} now={now} title="Marks below" />}
    </>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
