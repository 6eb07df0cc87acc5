/** `npm run docs`: writes docs/api.md from docs/openapi.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { apiDocument } from './api-document.ts';

const docs = (name: string) => new URL(`../../docs/${name}`, import.meta.url);

writeFileSync(docs('api.md'), apiDocument(JSON.parse(readFileSync(docs('openapi.json'), 'utf8'))));
