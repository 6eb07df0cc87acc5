/** The `s3dex` command as a process. Node keeps what it has compiled, so that the next command starts faster. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
// Imported dynamically, because Node would load static imports before the cache is enabled.
const { processWorld } = await import('./process-world.ts');
const { run } = await import('./run.ts');

process.exitCode = await run(process.argv.slice(2), processWorld());
