/**
 * Started once for each measured start: imports a bundle, sends it one request and reports when it answered. Plain
 * JavaScript, because stripping types would take longer than some of what is measured.
 */
const [file, event] = process.argv.slice(2);
const { handler } = await import(file);
const context = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 29_000 };
const answer = await handler(JSON.parse(event), context);
const { user, system } = process.cpuUsage();
const told = { ms: performance.now(), cpuMs: (user + system) / 1_000, status: answer?.statusCode ?? 200 };
process.stdout.write(`\n${JSON.stringify(told)}\n`);
process.exit(0);
