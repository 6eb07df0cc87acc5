/** `npm run bench -- --trees`: measures only trees, with their rivals. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeBars } from './bars.ts';
import { judgeBudgets } from './budgets.ts';
import { bundle } from './bundles/bundle.ts';
import { INDEX_TABLE } from './contestants.ts';
import { caseTable, fillRateTable, verdictTable } from './print.ts';
import { createS3dex } from './s3dex.ts';
import { startServers, USUAL_LATENCY } from './servers/start.ts';
import { judgeTreeBars, judgeTreeBudgets } from './tree-budgets.ts';
import { type TreeReport, treeReport } from './tree-report.ts';
import { readReport } from './write-documents.ts';

/** With a file, the results replace the trees of the report in it. */
export async function measureTrees(json: string | undefined): Promise<void> {
  const whole = json === undefined ? undefined : await readReport(json);
  const trees = await measured();
  console.log(`${caseTable(trees.cases)}\n\n${fillRateTable(trees)}\n`);
  console.log(`${verdictTable('budget', judgeTreeBudgets(trees))}\n`);
  console.log(verdictTable('target', judgeTreeBars(trees)));
  if (json === undefined || whole === undefined) return;
  const report = { ...whole, trees };
  const judged = { budgets: judgeBudgets(report), bars: judgeBars(report) };
  await writeFile(json, `${JSON.stringify({ ...report, ...judged }, null, 2)}\n`);
}

async function measured(): Promise<TreeReport> {
  const directory = await mkdtemp(join(tmpdir(), 's3dex-bench-'));
  const servers = await startServers(USUAL_LATENCY);
  const s3dex = await createS3dex(servers, INDEX_TABLE);
  try {
    return await treeReport(servers, s3dex, [await bundle('listing', directory)]);
  } finally {
    s3dex.stop();
    servers.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
