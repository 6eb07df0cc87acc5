/**
 * The process of a function. Passes events to the bundle one after another, and answers each with the peak of its
 * memory and its processor time.
 */
const { handler } = await import(process.argv[2]);
const context = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 29_000 };

process.on('message', async (event) => {
  const { statusCode, body } = await handler(event, context);
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send({ statusCode, body, peakBytes: maxRSS * 1_024, cpuMs: (userCPUTime + systemCPUTime) / 1_000 });
});
process.on('disconnect', () => process.exit(0));
