/**
 * The OpenAPI 3.1 document, made from the schemas, the route table and the error table. `npm run openapi` writes it to
 * docs/openapi.json (a test compares it), and `GET /v1/openapi.json` serves that file. No Lambda loads this module.
 */
import * as z from 'zod/mini';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { OPERATION_DOCS, type OperationDoc } from './document/operation-docs.ts';
import { problemResponses } from './document/problem-docs.ts';
import { OPERATIONS, type OperationId } from './operations.ts';

const DESCRIPTION = `Lists S3 directories and describes S3 objects. The answers come from an index that S3's events keep current.
Every GET also works as HEAD. Keys and prefixes are query parameters and must be percent-encoded (\`+\` is a space, \`%2B\` is a
plus). Answers about S3 have \`Cache-Control: private, max-age=0, must-revalidate\` and a weak ETag, so use \`If-None-Match\` to revalidate them.
Errors are problems (RFC 9457). An error is never reported as an empty 200.`;

const fillId = z.string().check(z.meta({ description: 'The ID of the fill.', examples: ['x2K9mQ4r1Zs'] }));

const bucketPath = z.object({
  bucket: z.string().check(z.meta({ description: 'A served bucket.', examples: ['demo'] })),
});

const fillPath = z.extend(bucketPath, { id: fillId });

export function openApiDocument(): object {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 's3dex',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The address of the deployment.' }],
    security: [{ iam: [] }, { jwt: [] }],
    tags: [
      { name: 'read', description: 'Questions about directories and objects.' },
      { name: 'operate', description: 'Inspecting and maintaining the index.' },
      { name: 'service', description: 'About the service itself.' },
    ],
    paths: paths(),
    components: {
      securitySchemes: {
        iam: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'AWS Signature Version 4 for the service `execute-api`. The default of a deployment.',
        },
        jwt: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'For a deployment with a JWT authorizer.',
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
      ...(path.includes('{bucket}') && { path: path.includes('{id}') ? fillPath : bucketPath }),
      ...(doc.query && { query: doc.query }),
      ...(doc.requestHeaders && { header: doc.requestHeaders }),
    },
    ...(doc.body && {
      requestBody: { required: true, content: { 'application/json': { schema: doc.body } } },
    }),
    responses: {
      [doc.status ?? 200]: {
        description: doc.answers,
        headers: doc.headers,
        ...(doc.answer && {
          content: { 'application/json': { schema: doc.answer, example: doc.example } },
        }),
      },
      ...(doc.notModified && {
        304: {
          description: '`If-None-Match` contains the ETag of the current answer.',
          headers: doc.headers,
        },
      }),
      ...problemResponses(doc.problems),
    },
  };
}
