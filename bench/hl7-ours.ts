import type { Hl7Message } from '../domain/hl7/read/message.ts';
import { readHl7 } from '../domain/hl7/read/read.ts';
import { type Hl7Reader, note, nothingYet } from './hl7-reader.ts';

const first = (bytes: Buffer): Hl7Message => {
  const [message] = readHl7(bytes);
  if (message === undefined) throw new Error('no message');
  return message;
};

export const ours: Hl7Reader = {
  name: 'oka',
  parse: (bytes) => readHl7(bytes),
  work(bytes) {
    const message = first(bytes);
    const work = nothingYet();
    const visit = (text: string): void => note(work, text);
    for (const segment of message.segments) segment.eachValue(visit);
    work.family = message.first('PID')?.text(5);
    for (const obx of message.all('OBX')) work.results.push(obx.text(5, 5) ?? obx.text(5));
    return work;
  },
  open(bytes) {
    const messages = readHl7(bytes);
    return {
      messages: messages.length,
      count: (segment) => messages[0]?.all(segment).length ?? 0,
      get(segment, place, field, { r = 1, c = 1, s = 1 } = {}) {
        const found = messages[0]?.all(segment)[place - 1]?.repetitions(field)[r - 1];
        return found?.isNull(c, s) ? '""' : found?.text(c, s);
      },
    };
  },
};
