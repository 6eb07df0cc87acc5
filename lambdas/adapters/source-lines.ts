/**
 * Rewrites stack traces to the lines of the sources instead of those of the bundle. Node's own option
 * (--enable-source-maps) reads the maps at every start; here they are read only when an error is logged.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const FRAME = /(file:\/\/[^\s()]+\.mjs):(\d+):(\d+)/g;
/** Chains of causes are rarely longer, and may contain a loop. */
const MAX_CAUSES = 5;

/**
 * Rewrites the stacks of this error and of its causes, and returns the error. Other values are returned unchanged.
 */
export function withSourceLines<T>(thrown: T): T {
  let at: unknown = thrown;
  for (let depth = 0; depth <= MAX_CAUSES && at instanceof Error; depth++) {
    at.stack = at.stack?.replace(FRAME, (frame, url: string, line: string, column: string) => {
      return originOf(mapOf(url), { line: Number(line), column: Number(column) }) ?? frame;
    });
    at = at.cause;
  }
  return thrown;
}

/** Middleware for handlers whose errors are logged by Lambda's runtime. */
export function sourceLines(): { onError(request: { error: Error | null }): void } {
  return { onError: ({ error }) => void withSourceLines(error) };
}

/** The files never change while the process runs, so each map is read once. */
const MAPS = new Map<string, SourceMap | undefined>();

function mapOf(url: string): SourceMap | undefined {
  if (!MAPS.has(url)) MAPS.set(url, readMap(url));
  return MAPS.get(url);
}

/** Returns `undefined` when there is no readable map, because logging an error must not fail for that reason. */
function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
  } catch {
    return undefined;
  }
}

function originOf(map: SourceMap | undefined, { line, column }: { line: number; column: number }) {
  const origin = map?.findOrigin(line, column);
  if (!origin || !('fileName' in origin) || origin.fileName === undefined) return undefined;
  return `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}`;
}
