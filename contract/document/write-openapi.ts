/** `npm run openapi`: writes docs/openapi.json and the client's types from the schemas. */
import { writeFileSync } from 'node:fs';
import { openApiDocument } from '../openapi.ts';
import type { OpenApi } from './types.ts';
import { wireTypes } from './wire-types.ts';

const document = openApiDocument();

writeFileSync(new URL('../../docs/openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
writeFileSync(new URL('../client/wire-types.ts', import.meta.url), await wireTypes(document as OpenApi));
