/** The `s3dex` command as a process. Node keeps what it has compiled, so that the next command starts faster. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
// Not static imports: Node would load them before the cache is on.
const { processWorld } = await import('./process-world.ts');
const { run } = await import('./run.ts');

process.exitCode = await run(process.argv.slice(2), processWorld());
