/**
 * The page as a Lambda function of one module, for deployments that serve it at `GET /`. The function needs no
 * permissions and its route needs no authorizer: the page contains no data, and sends the reader's token with its
 * requests. So it is useful with an authorizer for bearer tokens (`jwt`). With `iam` it is not, because a browser
 * cannot sign requests.
 */
import { build } from 'esbuild';
import type { ExplorerPage } from './build.ts';

/** @returns the text of `index.mjs`, which exports `handler` for payload format 2.0. */
export async function explorerFunctionSource(page: ExplorerPage): Promise<string> {
  const contents = `
    import { pageHandler } from './page-handler.ts';
    export const handler = pageHandler(${JSON.stringify(page)}, process.env);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
