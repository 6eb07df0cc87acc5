/** One entry. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { formatBytes, formatCalls, formatMoment } from '../model/format.ts';
import { directoryPlace, formatPlace, type Place } from '../model/place.ts';
import { visibleName } from '../model/visible-name.ts';
import { useExplorer } from './context.ts';
import { EntryIcon } from './entry-icon.tsx';
import type { GridCursor } from './grid-cursor.ts';
import { openMenu } from './menu-state.ts';
import { pressRow } from './press-row.ts';

export interface GridRowProps {
  entry: EntryJson;
  /** Starts at 0. */
  row: number;
  /** True if this is the current row of the keyboard. */
  current: boolean;
  selected: boolean;
  cursor: GridCursor;
}

/** The place that opening the entry leads to: the directory, or the object's details. */
export function placeOfEntry(place: Place, { type, name, key }: EntryJson): Place {
  if (type === 'directory') return directoryPlace(place.bucket ?? '', key);
  // The entry is in a subdirectory: its details are shown in that subdirectory.
  const cut = name.lastIndexOf('/') + 1;
  if (cut > 0)
    return {
      ...directoryPlace(place.bucket ?? '', place.prefix + name.slice(0, cut)),
      object: name.slice(cut),
    };
  return { ...place, object: name };
}

export function GridRow({ entry, row, current, selected, cursor }: GridRowProps) {
  const explorer = useExplorer();
  const sizes = explorer.folderSizes.value?.answer.value;
  const folder =
    entry.type === 'directory' && sizes?.state === 'there' ? sizes.byPrefix.get(entry.key) : undefined;
  const modified = entry.type === 'object' ? entry.lastModified : folder?.lastModified;
  const isNew = explorer.news.names.value.has(entry.name);
  const isOpen = entry.type === 'object' && explorer.where.place.value.object === entry.name;
  const classes = [current && 'current', selected && 'selected', isNew && 'new', isOpen && 'open']
    .filter(Boolean)
    .join(' ');
  return (
    <tr
      id={`row-${row}`}
      class={classes}
      aria-rowindex={row + 2}
      aria-selected={selected}
      onMouseDown={(event) => pressRow(event, explorer, cursor, { row, entry })}
      onClick={(event) => {
        // The press has already selected the row, so the link is not followed.
        if (event.ctrlKey || event.metaKey || event.shiftKey) event.preventDefault();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        cursor.point(row);
        openMenu(entry, { x: event.clientX, y: event.clientY });
      }}
    >
      <td class="name">
        <EntryIcon entry={entry} />
        <Name entry={entry} />
        {isNew && <span class="chip news">new</span>}
      </td>
      <td
        class={folder ? 'size folder' : 'size'}
        title={folder && `${formatCalls(folder.objects, 'object')} below`}
      >
        {entry.type === 'object' ? formatBytes(entry.size) : folder ? formatBytes(folder.size) : ''}
      </td>
      <td class="modified">{modified !== undefined && <Moment time={modified} />}</td>
      <td class="storage">{(entry.type === 'object' && entry.storageClass) || ''}</td>
      <td class="menu-cell">
        <button
          type="button"
          class="plain"
          tabIndex={-1}
          aria-haspopup="menu"
          aria-label={`Actions for ${visibleName(entry.name) || 'the marker'}`}
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            openMenu(entry, { x: left, y: bottom });
          }}
        >
          &#8943;
        </button>
      </td>
    </tr>
  );
}

/** Narrow screens have room only for the date. */
function Moment({ time }: { time: string }) {
  const [day, clock] = formatMoment(time).split(' ');
  return (
    <time dateTime={time}>
      {day} <span class="clock">{clock}</span>
    </time>
  );
}

/** A marker object has no name and no details of its own, because its key is the directory's. */
function Name({ entry }: { entry: EntryJson }) {
  const { place } = useExplorer().where;
  if (entry.name === '') return <span class="marker">this directory's marker</span>;
  return (
    <a href={formatPlace(placeOfEntry(place.value, entry))} tabIndex={-1} title={entry.key} draggable={false}>
      <bdi>{visibleName(entry.name)}</bdi>
    </a>
  );
}
