/** Switches between rows and tiles. */
import type { Explorer } from '../state/explorer.ts';

export function toggleSpace({ where }: Explorer): void {
  const place = where.place.peek();
  if (place.bucket !== undefined) where.go({ ...place, view: place.view === 'space' ? 'rows' : 'space' });
}

/** Moves the focus to the next or previous tile. */
export function focusTile(by: number): void {
  const tiles = [...document.querySelectorAll<HTMLAnchorElement>('.treemap a')];
  const at = tiles.indexOf(document.activeElement as HTMLAnchorElement);
  tiles[Math.max(0, Math.min(tiles.length - 1, at === -1 ? 0 : at + by))]?.focus();
}
