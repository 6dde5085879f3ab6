import type { ResultDelivered, ResultPublished } from '../../../schemas/messages.ts';
import type { Received, ResultQueue } from '../queue.ts';

/** A queue in memory that keeps what SQS FIFO keeps: order in a record, nothing of a record while one of it is out. */
export function memoryQueue() {
  type Held = { readonly body: string; readonly group: string; readonly receipt: string; out: boolean };
  const held: Held[] = [];
  const told: ResultDelivered[] = [];
  let [count, news]: [number, (() => void) | undefined] = [0, undefined];
  let away = false;
  const check = (): void => {
    if (away) throw new Error('the queue is away');
  };
  const queue: ResultQueue = {
    async receive(signal) {
      check();
      const found: Received[] = [];
      const blocked = new Set(held.filter(({ out }) => out).map(({ group }) => group));
      for (const one of held) {
        if (one.out || blocked.has(one.group) || found.length === 10) continue;
        one.out = true;
        found.push(one);
      }
      if (found.length === 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 50);
          news = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', () => news?.(), { once: true });
        });
      return found;
    },
    async letGo({ receipt }) {
      check();
      const at = held.findIndex((one) => one.receipt === receipt);
      if (at >= 0) held.splice(at, 1);
    },
    async giveBack({ receipt }) {
      const one = held.find((it) => it.receipt === receipt);
      setTimeout(() => {
        if (one) one.out = false;
      }, 20);
    },
    async answer(message) {
      check();
      told.push(message);
    },
  };
  return {
    queue,
    /** Answers that the region got, as `<name of code> <version> <text>`. */
    told,
    get length() {
      return held.length;
    },
    publish(message: ResultPublished): void {
      count += 1;
      held.push({ body: JSON.stringify(message), group: message.data.record, receipt: `r${count}`, out: false });
      news?.();
    },
    /** What was out when its taker died comes again. */
    giveAllBack(): void {
      for (const one of held) one.out = false;
    },
    setAway(is: boolean): void {
      away = is;
    },
  };
}
