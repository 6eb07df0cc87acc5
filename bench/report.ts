/** All results of one run, as `--json` writes them. */
import os from 'node:os';
import { PRICES_AS_OF, PRICES_REGION } from '../contract/prices.ts';
import type { Bundle } from './bundles/bundle.ts';
import type { PeakMemory } from './bundles/memory.ts';
import type { StartTime } from './bundles/start-time.ts';
import type { EventRate } from './in-process/event-rate.ts';
import type { HandlerTime } from './in-process/handler-time.ts';
import type { SortedTime } from './in-process/sorted-time.ts';
import type { Row } from './row.ts';
import type { Latency } from './servers/start.ts';
import type { StoredBytes } from './stored-bytes.ts';
import type { TreeReport } from './tree-report.ts';

export interface Report {
  /** Date of the run, YYYY-MM-DD. */
  date: string;
  machine: { cores: number; memoryGb: number; node: string };
  prices: { region: string; asOf: string };
  latency: Latency;
  cases: Row[];
  storedBytes: StoredBytes[];
  bundles: Pick<Bundle, 'name' | 'bytes' | 'parts'>[];
  handlerTimes: HandlerTime[];
  /** Absent if the run was of a version without sorting. */
  sortedTimes?: SortedTime[];
  eventRates: EventRate[];
  startTimes: StartTime[];
  memory?: PeakMemory;
  /** Absent if the run was of a version without trees. */
  trees?: TreeReport;
}

export function emptyReport(latency: Latency): Report {
  return {
    date: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length),
    machine: {
      cores: os.availableParallelism(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      node: process.version,
    },
    prices: { region: PRICES_REGION, asOf: PRICES_AS_OF },
    latency,
    cases: [],
    storedBytes: [],
    bundles: [],
    handlerTimes: [],
    eventRates: [],
    startTimes: [],
  };
}
