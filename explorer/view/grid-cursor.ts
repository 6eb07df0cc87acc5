/** The row the keyboard is at. It belongs to a name: rows that come and go above it do not move it to another. */
import { signal } from '@preact/signals';
import { findRow } from '../model/screen.ts';

export interface CursorAt {
  row: number;
  name: string;
}

export class GridCursor {
  readonly at = signal<CursorAt | undefined>(undefined);
  #rows: readonly { name: string }[] = [];
  /** Scrolls so that the row is seen; set by the grid. */
  reveal: (row: number) => void = () => {};
  /** Puts the keyboard on the grid; set by it. */
  focus: () => void = () => {};
  /** Rows a page of the keyboard has; set by the grid. */
  pageRows = 1;

  /** Other rows, or the same elsewhere. */
  follow(rows: readonly { name: string }[]): void {
    this.#rows = rows;
    const { row = 0, name } = this.at.peek() ?? {};
    const found = name === undefined ? -1 : findRow(rows, name, row);
    this.#set(found === -1 ? Math.min(row, rows.length - 1) : found);
  }

  to(row: number): void {
    const target = Math.max(0, Math.min(this.#rows.length - 1, row));
    this.#set(target);
    if (this.#rows.length > 0) this.reveal(target);
  }

  /** To a row the pointer is on. Nothing scrolls: moved away under a pressed button, the row would never be clicked. */
  point(row: number): void {
    this.#set(row);
  }

  by(rows: number): void {
    this.to((this.at.peek()?.row ?? 0) + rows);
  }

  toEnd(): void {
    this.to(this.#rows.length - 1);
  }

  /** False: there is no row of this name. */
  toName(name: string): boolean {
    const row = findRow(this.#rows, name, 0);
    if (row !== -1) this.to(row);
    return row !== -1;
  }

  #set(row: number): void {
    const name = this.#rows[row]?.name;
    this.at.value = name === undefined ? undefined : { row, name };
  }
}
