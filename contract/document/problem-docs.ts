/** The error table as OpenAPI responses. */

import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { type Problem, problem } from '../answers/problem.ts';
import { ERRORS, type ErrorCode, PROBLEM_MEDIA_TYPE, problemType } from '../errors.ts';
import {
  FAILURE_HEADERS,
  NOTHING_THERE_HEADERS,
  REPORT_HEADERS,
  UNAVAILABLE_HEADERS,
} from './header-docs.ts';

/** An example of `detail` for each problem. */
const DETAILS: Record<ErrorCode, string> = {
  'invalid-request': 'limit: must be a whole number from 1 to 1000',
  forbidden: 'prefix: "private/" is outside the served prefixes',
  'no-such-bucket': 'bucket: no bucket of this name is served',
  'no-such-key': 'There is no object and no directory with this key.',
  'no-such-route': 'path: is not a path of this service',
  'method-not-allowed': 'method: is not one of those in the header Allow',
  'too-large': 'body: is 2097152 bytes, more than the 1048576 allowed',
  'too-expensive':
    'sort: one request can sort at most 500000 names. Reduce their number with prefix, or with text before the first wildcard of glob.',
  internal: 'the log has the cause under the request ID',
  'upstream-denied': 'S3 denied access to this service.',
  'upstream-failed': 'Invalid response from S3.',
  unavailable: 'S3 did not answer, and the index has no answer that may still be used.',
  incomplete:
    'sort: 50000 names are known so far, and more follow. Send the request again to continue from there, or add partial=true to sort only the known names.',
  'only-if-cached': 'The index does not have this answer, and the request forbids asking S3.',
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
    progress,
  };
}

/** One response for each status, with an example of each code that it may have. */
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

/** Problems that S3 or the index causes. */
const OF_A_QUESTION: readonly ErrorCode[] = [
  'too-expensive',
  'upstream-denied',
  'upstream-failed',
  'only-if-cached',
];

/** Operations with the same response must share one object, so that the document refers to it by a `$ref`. */
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
  if (status === ERRORS.unavailable.status) return UNAVAILABLE_HEADERS;
  if (codes.some((code) => OF_A_QUESTION.includes(code))) return FAILURE_HEADERS;
  // `no-such-key` is an answer about S3 and has an age.
  return codes.includes('no-such-key') ? NOTHING_THERE_HEADERS : REPORT_HEADERS;
}

function pascalCase(code: ErrorCode): string {
  return code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
