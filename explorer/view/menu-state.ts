/** The menu of an entry: whether it is open, and where. */
import { signal } from '@preact/signals';
import type { EntryJson } from '../../contract/answers/entry.ts';

export interface OpenMenu {
  entry: EntryJson;
  /** In the window, pixels. */
  x: number;
  y: number;
}

export const menu = signal<OpenMenu | undefined>(undefined);

export function openMenu(entry: EntryJson, { x, y }: { x: number; y: number }): void {
  menu.value = { entry, x, y };
}

export function closeMenu(): void {
  menu.value = undefined;
}
