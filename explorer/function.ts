/**
 * The page as the one module of a Lambda function, for a deployment that serves it at `GET /`. The function needs neither permissions nor
 * settings, and its route no authorizer: the page holds nothing, and asks with the token its reader gives it. So it is of use where the
 * API's authorizer takes bearer tokens (`jwt`); a browser cannot sign as `iam` wants it.
 */
import type { ExplorerPage } from './build.ts';

/** @returns the text of `index.mjs`, which exports `handler` for payload format 2.0. */
export function explorerFunctionSource({ html, headers }: ExplorerPage): string {
  const answer = JSON.stringify({ statusCode: 200, headers, body: html });
  return `const answer = ${answer};\nexport const handler = async () => answer;\n`;
}
