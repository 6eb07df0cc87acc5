import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { costDocument } from './cost-document.ts';
import { costPicture } from './cost-picture.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');

/** Writes docs/cost.md and docs/cost.svg. */
export async function writeCost(): Promise<void> {
  await writeFile(join(DOCS, 'cost.md'), costDocument());
  await writeFile(join(DOCS, 'cost.svg'), costPicture());
}
