import { parentPort } from 'node:worker_threads';
import type { EncodeAsked, EncodeSaid } from './encoder.ts';
import { lineCopy } from './working-copy.ts';

/** One image after the other, beside the thread that receives. */
parentPort?.on('message', async ({ bytes, pixels }: EncodeAsked) => {
  const said: EncodeSaid = await lineCopy(bytes, pixels).then(
    (copy) => ({ copy }),
    (fault: unknown) => ({ fault: fault instanceof Error ? fault.name : 'fault' }),
  );
  const moved = 'copy' in said && said.copy?.bytes.buffer instanceof ArrayBuffer ? [said.copy.bytes.buffer] : [];
  parentPort?.postMessage(said, moved);
});
