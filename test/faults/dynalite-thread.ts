/** dynalite on a thread of its own: its parsing of conditions would take the time of the handlers that wait for it. */
import { parentPort } from 'node:worker_threads';
import { startDynalite } from '../support/dynalite.ts';

const { endpoint, tableName } = await startDynalite();
parentPort!.postMessage({ endpoint, tableName });
