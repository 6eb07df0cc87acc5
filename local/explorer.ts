/** `GET /` of the local stack: the explorer, bundled from its sources on the first request. */
import type { ExplorerPage } from '../explorer/build.ts';
import { withObjectOrigins } from '../shared/object-origins.ts';
import type { HttpAnswer } from './http-answer.ts';
import { tableProblem } from './http-problem.ts';

const METHODS = ['GET', 'HEAD'];

/** Answers requests for `/`. The page may show objects from `objectOrigin`. */
export function createExplorerRoute(
  objectOrigin: string | undefined,
): (method: string) => Promise<HttpAnswer> {
  let page: Promise<ExplorerPage> | undefined;
  return async (method) => {
    if (!METHODS.includes(method)) {
      const refusal = tableProblem('method-not-allowed', 'method: is not one of those in the header Allow');
      return { ...refusal, headers: [...refusal.headers, ['allow', METHODS.join(', ')]] };
    }
    page ??= bundled();
    try {
      return answer(await page, objectOrigin);
    } catch (error) {
      // The failed page is removed, so that the next request bundles again.
      page = undefined;
      const detail = error instanceof Error ? error.message : String(error);
      return tableProblem('internal', `the explorer could not be bundled: ${detail}`);
    }
  };
}

/** Loads the bundler on first use, so that a stack without visitors does not need it. */
async function bundled(): Promise<ExplorerPage> {
  const { buildExplorer } = await import('../explorer/build.ts');
  return buildExplorer();
}

function answer({ html, headers }: ExplorerPage, objectOrigin: string | undefined): HttpAnswer {
  const policy = headers['content-security-policy'] ?? '';
  const own = objectOrigin === undefined ? policy : withObjectOrigins(policy, [objectOrigin]);
  const all = { ...headers, 'content-security-policy': own };
  return { status: 200, headers: Object.entries(all), cookies: [], body: Buffer.from(html) };
}
