/** `npm start`. Node caches its compiled code, so that the next start takes half the time. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
// A static import would be loaded before the cache is enabled.
await import('./start.ts');
