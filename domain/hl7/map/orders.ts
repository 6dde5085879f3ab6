import type { Hl7Message, Segment } from '../message.ts';

/** An OBX with the notes that follow it. */
export type Observed = { readonly obx: Segment; readonly notes: Segment[] };

/** What stands together about one order: ORC, its OBR or pharmacy segments, and all that follows up to the next. */
export type OrderBlock = {
  readonly orc: Segment | undefined;
  obr: Segment | undefined;
  rxo: Segment | undefined;
  rxe: Segment | undefined;
  readonly rxr: Segment[];
  readonly tq1: Segment[];
  readonly notes: Segment[];
  readonly observed: Observed[];
};

const blockOf = (orc: Segment | undefined): OrderBlock => ({
  orc,
  obr: undefined,
  rxo: undefined,
  rxe: undefined,
  rxr: [],
  tq1: [],
  notes: [],
  observed: [],
});

/**
 * The order groups of a message, after the message structures of HL7 v2.5.1 ch. 4 and 7 (`[ORC] OBR {NTE} {OBX {NTE}}`, `ORC
 * RXO|RXE …`) but taking segments as they come: real feeds leave groups incomplete. An ORC with several OBR is the ORC of
 * each of them. `loose` are the OBX before any order: those of a patient or a visit.
 */
export function orderBlocks(message: Hl7Message): { blocks: OrderBlock[]; loose: Observed[] } {
  const blocks: OrderBlock[] = [];
  const loose: Observed[] = [];
  let current: OrderBlock | undefined;
  let notes: Segment[] = [];
  const open = (orc: Segment | undefined): OrderBlock => {
    current = blockOf(orc);
    blocks.push(current);
    notes = current.notes;
    return current;
  };
  const isService = (block: OrderBlock): boolean =>
    block.obr !== undefined || block.rxo !== undefined || block.rxe !== undefined;

  for (const segment of message.segments) {
    switch (segment.name) {
      case 'ORC':
        open(segment);
        break;
      case 'OBR':
        if (current === undefined || isService(current)) open(current?.orc).obr = segment;
        else current.obr = segment;
        notes = current?.notes ?? [];
        break;
      case 'RXO':
      case 'RXE': {
        const name = segment.name === 'RXO' ? 'rxo' : 'rxe';
        // RXE restates the RXO of the same ORC for the pharmacy; a second RXO or RXE is another order.
        const block = current === undefined || current.obr || current[name] ? open(current?.orc) : current;
        block[name] = segment;
        notes = block.notes;
        break;
      }
      case 'RXR':
        current?.rxr.push(segment);
        break;
      case 'TQ1':
        current?.tq1.push(segment);
        break;
      case 'OBX': {
        const observed = { obx: segment, notes: [] as Segment[] };
        (current?.observed ?? loose).push(observed);
        notes = observed.notes;
        break;
      }
      case 'NTE':
        notes.push(segment);
        break;
      case 'PRT':
      case 'ROL':
        break;
      default:
        notes = [];
    }
  }
  return { blocks, loose };
}

/** The text of NTE-3, repetitions as lines; undefined where nothing is written. */
export function noteText(notes: readonly Segment[]): string | undefined {
  const lines = notes.flatMap((note) => note.repetitions(3).map((repetition) => repetition.literal().trim()));
  const text = lines.filter((line) => line !== '').join('\n');
  return text === '' ? undefined : text;
}
