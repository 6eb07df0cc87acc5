/** Shows hit or miss as a word and a colour. */
import type { Freshness } from '../../contract/client/freshness.ts';
import { outcomeOf } from '../model/notes.ts';

const TITLES: Record<string, string> = {
  hit: 'Answered from the index, without an S3 call',
  miss: 'Not in the index: asked S3',
  partial: 'Partly in the index: asked S3 for the rest',
  stale: 'The stored answer was void or had expired: asked S3',
  'stale-if-error': 'S3 failed. This answer has expired',
  request: 'The request asked for S3',
  bypass: 'The index was not available or not to be used: asked S3',
};

export function Chip({ freshness }: { freshness: Freshness }) {
  const outcome = outcomeOf(freshness);
  return (
    <span class={`chip ${outcome === 'hit' ? 'hit' : 'miss'}`} title={TITLES[outcome]}>
      {outcome}
    </span>
  );
}
