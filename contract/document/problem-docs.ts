/** The error table as OpenAPI responses. */

import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { type Problem, problem } from '../answers.ts';
import { ERRORS, type ErrorCode, PROBLEM_MEDIA_TYPE, problemType } from '../errors.ts';
import { NOTHING_THERE_HEADERS, REPORT_HEADERS, UNAVAILABLE_HEADERS } from './header-docs.ts';

/** What a problem's detail may look like. */
const DETAILS: Record<ErrorCode, string> = {
  'invalid-request': 'limit: must be a whole number from 1 to 1000',
  forbidden: 'prefix: "private/" is outside the served prefixes',
  'no-such-bucket': 'bucket: no bucket of this name is served',
  'no-such-key': 'key: nothing is there',
  'no-such-route': 'path: is not a path of this service',
  'method-not-allowed': 'method: is not among those in Allow',
  'too-large': 'body: is 2097152 bytes, more than the 1048576 allowed',
  'too-expensive':
    'sort: more than 500000 names are too many to sort in one request; ask for fewer by prefix or by the start of glob.',
  internal: 'the log has the cause under the request ID',
  'upstream-denied': 'S3 refused to answer the service',
  'upstream-failed': 'S3 answered nonsense',
  unavailable: 'S3 is not available, and nothing valid is held',
  incomplete:
    'sort: 50000 names are known so far, and more follow. Ask again: it goes on from there; or take what is known by partial=true.',
  'only-if-cached': 'the index does not hold a valid answer',
};

export function problemExample(code: ErrorCode): Problem {
  const { status, title } = ERRORS[code];
  const progress = code === 'incomplete' ? { seen: 50_000 } : undefined;
  return {
    type: problemType(code),
    title,
    status,
    detail: DETAILS[code],
    code,
    ...(progress && { progress }),
  };
}

/** One response a status, with an example of each code it may carry there. */
export function problemResponses(codes: readonly ErrorCode[]): ZodOpenApiResponsesObject {
  const responses: Record<string, ZodOpenApiResponseObject> = {};
  for (const code of codes) {
    const { status } = ERRORS[code];
    responses[status] ??= responseOf(
      status,
      codes.filter((it) => ERRORS[it].status === status),
    );
  }
  return responses as ZodOpenApiResponsesObject;
}

/** Operations that share a response share the very object: that is how the document comes to refer to it. */
const shared = new Map<string, ZodOpenApiResponseObject>();

function responseOf(status: number, codes: readonly ErrorCode[]): ZodOpenApiResponseObject {
  const id = codes.map(pascalCase).join('Or');
  const known = shared.get(id);
  if (known) return known;
  const response: ZodOpenApiResponseObject = {
    id,
    description: codes.map((it) => `\`${it}\`: ${ERRORS[it].title}.`).join(' '),
    headers: headersOf(status, codes),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: problem,
        examples: Object.fromEntries(codes.map((it) => [it, { value: problemExample(it) }])),
      },
    },
  };
  shared.set(id, response);
  return response;
}

function headersOf(status: number, codes: readonly ErrorCode[]) {
  if (status === 503) return UNAVAILABLE_HEADERS;
  // "Nothing there" is an answer about S3, with its age like any other.
  return codes.includes('no-such-key') ? NOTHING_THERE_HEADERS : REPORT_HEADERS;
}

function pascalCase(code: ErrorCode): string {
  return code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
