/**
 * Where the explorer is, as the fragment of its address: `#/demo/photos/2026/?sort=-size&filter=cat`, or with the
 * details of an object `#/demo/photos/2026/cat.jpg`. The first name is the bucket. Each name is percent-encoded, so
 * that the fragment can contain any key.
 */
import { isSortText, S3_ORDER, type Sort, sortOf, textOfSort } from './sort.ts';

export interface Place {
  /** Absent: the list of buckets is shown. */
  bucket?: string;
  /** Empty (the root) or ending in `/`. */
  prefix: string;
  /** Name, within the directory, of the object whose details are shown. */
  object?: string;
  /** Only names that contain this text are shown. Empty: all names are shown. */
  filter: string;
  sort: Sort;
  /** Directories before objects, whatever the rows are sorted by. */
  foldersFirst: boolean;
  /** The filter applies to everything below, not only to the directory itself. */
  below: boolean;
  /** Shows rows, or tiles whose areas are in proportion to the sizes. */
  view: 'rows' | 'space';
}

export const HOME: Place = {
  ...{ prefix: '', filter: '', sort: S3_ORDER },
  ...{ foldersFirst: false, below: false, view: 'rows' },
};

export function directoryPlace(bucket: string, prefix: string): Place {
  return { ...HOME, bucket, prefix };
}

/** Accepts any text; parts that cannot be parsed are ignored. */
export function parsePlace(fragment: string): Place {
  const text = fragment.replace(/^#?\/?/, '');
  const mark = text.indexOf('?');
  const path = mark === -1 ? text : text.slice(0, mark);
  const options = new URLSearchParams(mark === -1 ? '' : text.slice(mark + 1));
  const [bucket, ...names] = path.split('/').map(decoded);
  if (!bucket) return HOME;
  const object = names.pop();
  const sort = options.get('sort') ?? '';
  return {
    bucket,
    prefix: names.map((name) => `${name}/`).join(''),
    object: object || undefined,
    filter: options.get('filter') ?? '',
    foldersFirst: options.get('folders') === 'first',
    below: options.get('below') === 'yes',
    view: options.get('view') === 'space' ? 'space' : 'rows',
    sort: isSortText(sort) ? sortOf(sort) : S3_ORDER,
  };
}

export function formatPlace(place: Place): string {
  const { bucket, prefix, object, filter, sort, foldersFirst, below, view } = place;
  if (bucket === undefined) return '#/';
  const path = [bucket, ...`${prefix}${object ?? ''}`.split('/')].map(encodeURIComponent).join('/');
  const options = new URLSearchParams();
  if (sort.by !== S3_ORDER.by || sort.descending) options.set('sort', textOfSort(sort));
  if (filter !== '') options.set('filter', filter);
  if (foldersFirst) options.set('folders', 'first');
  if (below) options.set('below', 'yes');
  if (view !== 'rows') options.set('view', view);
  return `#/${path}${options.size > 0 ? `?${options}` : ''}`;
}

/** The parent directory. Above a root is the list of buckets, and above that list nothing (undefined). */
export function placeAbove({ bucket, prefix }: Place): Place | undefined {
  if (bucket === undefined) return undefined;
  if (prefix === '') return HOME;
  return directoryPlace(bucket, prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
