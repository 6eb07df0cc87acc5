/** The actions for an entry, or for the whole selection if the entry is part of it. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { awsLinesOf, keysOf, urisOf } from '../model/copies.ts';
import { formatCount } from '../model/format.ts';
import { formatPlace } from '../model/place.ts';
import { toggled } from '../model/selection.ts';
import type { Explorer } from '../state/explorer.ts';
import { startDownload } from './download.ts';
import { placeOfEntry } from './grid-row.tsx';
import { copyText } from './toast.tsx';

export interface EntryAction {
  title: string;
  run: () => void;
}

export function actionsFor(explorer: Explorer, entry: EntryJson): EntryAction[] {
  const { where, selection } = explorer;
  const { bucket = '' } = where.place.peek();
  const { names } = selection.peek();
  const entries = names.has(entry.name)
    ? explorer.arranged.rows.peek().filter(({ name }) => names.has(name))
    : [entry];
  const place = placeOfEntry(where.place.peek(), entry);
  const link = () => new URL(formatPlace(place), location.href).href;
  const isOne = entries.length === 1;
  const of = isOne ? '' : ` of ${formatCount(entries.length)}`;
  return [
    ...(isOne
      ? [{ title: entry.type === 'directory' ? 'Open' : 'Details', run: () => where.go(place) }]
      : []),
    ...(isOne && entry.type === 'object' && explorer.mayDownload.peek()
      ? [{ title: 'Download', run: () => startDownload(explorer, { bucket, key: entry.key }) }]
      : []),
    { title: `Copy key${of}`, run: () => copyText(keysOf(entries)) },
    { title: `Copy S3 URI${of}`, run: () => copyText(urisOf(bucket, entries)) },
    ...(isOne ? [{ title: 'Copy link to this page', run: () => copyText(link()) }] : []),
    { title: `Copy aws s3 cp line${of}`, run: () => copyText(awsLinesOf(bucket, entries)) },
    {
      title: names.has(entry.name) ? 'Remove from the selection' : 'Select',
      run: () => {
        selection.value = toggled(selection.peek(), entry.name);
      },
    },
  ];
}
