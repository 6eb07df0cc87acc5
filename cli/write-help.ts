/** `npm run docs`: writes docs/cli.md. */
import { writeFileSync } from 'node:fs';
import { helpDocument } from './help-document.ts';

writeFileSync(new URL('../docs/cli.md', import.meta.url), helpDocument());
