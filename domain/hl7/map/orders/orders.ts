import type { Hl7Message, Segment } from '../../read/message.ts';

/** An OBX with the notes that follow it, and the TXA that makes it a document of its own. */
export type Observed = { readonly obx: Segment; readonly notes: Segment[]; txa?: Segment };

/** A specimen, its containers, and what is said of it rather than of the examination. */
export type SpecimenBlock = {
  readonly spm: Segment | undefined;
  readonly sac: Segment[];
  readonly notes: Segment[];
  readonly observed: Observed[];
};

/** What stands together about one order: ORC, its OBR or pharmacy segments, and all that follows up to the next. */
export type OrderBlock = {
  orc: Segment | undefined;
  obr: Segment | undefined;
  rxo: Segment | undefined;
  rxe: Segment | undefined;
  rxd: Segment | undefined;
  rxa: Segment | undefined;
  readonly rxr: Segment[];
  readonly rxc: Segment[];
  readonly tq1: Segment[];
  /** Imaging procedure control (OMI^O23): accession number, study and steps. */
  readonly ipc: Segment[];
  readonly notes: Segment[];
  readonly observed: Observed[];
  readonly specimens: SpecimenBlock[];
  /** A result of former days that only accompanies an order (OML, OMG, OMI: group PRIOR_RESULT). */
  readonly prior: boolean;
};

export type Orders = {
  readonly blocks: OrderBlock[];
  /** The OBX before any order: those of a patient or a visit. */
  readonly loose: Observed[];
  /** The notes on the patient himself. */
  readonly notes: Segment[];
  /** Specimens named before any order on them: an order refers to them by `specimens` of its block. */
  readonly specimens: SpecimenBlock[];
};

const blockOf = (orc: Segment | undefined, specimens: SpecimenBlock[], prior: boolean): OrderBlock => ({
  orc,
  obr: undefined,
  rxo: undefined,
  rxe: undefined,
  rxd: undefined,
  rxa: undefined,
  rxr: [],
  rxc: [],
  tq1: [],
  ipc: [],
  notes: [],
  observed: [],
  specimens,
  prior,
});

/** Messages whose groups begin with the specimen or its container, the orders on it following (HL7 v2.5.1 ch. 4.4, 7.3). */
const SPECIMEN_FIRST = new Set(['OUL^R21', 'OUL^R22', 'OUL^R23', 'OML^O33', 'OML^O35', 'OML^O39']);
/** Messages with prior results behind an order: they begin anew with PID, PV1 or AL1, or say so in ORC-1 (table 0119). */
export const WITH_PRIOR = new Set(['OML^O21', 'OML^O33', 'OML^O35', 'OML^O39', 'OMG^O19', 'OMI^O23']);
/** ORC-1 of a request: it is no prior result, unless it stands right behind the PID, PV1 or AL1 that begins one. */
const REQUESTS = new Set(['NW', 'CA', 'DC', 'HD', 'RL', 'XO', 'RP', 'RO', 'PA', 'CH', 'SN', 'RF']);
/** Pharmacy segments that name the order of a block; a second one is another order. */
const PHARMACY: Readonly<Record<string, 'rxo' | 'rxe' | 'rxd' | 'rxa'>> = {
  RXO: 'rxo',
  RXE: 'rxe',
  RXD: 'rxd',
  RXA: 'rxa',
};
const DETAILS: Readonly<Record<string, 'rxr' | 'rxc' | 'tq1' | 'ipc'>> = {
  RXR: 'rxr',
  RXC: 'rxc',
  TQ1: 'tq1',
  IPC: 'ipc',
};
/** Segments whose notes are nobody's here: an NTE behind them belongs to no order, result or patient. */
const ELSEWHERE = new Set(['PV1', 'AL1', 'NK1', 'IN1', 'IN2', 'IN3', 'GT1', 'ARV', 'FT1', 'BLG', 'MSA', 'ERR']);
/** Segments that may stand between the beginning of a prior result and its ORC. */
const BESIDE = new Set(['PRT', 'PV2', 'PD1', 'ROL', 'OBX', 'NTE']);

/**
 * The order groups of a message, after the message structures of HL7 v2.5.1 ch. 4 and 7 (`[ORC] OBR {NTE} {OBX {NTE}}`, `ORC
 * RXO|RXE …`, `SPM {OBX} {OBR [ORC] …}`) but taking segments as they come: real feeds leave groups incomplete. An ORC with
 * several OBR is the ORC of each of them.
 */
export function orderBlocks(message: Hl7Message): Orders {
  const grouping = new Grouping(message.type);
  for (const segment of message.segments) grouping.take(segment);
  return grouping.orders;
}

class Grouping {
  readonly orders: Orders = { blocks: [], loose: [], notes: [], specimens: [] };
  readonly #isAnswer: boolean;
  readonly #orcFollows: boolean;
  readonly #specimenFirst: boolean;
  readonly #withPrior: boolean;
  #current: OrderBlock | undefined;
  /** The specimen that OBX are about; none while they are about the order. */
  #specimen: SpecimenBlock | undefined;
  /** The specimen on which the orders to come are made. */
  #ahead: SpecimenBlock | undefined;
  #notes: Segment[] | undefined;
  #prior = false;
  /** A PID, PV1 or AL1 has just begun a prior result. */
  #priorBegins = false;
  #document: Observed | undefined;

  constructor(type: string) {
    this.#isAnswer = /^(ORU|OUL)/.test(type);
    this.#orcFollows = type.startsWith('OUL');
    this.#specimenFirst = SPECIMEN_FIRST.has(type);
    this.#withPrior = WITH_PRIOR.has(type);
  }

  take(segment: Segment): void {
    const { name } = segment;
    const pharmacy = PHARMACY[name];
    const detail = DETAILS[name];
    if (pharmacy !== undefined) this.#pharmacy(segment, pharmacy);
    else if (detail !== undefined) this.#current?.[detail].push(segment);
    else if (name === 'ORC') this.#control(segment);
    else if (name === 'OBR') this.#request(segment);
    else if (name === 'SPM') this.#openSpecimen({ spm: segment, sac: [], notes: [], observed: [] });
    else if (name === 'SAC') this.#container(segment);
    else if (name === 'OBX') this.#observe(segment);
    else if (name === 'NTE') this.#notes?.push(segment);
    else if (name === 'TXA' && this.#document) this.#document.txa = segment;
    else if (name === 'PID') this.#notes = this.orders.notes;
    else if (ELSEWHERE.has(name)) this.#notes = undefined;

    if (name === 'PID' || name === 'PV1' || name === 'AL1') {
      this.#priorBegins = this.#withPrior && this.#current !== undefined;
      this.#prior ||= this.#priorBegins;
    } else if (!BESIDE.has(name)) this.#priorBegins = false;
    if (name !== 'OBX' && name !== 'NTE' && name !== 'PRT') this.#document = undefined;
  }

  #open(orc: Segment | undefined): OrderBlock {
    const block = blockOf(orc, this.#ahead ? [this.#ahead] : [], this.#prior);
    this.orders.blocks.push(block);
    this.#current = block;
    this.#specimen = undefined;
    this.#notes = block.notes;
    return block;
  }

  #control(orc: Segment): void {
    const current = this.#current;
    if (this.#orcFollows && current?.obr && !current.orc && current.observed.length === 0) {
      current.orc = orc;
      return;
    }
    const control = orc.text(1)?.toUpperCase() ?? '';
    if (control === 'PR') this.#prior = true;
    else if (REQUESTS.has(control) && !this.#priorBegins) this.#prior = false;
    this.#open(orc);
  }

  #request(obr: Segment): void {
    const current = this.#current;
    const block = current === undefined || isService(current) ? this.#open(current?.orc) : current;
    block.obr = obr;
    this.#notes = block.notes;
  }

  /** RXE restates the RXO of the same ORC for the pharmacy, RXD says what was given out for it; a vaccination has its own ORC. */
  #pharmacy(segment: Segment, name: 'rxo' | 'rxe' | 'rxd' | 'rxa'): void {
    const current = this.#current;
    const joins = current !== undefined && !current.obr && !current[name];
    const block = joins ? current : this.#open(name === 'rxa' ? undefined : current?.orc);
    block[name] = segment;
    this.#specimen = undefined;
    this.#notes = block.notes;
  }

  #openSpecimen(specimen: SpecimenBlock): void {
    if (this.#specimenFirst || this.#current === undefined) {
      this.#ahead = specimen;
      this.#current = undefined;
      this.#specimen = specimen;
      this.orders.specimens.push(specimen);
    } else {
      this.#current.specimens.push(specimen);
      // A laboratory that names the specimen before any result goes on with the results, not with the specimen.
      this.#specimen = this.#isAnswer && this.#current.observed.length === 0 ? undefined : specimen;
    }
    this.#notes = specimen.notes;
  }

  #container(sac: Segment): void {
    const of = this.#specimen ?? (this.#specimenFirst ? this.#ahead : this.#current?.specimens.at(-1));
    const withoutSpecimen = of?.spm === undefined && this.#specimen === undefined;
    if (of === undefined || withoutSpecimen) {
      this.#openSpecimen({ spm: undefined, sac: [sac], notes: [], observed: [] });
      return;
    }
    of.sac.push(sac);
    this.#specimen = of;
    this.#notes = of.notes;
    if (this.#specimenFirst) this.#current = undefined;
  }

  #observe(obx: Segment): void {
    const observed: Observed = { obx, notes: [] };
    (this.#specimen?.observed ?? this.#current?.observed ?? this.orders.loose).push(observed);
    this.#notes = observed.notes;
    this.#document = observed;
  }
}

const isService = ({ obr, rxo, rxe, rxd, rxa }: OrderBlock): boolean =>
  [obr, rxo, rxe, rxd, rxa].some((segment) => segment !== undefined);

/** The text of NTE-3, repetitions as lines; undefined where nothing is written. */
export function noteText(notes: readonly Segment[]): string | undefined {
  const lines = notes.flatMap((note) => note.repetitions(3).map((repetition) => repetition.literal().trim()));
  const text = lines.filter((line) => line !== '').join('\n');
  return text === '' ? undefined : text;
}
