/** Hit or miss, in a word and a colour. */
import type { Freshness } from '../../contract/client/freshness.ts';
import { outcomeOf } from '../model/notes.ts';

const TITLES: Record<string, string> = {
  hit: 'Answered from the index: no S3 call was made',
  miss: 'Not in the index: S3 was asked',
  partial: 'Partly in the index: S3 was asked for the rest',
  stale: 'What was held had ended',
  request: 'S3 was asked because the request said so',
  bypass: 'The index was not available or not to be used: S3 was asked',
};

export function Chip({ freshness }: { freshness: Freshness }) {
  const outcome = outcomeOf(freshness);
  return (
    <span class={`chip ${outcome === 'hit' ? 'hit' : 'miss'}`} title={TITLES[outcome]}>
      {outcome}
    </span>
  );
}
