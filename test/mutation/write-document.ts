/** Writes the tables of equivalent mutants into docs/testing.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from './equivalents-document.ts';
import { ROOT } from './suite.ts';

const PATH = join(ROOT, 'docs/testing.md');
writeFileSync(PATH, withTables(readFileSync(PATH, 'utf8')));
