/**
 * The explorer as one HTML document. esbuild bundles the sources and styles directly: nothing is built beforehand and
 * nothing else is loaded. The document's policy allows only these scripts and styles, and only requests to the page's
 * own origin.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface ExplorerPage {
  html: string;
  /** Headers to send with the document. Their names are in lower case. */
  headers: Record<string, string>;
}

const TITLE = 's3dex explorer';
/** Inline, like everything else. Without an icon, a browser requests /favicon.ico. */
const ICON =
  "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%234f46e5'/%3E%3Cpath d='M8 11h16M8 16h16M8 21h9' stroke='white' stroke-width='2.6' stroke-linecap='round'/%3E%3C/svg%3E";

export async function buildExplorer(): Promise<ExplorerPage> {
  const [script, style] = await Promise.all([bundle('app.tsx'), bundle('styles/page.css')]);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${TITLE}</title>
<link rel="icon" href="data:image/svg+xml,${ICON}">
<style>${style}</style>
</head>
<body>
<noscript>The explorer needs JavaScript. The service itself is at /v1.</noscript>
<script type="module">${script}</script>
</body>
</html>
`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': policyFor(script, style),
    'x-content-type-options': 'nosniff',
    // Browsers ignore this header if the page was not loaded over TLS, as from the local stack.
    'strict-transport-security': 'max-age=31536000',
    'referrer-policy': 'no-referrer',
  };
  return { html, headers };
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox127', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text.trim();
}

function policyFor(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
