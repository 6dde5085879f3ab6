import type { PageUser } from '../../schemas/edge/page.ts';
import { checkPassword, hashPassword } from './password.ts';

/** What trying to sign in came to. A name that there is not is told apart from a wrong password by nobody. */
export type Entered =
  | { readonly user: PageUser }
  | { readonly refused: 'wrong' }
  /** Too many wrong passwords; nobody is asked until then. */
  | { readonly refused: 'locked'; readonly forMs: number };

/** Wrong passwords before one waits: of a name from one address, of an address, of a name from anywhere. */
const FREE_TRIES = { pair: 5, address: 15, name: 30 } as const;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 60 * 60_000;
/** Names and addresses that are remembered; who floods forgets the oldest, never the most guilty. */
const MOST_KNOWN = 1000;
/** Each check holds 32 MiB: never two at once, and nobody waits behind a crowd. */
const MOST_WAITING = 8;

type Tries = { failures: number; lockedUntil: number };

/**
 * Lets in who knows the password. After five wrong ones a name waits a minute at this address, then two, up to an hour; from
 * everywhere only after thirty, so that nobody in the network shuts a physician out from his own desk. Time is a watch's that nobody
 * can set: a clock that jumps opens no door.
 */
export function makeDoor(users: readonly PageUser[], watch: () => number = () => performance.now()) {
  const tries = new Map<string, Tries>();
  let [turn, waiting]: [Promise<unknown>, number] = [Promise.resolve(), 0];
  /** Checked for names that there are not, so that they take as long. */
  const nobody = hashPassword('a password that nobody has');

  function lockOf(keys: readonly string[]): number {
    return Math.max(0, ...keys.map((key) => (tries.get(key)?.lockedUntil ?? 0) - watch()));
  }
  function failed([key, free]: readonly [string, number]): void {
    const before = tries.get(key) ?? { failures: 0, lockedUntil: 0 };
    const failures = before.failures + 1;
    const over = failures - free;
    const lock = over < 0 ? 0 : Math.min(FIRST_LOCK_MS * 2 ** over, LONGEST_LOCK_MS);
    tries.delete(key);
    tries.set(key, { failures, lockedUntil: watch() + lock });
    if (tries.size > MOST_KNOWN) forget();
  }
  function forget(): void {
    const [least] = [...tries].sort(([, a], [, b]) => a.failures - b.failures);
    if (least) tries.delete(least[0]);
  }
  async function check(name: string, password: string, address: string): Promise<Entered> {
    const limits = [
      [`pair ${address} ${name}`, FREE_TRIES.pair],
      [`address ${address}`, FREE_TRIES.address],
      [`name ${name}`, FREE_TRIES.name],
    ] as const;
    const keys = limits.map(([key]) => key);
    const forMs = lockOf(keys);
    if (forMs > 0) return { refused: 'locked', forMs };
    const user = users.find((one) => one.name === name);
    const isRight = await checkPassword(password, user?.password ?? (await nobody));
    if (user === undefined || !isRight) {
      limits.forEach(failed);
      return { refused: 'wrong' };
    }
    for (const key of keys) tries.delete(key);
    return { user };
  }

  return {
    async enter(name: string, password: string, address: string): Promise<Entered> {
      if (waiting >= MOST_WAITING) return { refused: 'locked', forMs: 10_000 };
      waiting += 1;
      const entered = turn.then(() => check(name, password, address));
      turn = entered.catch(() => undefined);
      return entered.finally(() => {
        waiting -= 1;
      });
    },
  };
}
