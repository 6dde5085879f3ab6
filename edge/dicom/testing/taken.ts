import { createHash } from 'node:crypto';
import type { ObjectMeta } from '../../spool/meta.ts';
import type { IncomingObject } from '../store/take.ts';

export type TakenObject = { readonly bytes: Buffer; readonly about: ObjectMeta };

/** A spool for tests that holds objects in memory; `hooks` let a test stand between. */
export function takenInMemory(
  hooks: {
    readonly begin?: () => Promise<void>;
    readonly write?: () => Promise<void>;
    readonly commit?: () => Promise<void>;
  } = {},
) {
  const taken: TakenObject[] = [];
  const counts = { begun: 0, aborted: 0 };
  async function take(): Promise<IncomingObject> {
    await hooks.begin?.();
    counts.begun += 1;
    const parts: Buffer[] = [];
    return {
      async write(bytes) {
        await hooks.write?.();
        parts.push(Buffer.from(bytes));
      },
      async commit(about) {
        await hooks.commit?.();
        const bytes = Buffer.concat(parts);
        const repeat = taken.some((one) => one.bytes.equals(bytes));
        taken.push({ bytes, about });
        return { sha256: createHash('sha256').update(bytes).digest('hex'), repeat };
      },
      async abort() {
        counts.aborted += 1;
      },
    };
  }
  return { take, taken, counts };
}
