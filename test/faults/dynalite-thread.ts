/** dynalite in its own thread: it parses conditions, which would delay the handlers that wait for it. */
import { parentPort } from 'node:worker_threads';
import { startDynalite } from '../support/dynalite.ts';

const { endpoint, tableName } = await startDynalite();
parentPort!.postMessage({ endpoint, tableName });
