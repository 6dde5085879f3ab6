// Senders in a process of their own, for bench/mllp.ts: each has one message under way, as HL7 v2 senders have.
import { connect } from 'node:net';
import { FrameReader, framed } from '../edge/mllp/framing.ts';

/** What the parent asks for, and what it gets: messages answered, and the time of each in milliseconds. */
export type Ask = { readonly port: number; readonly connections: number; readonly milliseconds: number };
export type Told = { readonly perSecond: number; readonly times: readonly number[] };

const ORU = (control: string): Buffer =>
  Buffer.from(
    [
      `MSH|^~\\&|LIS|MRL|OKA|REGION|20260131103000+0300||ORU^R01^ORU_R01|${control}|P|2.5.1|||AL|NE`,
      'PID|1||90001^^^BRZ^MR||Примеров^Пример^Примерович||19600101|M',
      'OBR|1||L-9001|24323-8^Биохимия^LN|||20260131100000+0300',
      'OBX|1|NM|2823-3^Калий^LN||4.1|mmol/L|3.5-5.1|N|||F',
      'OBX|2|NM|14682-9^Креатинин^LN||88|umol/L|62-106|N|||F',
      'OBX|3|NM|22664-7^Мочевина^LN||5.2|mmol/L|2.5-8.3|N|||F',
      '',
    ].join('\r'),
  );

let serial = 0;

async function load({ port, connections, milliseconds }: Ask): Promise<Told> {
  const times: number[] = [];
  const began = performance.now();
  const sender = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      const reader = new FrameReader({ maxBytes: 1_000_000, maxJunkBytes: 100 });
      let sentAt = 0;
      const send = (): void => {
        serial += 1;
        sentAt = performance.now();
        socket.write(framed(ORU(`${process.pid}.${serial}`)));
      };
      socket.setNoDelay(true);
      socket.once('connect', send);
      socket.once('error', reject);
      socket.once('close', () => resolve());
      socket.on('data', (chunk: Buffer) => {
        reader.push(chunk);
        for (let found = reader.next(); found; found = reader.next()) {
          const now = performance.now();
          times.push(now - sentAt);
          if (now - began < milliseconds) send();
          else socket.destroy();
        }
      });
    });
  await Promise.all(Array.from({ length: connections }, sender));
  return { perSecond: (times.length * 1000) / (performance.now() - began), times };
}

if (process.send) {
  process.once('disconnect', () => process.exit(0));
  process.on('message', (ask: Ask) => void load(ask).then((told) => process.send?.(told)));
}
