/** The schemas of the OpenAPI document as TypeScript interfaces with their descriptions, so that an editor shows them. */
import { compile } from 'json-schema-to-typescript';
import type { OpenApi, Schema } from './types.ts';

const BANNER = `/**
 * The bodies of requests and answers. Written by \`npm run openapi\` from the schemas of the contract; a test compares it with them.
 * Times are RFC 3339 in UTC with milliseconds; sizes are bytes. A field that S3 did not send is absent.
 */`;

/** The text of contract/client/wire-types.ts. One exported type a schema, named as in the document. */
export async function wireTypes(document: OpenApi): Promise<string> {
  const { schemas } = document.components;
  const names = Object.keys(schemas);
  const root = {
    definitions: Object.fromEntries(names.map((name) => [name, withLocalReferences(schemas[name]!)])),
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/definitions/${name}` }])),
  };
  const text = await compile(root as Parameters<typeof compile>[0], ROOT, {
    additionalProperties: false,
    bannerComment: BANNER,
    ignoreMinAndMaxItems: true,
    style: { printWidth: 110, singleQuote: true, trailingComma: 'all' },
  });
  return withoutRoot(text);
}

/** The compiler needs one schema that names all others; nobody else does. */
const ROOT = 'EverySchema';

function withoutRoot(text: string): string {
  return text.replace(new RegExp(`export interface ${ROOT} \\{\\n(?:.*\\n)*?\\}\\n`), '');
}

function withLocalReferences(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/definitions/'));
}
