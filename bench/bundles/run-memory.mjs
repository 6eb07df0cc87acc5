/**
 * A function's process, as large as it gets: asks a bundle the events it is sent, one after another, and tells its
 * peak.
 */
const { handler } = await import(process.argv[2]);
const context = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 29_000 };

process.on('message', async (event) => {
  const { statusCode, body } = await handler(event, context);
  process.send({ statusCode, body, peakBytes: process.resourceUsage().maxRSS * 1_024 });
});
process.on('disconnect', () => process.exit(0));
