/** From rows to tiles, and back. */
import type { Explorer } from '../state/explorer.ts';

export function toggleSpace({ where }: Explorer): void {
  const place = where.place.peek();
  if (place.bucket !== undefined) where.go({ ...place, view: place.view === 'space' ? 'rows' : 'space' });
}

/** Moves the keyboard to the next tile, or to the one before. */
export function focusTile(by: number): void {
  const tiles = [...document.querySelectorAll<HTMLAnchorElement>('.treemap a')];
  const at = tiles.indexOf(document.activeElement as HTMLAnchorElement);
  tiles[Math.max(0, Math.min(tiles.length - 1, at === -1 ? 0 : at + by))]?.focus();
}
