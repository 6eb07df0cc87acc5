/** An icon for the kind of entry. Screen readers skip it, because the name says the same. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { type Kind, kindOf } from '../model/kind.ts';

const SHEET = 'M4 1.8h5.2L12.5 5v9.2h-8.5z M9 2v3.2h3.3';
const PATHS: Record<Kind, string> = {
  directory: 'M1.8 4.2v8.4h12.4V5.4H7.8L6.4 3.4H1.8z',
  image: 'M2 3h12v10H2z M2 11l3.4-3.4 2.6 2.6 2.2-2.2L14 11.6 M10.6 5.8h.1',
  film: 'M2 3.2h12v9.6H2z M6.6 6v4l3.4-2z',
  sound: 'M6 12.2V3.8l6.4-1.2v8.2 M6 12.2a1.9 1.5 0 1 1-1.9-1.5H6 M12.4 10.8a1.9 1.5 0 1 1-1.9-1.5h1.9',
  archive: 'M2.4 2.6h11.2v3H2.4z M3.4 5.6v7.8h9.2V5.6 M6.6 8.2h2.8',
  code: 'M5.4 4.6L2 8l3.4 3.4 M10.6 4.6L14 8l-3.4 3.4 M9 3.4L7 12.6',
  data: 'M2.6 3.8c0-2.4 10.8-2.4 10.8 0v8.4c0 2.4-10.8 2.4-10.8 0z M2.6 3.8c0 2.4 10.8 2.4 10.8 0 M2.6 8c0 2.4 10.8 2.4 10.8 0',
  text: `${SHEET} M6 8h4.4 M6 10.8h4.4`,
  file: SHEET,
};

export function EntryIcon({ entry }: { entry: EntryJson }) {
  const kind = kindOf(entry.type === 'directory' ? '/' : entry.name);
  return (
    <svg class={`icon ${kind}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[kind]} />
    </svg>
  );
}
