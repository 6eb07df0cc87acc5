/** The thread of a break inside the core. It imports nothing of the core before it has changed the source text. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Hunt } from './catch-break.ts';
import { changeSources, type SourceChange } from './source-change.ts';

export interface CatchWork {
  name: string;
  source: readonly SourceChange[];
  hunt: Hunt;
}

const { name, source, hunt } = workerData as CatchWork;
changeSources(source);
const { breakNamed } = await import('./breaks.ts');
const { catchHere } = await import('./catch-break.ts');
parentPort!.postMessage(await catchHere(breakNamed(name), hunt));
