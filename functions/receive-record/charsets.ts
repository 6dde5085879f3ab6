import { takenBack } from '../../domain/fhir/slots.ts';
import { senderId, sumOf } from '../../domain/hl7/charset/sender.ts';
import type { Hl7Context } from '../../domain/hl7/map/context.ts';
import { type MappedInput, mapHl7 } from '../../domain/hl7/map/map.ts';
import type { StatedPatient } from '../../domain/hl7/map/patients/stated.ts';
import { registeredSender, type SenderCharset } from '../../domain/hl7/map/sender-charset.ts';
import type { MessageReading } from '../../domain/hl7/read/message.ts';
import { type Begun, charsetOfMode } from '../../platform/chart/charsets.ts';
import { log } from '../../platform/log.ts';
import { readAgain } from '../../platform/read-again.ts';
import type { World } from '../../platform/world.ts';
import type { RecordUploaded } from '../../schemas/messages.ts';

/** An input as it may be written, and what is to be done after it has been. */
export type Settled = {
  readonly mapped: MappedInput;
  /** Under readings that may change: their number, and what earlier ones of the same bytes said of patients. */
  readonly reading?: number;
  readonly saidBefore: readonly StatedPatient[];
  readonly afterWriting: () => Promise<void>;
};

type Reached = Pick<World, 'chart' | 'queues' | 'env' | 'clock'>;

/**
 * Reads an input under what is known of the character sets of its senders. Most inputs settle their set themselves and are
 * mapped once. Else the sender's evidence grows by this input, it is mapped in the set that he is read in now, and what an
 * earlier reading of the same bytes said otherwise is taken back. Afterwards, if the set has changed by it, the sender's
 * other inputs are sent through again.
 */
export async function settleCharsets(
  bytes: Uint8Array,
  context: Hl7Context,
  { data, traceparent }: Pick<RecordUploaded, 'data' | 'traceparent'>,
  world: Reached,
): Promise<Settled> {
  const first = mapHl7(bytes, context);
  const begun = await beginAll(first.readings, context, data, world);
  if (begun.length === 0) return { mapped: first, saidBefore: [], afterWriting: async () => {} };

  const known = new Map(begun.map(({ sender }) => [sender.id, charsetOfMode(sender.mode, sender)]));
  const mapped = mapHl7(bytes, withCharsets(context, known));
  const gone = begun.flatMap(({ sender, before }) =>
    before.flatMap((mode) => {
      const charset = charsetOfMode(mode, sender);
      if (charset === undefined) return [];
      const { write, stated } = mapHl7(bytes, readAs(withCharsets(context, known), sender.id, charset));
      return { owners: write.owners, items: takenBack(write.items, mapped.write.items, charset), stated };
    }),
  );
  return {
    mapped: withGone(mapped, gone),
    // Each of them rises only.
    reading: begun.reduce((sum, { sender }) => sum + sender.reading, 0),
    saidBefore: gone.flatMap(({ stated }) => stated),
    afterWriting: async () => {
      for (const { sender } of begun) {
        await world.chart.charsets.finish(sender, data.input.sha256);
        if (sender.sentAgain >= sender.reading) continue;
        const count = await readAgain(sender, 'receive-record', traceparent, world, data.input.sha256);
        if (count === 0) continue;
        log.warn('the character set of a sender has changed', {
          ...{ clinic: sender.clinic, sender: sender.id, mode: sender.mode, readAgain: count },
        });
      }
    },
  };
}

/** One entry for each sender of the input whose set is open, or was so once and is registered now. */
async function beginAll(
  readings: readonly MessageReading[],
  context: Hl7Context,
  { input, length, receivedAt }: RecordUploaded['data'],
  { chart }: Reached,
): Promise<Begun[]> {
  const { charsets } = chart;
  const ofSenders = Map.groupBy(readings, (reading) => senderId({ ...reading, clinic: input.clinic }));
  const begun: (Begun | undefined)[] = [];
  for (const [one, ...others] of ofSenders.values()) {
    if (one === undefined) continue;
    const sender = registeredSender(context, one.application, one.facility);
    const name = { clinic: input.clinic, application: one.application, facility: one.facility };
    const weighed = [one, ...others].flatMap(({ costs }) => (costs === undefined ? [] : [costs]));
    if (sender?.charset !== undefined) begun.push(await charsets.beginRegistered(name, input.sha256, sender.charset));
    else if (sender !== undefined && weighed.length > 0) {
      const telling = { sha256: input.sha256, costs: sumOf(weighed) };
      begun.push(await charsets.begin(name, { sha256: input.sha256, length, receivedAt }, telling));
    }
  }
  return begun.filter((one) => one !== undefined);
}

const withCharsets = (context: Hl7Context, known: ReadonlyMap<string, SenderCharset | undefined>): Hl7Context => ({
  ...context,
  charsetOf: (application, facility) => known.get(senderId({ clinic: context.clinic.id, application, facility })),
});

/** The context in which one sender is read as he was before; also before the region file registered his set. */
const readAs = (context: Hl7Context, id: string, charset: SenderCharset): Hl7Context => {
  const isHe = (application: string, facility: string): boolean =>
    senderId({ clinic: context.clinic.id, application, facility }) === id;
  return {
    ...context,
    charsetOf: (...name) => (isHe(...name) ? charset : context.charsetOf?.(...name)),
    senderOf: (...name) => {
      const sender = context.senderOf(...name);
      return sender && isHe(...name) ? { ...sender, charset: undefined } : sender;
    },
  };
};

type Gone = Pick<MappedInput['write'], 'items' | 'owners'>;

const withGone = (mapped: MappedInput, gone: readonly Gone[]): MappedInput => ({
  ...mapped,
  write: {
    ...mapped.write,
    items: [...mapped.write.items, ...gone.flatMap(({ items }) => items)],
    owners: Object.assign({}, ...gone.map(({ owners }) => owners), mapped.write.owners),
  },
});
