// One HL7 reader in a process of its own, so that no library pays for the memory of another: answers each order of its
// parent, a message and a kind of work, with how many messages a second it managed.
import { answersOf } from './hl7-cases.ts';
import { MESSAGES } from './hl7-messages.ts';
import { ours } from './hl7-ours.ts';
import { peerOf } from './hl7-peers.ts';
import { requirePeers } from './peers.ts';

export type Order =
  | { readonly kind: 'work' | 'parse'; readonly message: number; readonly milliseconds: number }
  | { readonly kind: 'found'; readonly message: number }
  | { readonly kind: 'answers' };

const wanted = process.argv[2];
const load = wanted === ours.name ? undefined : requirePeers(() => undefined);
const reader = load === undefined ? ours : peerOf(load, wanted ?? '');

/**
 * Calls per second of the processor's time, the garbage collector's included, in a block of about so many milliseconds of
 * it: what else runs on the machine does not count.
 */
function rateOf(work: () => unknown, milliseconds: number): number {
  const began = process.cpuUsage();
  let calls = 0;
  let passed = 0;
  while (passed < milliseconds) {
    for (let again = 0; again < 8; again += 1) work();
    calls += 8;
    const { user, system } = process.cpuUsage(began);
    passed = (user + system) / 1000;
  }
  return (calls * 1000) / passed;
}

function obey(order: Order): unknown {
  if (order.kind === 'answers') return answersOf(reader);
  const bytes = MESSAGES[order.message]?.bytes ?? Buffer.alloc(0);
  if (order.kind === 'found') return reader.work(bytes);
  return rateOf(order.kind === 'work' ? () => reader.work(bytes) : () => reader.parse(bytes), order.milliseconds);
}

process.on('message', (order: Order) => void process.send?.(obey(order)));
