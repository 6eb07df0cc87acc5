/** The directory as tiles. The area of a tile is in proportion to its bytes, and a tile links to its directory. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { UsageAnswer } from '../../contract/answers/usage.ts';
import { formatBytes, formatCalls, formatShare } from '../model/format.ts';
import { directoryPlace, formatPlace, type Place } from '../model/place.ts';
import { partsOf, type Tile, tilesOf } from '../model/treemap.ts';
import { visibleName } from '../model/visible-name.ts';
import { useExplorer } from './context.ts';

/** Tiles smaller than this have no room for a name, or for a second line. */
const NAME_PX = { width: 56, height: 22 };
const SIZE_HEIGHT_PX = 44;

export function Treemap() {
  const explorer = useExplorer();
  const sizes = explorer.folderSizes.value?.answer.value;
  if (sizes?.state === 'failed') return <p class="emptiness">Not counted: {sizes.detail}</p>;
  if (sizes?.state !== 'there') return <p class="emptiness reading">Adding up the sizes</p>;
  if (sizes.total.size === 0) return <p class="emptiness">Nothing here takes any space.</p>;
  return <Tiles usage={sizes.total} />;
}

function Tiles({ usage }: { usage: UsageAnswer }) {
  const explorer = useExplorer();
  const box = useRef<HTMLUListElement>(null);
  const size = useSignal({ widthPx: 0, heightPx: 0 });
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => {
      const { width: widthPx, height: heightPx } = entry!.contentRect;
      size.value = { widthPx, heightPx };
    });
    watcher.observe(box.current!);
    return () => watcher.disconnect();
  }, []);
  const directory = explorer.directory.value;
  const entries = directory?.isWhole.value ? directory.entries.value : undefined;
  const { widthPx, heightPx } = size.value;
  const tiles = widthPx === 0 ? [] : tilesOf(partsOf(usage, entries), widthPx, heightPx);
  return (
    <ul class="treemap" aria-label={`Space of ${usage.bucket}/${usage.prefix}`} ref={box}>
      {tiles.map((tile) => (
        <TileItem key={tile.key ?? ''} tile={tile} total={usage.size} place={explorer.where.place.value} />
      ))}
    </ul>
  );
}

function TileItem({ tile, total, place }: { tile: Tile; total: number; place: Place }) {
  const name = visibleName(tile.title);
  const facts = `${formatBytes(tile.sizeBytes)}, ${formatShare(tile.sizeBytes, total)}`;
  const objects = tile.kind === 'object' ? '' : `, ${formatCalls(tile.objects, 'object')}`;
  const hasName = tile.widthPx >= NAME_PX.width && tile.heightPx >= NAME_PX.height;
  const hasFacts = hasName && tile.heightPx >= SIZE_HEIGHT_PX;
  const content = (
    <>
      <bdi class={hasName ? '' : 'unseen'}>{name}</bdi>
      <span class={hasFacts ? '' : 'unseen'}>{facts}</span>
      <span class="unseen">{objects}</span>
    </>
  );
  const title = `${name}: ${facts}${objects}`;
  const at = { left: tile.x, top: tile.y, width: tile.widthPx, height: tile.heightPx };
  const style = Object.fromEntries(Object.entries(at).map(([edge, px]) => [edge, `${px}px`]));
  return (
    <li class={tile.kind} style={style}>
      {tile.kind === 'rest' ? (
        <span class="tile" title={title}>
          {content}
        </span>
      ) : (
        <a class="tile" href={formatPlace(leadsTo(tile, place))} title={title}>
          {content}
        </a>
      )}
    </li>
  );
}

function leadsTo({ kind, key = '', title }: Tile, place: Place): Place {
  if (kind === 'object') return { ...place, object: title };
  return { ...directoryPlace(place.bucket ?? '', key), view: 'space' };
}
