/** `npm start`. Node keeps what it has compiled, so that the next start takes half the time. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
// Not a static import: Node would load it before the cache is on.
await import('./start.ts');
