/** The current row of the keyboard. It stays on its name when rows above it appear or disappear. */
import { signal } from '@preact/signals';
import { findRow } from '../model/screen.ts';

export interface CursorAt {
  row: number;
  name: string;
}

export class GridCursor {
  readonly at = signal<CursorAt | undefined>(undefined);
  #rows: readonly { name: string }[] = [];
  /** Scrolls until the row is visible; set by the grid. */
  reveal: (row: number) => void = () => {};
  /** Moves the focus to the grid; set by the grid. */
  focus: () => void = () => {};
  /** How many rows Page Up and Page Down move; set by the grid. */
  pageRows = 1;

  /** Takes over the new rows. The cursor stays on its name, or at its row number if the name is gone. */
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

  /**
   * Moves to the row under the pointer, without scrolling: if the row moved away under a pressed button, it would get
   * no click.
   */
  point(row: number): void {
    this.#set(row);
  }

  by(rows: number): void {
    this.to((this.at.peek()?.row ?? 0) + rows);
  }

  toEnd(): void {
    this.to(this.#rows.length - 1);
  }

  /** Returns false if there is no row of this name. */
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
