// A bounded process that sees images: one message with bytes in, one with what became of them out.
import { readFileSync } from 'node:fs';
import { seeBytes } from './see.ts';

/** Most memory held. What Linux tells of a process's resources begins with what its parent had, so its own account is read. */
function mostMb(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
}

process.on('message', (bytes: Uint8Array) => {
  const began = performance.now();
  const answer = (said: { outcome?: string; fault?: string }): void => {
    process.send?.({ ...said, ms: performance.now() - began, maxMb: mostMb() });
  };
  seeBytes(bytes).then(
    (outcome) => answer({ outcome }),
    (fault: unknown) => answer({ fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) }),
  );
});
process.send?.('ready');
