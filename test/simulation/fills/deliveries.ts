/** Delivers the messages of fills to workers, which may die while they process them. */
import type { Fleet } from '../fleet.ts';
import type { Factory } from '../lambdas.ts';
import { WORLD } from '../scheduler.ts';
import type { Delivery } from './queue.ts';
import { type FillWorkerLambda, hand } from './worker.ts';

/** How often the queue checks whether the worker with a message has died. */
const VISIBILITY_MS = 30;

/** Starts the deliveries: each message goes to some worker. `fail` is called with an error of the worker. */
export function startFillDeliveries(factory: Factory, fleet: Fleet, fail: (error: unknown) => void): void {
  const { fillMessages, around, fillPrng } = factory;
  fillMessages.deliver = (delivery) => {
    const worker = fillPrng.pick(fleet.workers);
    fleet.mayCrashWorker(worker);
    let settled = false;
    const settle = (done: boolean) => {
      settled = true;
      if (!done || around.faults.strikes('fillReceiptLost')) fillMessages.retry(delivery);
      else fillMessages.confirm();
    };
    hand(worker, delivery).then(settle, fail);
    watchOver(worker, delivery);

    /** Acts as the visibility timeout: the message of a dead worker is delivered again. */
    function watchOver({ instance }: FillWorkerLambda, unconfirmed: Delivery): void {
      around.scheduler.after(VISIBILITY_MS, WORLD, () => {
        if (settled) return;
        if (instance.alive) watchOver(worker, unconfirmed);
        else fillMessages.retry(unconfirmed);
      });
    }
  };
}
