/** `s3dex demo`: compares S3 with and without the index, on a real folder. */
import type { Command } from 'commander';
import { addExamples } from '../examples.ts';
import type { Run } from '../session.ts';

/**
 * Typical latency of a LIST and a HEAD from a machine in the bucket's Region (p99 and p50 of public measurements).
 */
const DEFAULT_LATENCY = 'list=40,head=14';

export function addDemo(program: Command, run: Run): void {
  const command = program
    .command('demo')
    .summary('compare S3 with and without the index, on one of your folders')
    .description(
      'Serve a folder as a bucket on the local stack, and measure how long its directories take: with a LIST and a HEAD for each file from S3, ' +
        'through an empty index, and again through the index that is now filled. Nothing leaves the machine, and the folder is only read.',
    )
    .argument('[folder]', 'folder to serve', '.')
    .helpOption('-h, --help', 'print help')
    .option('--s3-latency <list=MS,head=MS>', 'latency that the local S3 adds', DEFAULT_LATENCY)
    .action((folder: string, options: { s3Latency: string }) =>
      run(command, async (session) => {
        // Imported only here, so that other commands do not load the AWS SDK.
        const { demo } = await import('../demo/demo.ts');
        return demo(session, folder, options.s3Latency);
      }),
    );
  addExamples(command, [
    ['the current folder', 's3dex demo'],
    ['with a slower S3', 's3dex demo --s3-latency list=90,head=30 photos'],
  ]);
}
