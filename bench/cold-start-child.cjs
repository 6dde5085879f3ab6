// A fresh Lambda environment in small: loads the bundle named first and handles the batch named second, twice.
// Sends its parent the milliseconds of the first call, loading included, and of the second, and the most memory it held.
const began = performance.now();
const { handler } = require(process.argv[2]);
const batch = JSON.parse(process.argv[3]);

(async () => {
  const first = await handler(batch, {});
  const cold = performance.now() - began;
  const again = performance.now();
  const second = await handler(batch, {});
  const warm = performance.now() - again;
  if (first.batchItemFailures.length + second.batchItemFailures.length > 0) throw new Error('the batch failed');
  // maxRSS is in KiB (getrusage).
  process.send({ cold, warm, mostMb: process.resourceUsage().maxRSS / 1024 }, () => process.exit(0));
})();
