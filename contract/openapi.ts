/**
 * The OpenAPI 3.1 document, made from the schemas, the route table and the error table. docs/openapi.json is what this
 * returns (`npm run openapi` writes it, a test compares it) and what `GET /v1/openapi.json` serves; no Lambda loads this file.
 */
import * as z from 'zod/mini';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ANSWER_HEADERS } from './document/header-docs.ts';
import { OPERATION_DOCS, type OperationDoc } from './document/operation-docs.ts';
import { problemResponses } from './document/problem-docs.ts';
import { OPERATIONS, type OperationId } from './operations.ts';

const DESCRIPTION = `What is in this S3 directory, and what is this object? Answered from an index that S3's own events keep true.

Every GET is answered to HEAD too, without its body. Keys and prefixes stand in the query: percent-encode them (\`+\` is a
space, \`%2B\` a plus). Answers are \`private, max-age=0, must-revalidate\` with a weak ETag: ask again with \`If-None-Match\`.
Errors are problems (RFC 9457), never an empty 200.`;

const bucketPath = z.object({
  bucket: z.string().check(z.meta({ description: 'A served bucket.', examples: ['demo'] })),
});

export function openApiDocument(): object {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 's3dex',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'Where the service is deployed.' }],
    security: [{ iam: [] }, { jwt: [] }],
    tags: [
      { name: 'read', description: 'Questions about directories and objects.' },
      { name: 'operate', description: 'Looking after the index.' },
      { name: 'service', description: 'About the service itself.' },
    ],
    paths: paths(),
    components: {
      securitySchemes: {
        iam: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'AWS Signature Version 4, service `execute-api`. The default of a deployment.',
        },
        jwt: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Where a deployment chose a JWT authorizer.',
        },
      },
    },
  });
}

function paths(): ZodOpenApiPathsObject {
  const all: ZodOpenApiPathsObject = {};
  for (const id of Object.keys(OPERATIONS) as OperationId[]) {
    const { method, path } = OPERATIONS[id];
    all[path] = { ...all[path], [method.toLowerCase()]: operation(id, OPERATION_DOCS[id]) };
  }
  return all;
}

function operation(id: OperationId, doc: OperationDoc): ZodOpenApiOperationObject {
  const { path, rank } = OPERATIONS[id];
  return {
    operationId: id,
    summary: doc.summary,
    description: doc.description,
    tags: [doc.tag],
    ...(rank === 'public' && { security: [] }),
    requestParams: {
      ...(path.includes('{bucket}') && { path: bucketPath }),
      ...(doc.query && { query: doc.query }),
      ...(doc.requestHeaders && { header: doc.requestHeaders }),
    },
    ...(doc.body && {
      requestBody: { required: true, content: { 'application/json': { schema: doc.body } } },
    }),
    responses: {
      200: {
        description: doc.answers,
        headers: doc.headers,
        content: { 'application/json': { schema: doc.answer, example: doc.example } },
      },
      ...(doc.notModified && {
        304: { description: '`If-None-Match` names the answer as it still is.', headers: ANSWER_HEADERS },
      }),
      ...problemResponses(doc.problems),
    },
  };
}
