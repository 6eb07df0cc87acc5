/** `GET /` of the local stack: the explorer, bundled from its sources when it is first asked for. */
import type { ExplorerPage } from '../explorer/build.ts';
import type { HttpAnswer } from './http-answer.ts';
import { gatewayProblem } from './http-problem.ts';

const METHODS = ['GET', 'HEAD'];

/** Answers whatever asks for `/`. */
export function createExplorerRoute(): (method: string) => Promise<HttpAnswer> {
  let page: Promise<ExplorerPage> | undefined;
  return async (method) => {
    if (!METHODS.includes(method)) {
      const refusal = gatewayProblem(405, 'method-not-allowed', 'Method Not Allowed');
      return { ...refusal, headers: [...refusal.headers, ['allow', METHODS.join(', ')]] };
    }
    page ??= bundled();
    try {
      return answer(await page);
    } catch (error) {
      // What stood in the way may be gone when it is asked for again.
      page = undefined;
      const detail = error instanceof Error ? error.message : String(error);
      return gatewayProblem(
        500,
        'internal',
        'Internal Server Error',
        `the explorer was not bundled: ${detail}`,
      );
    }
  };
}

/** The bundler is loaded here, so that a stack that only serves programs never does. */
async function bundled(): Promise<ExplorerPage> {
  const { buildExplorer } = await import('../explorer/build.ts');
  return buildExplorer();
}

function answer({ html, headers }: ExplorerPage): HttpAnswer {
  return { status: 200, headers: Object.entries(headers), cookies: [], body: Buffer.from(html) };
}
