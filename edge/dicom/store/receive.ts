import { createHash } from 'node:crypto';
import { OkaError } from '../../../schemas/errors.ts';
import type { Lane } from '../../spool/meta.ts';
import { Gathered } from '../pdu/gather.ts';
import { type Caller, STATUS, type Status } from '../services.ts';
import { fileHead } from './file-head.ts';
import { type FirstBytes, readFirstBytes } from './first-bytes.ts';
import { laneByPriority, PRIORITY } from './lane.ts';
import type { IncomingObject, LaneOf, StoreHeader, Take } from './take.ts';

export type StoreCommand = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly priority: number;
};

export type StoreOptions = {
  readonly take: Take;
  readonly laneOf?: LaneOf | undefined;
  readonly maxObjectBytes: number;
  readonly clock: () => Date;
};

export type Stored =
  | { readonly status: 0; readonly lane: Lane; readonly bytes: number; readonly repeat: boolean }
  | { readonly status: Status; readonly why: string; readonly code?: string; readonly cause?: unknown };
type Refusal = Stored & { readonly why: string };

/** How much of a beginning is looked at, again and again until all is found: private groups may stand before the study. */
const LOOKS = [8 * 1024, 64 * 1024, 512 * 1024];

/**
 * One object on its way from the association to the spool. The bytes go on as they come; of them only the beginning is
 * looked at. What is refused is read to its end, so that the sender gets the answer.
 */
export class ObjectReceiver {
  readonly #command: StoreCommand;
  readonly #syntax: string;
  readonly #caller: Caller;
  readonly #options: StoreOptions;
  #incoming: IncomingObject | undefined;
  #refusal: Refusal | undefined;
  #bytes = 0;
  readonly #start = new Gathered();
  #looks = 0;
  #seen: FirstBytes = { complete: false };

  constructor(command: StoreCommand, transferSyntax: string, caller: Caller, options: StoreOptions) {
    this.#command = command;
    this.#syntax = transferSyntax;
    this.#caller = caller;
    this.#options = options;
  }

  /** Resolved when more may come. Never rejects. */
  async write(bytes: Buffer): Promise<void> {
    if (this.#refusal !== undefined) return;
    try {
      this.#bytes += bytes.length;
      if (this.#bytes > this.#options.maxObjectBytes)
        return await this.refuse({ status: STATUS.outOfResources, why: 'larger than the limit' });
      if (this.#looks < LOOKS.length) await this.#look(bytes);
      if (this.#refusal !== undefined) return;
      this.#incoming ??= await this.#begin();
      await this.#incoming.write(bytes);
    } catch (cause) {
      await this.refuse(refusalOf(cause));
    }
  }

  async #begin(): Promise<IncomingObject> {
    const incoming = await this.#options.take();
    this.#incoming = incoming;
    await incoming.write(fileHead({ ...this.#command, transferSyntaxUid: this.#syntax }));
    return incoming;
  }

  async #look(bytes: Buffer): Promise<void> {
    this.#start.add(bytes);
    if (this.#bytes < (LOOKS[this.#looks] as number)) return;
    this.#looks += 1;
    await this.#judge();
  }

  async #judge(): Promise<void> {
    this.#seen = readFirstBytes(this.#start.bytes, this.#syntax);
    const { complete, sopClassUid, sopInstanceUid } = this.#seen;
    if (complete) this.#looks = LOOKS.length;
    if (this.#looks === LOOKS.length) this.#start.clear();
    const { sopClassUid: ofClass, sopInstanceUid: ofInstance } = this.#command;
    if (sopClassUid !== undefined && sopClassUid !== ofClass)
      await this.refuse({ status: STATUS.mismatch, why: 'its data set is of another SOP class than its command' });
    else if (sopInstanceUid !== undefined && sopInstanceUid !== ofInstance)
      await this.refuse({ status: STATUS.mismatch, why: 'its data set is another instance than its command names' });
  }

  /** Takes nothing more; what was begun is thrown away. */
  async refuse(refusal: Refusal): Promise<void> {
    this.#refusal ??= refusal;
    await this.abort();
  }

  /** The data set has ended. Resolved when the object is durable, or is not taken. Never rejects. */
  async end(): Promise<Stored> {
    try {
      if (this.#refusal === undefined && this.#looks < LOOKS.length) await this.#judge();
      const { sopClassUid, sopInstanceUid } = this.#seen;
      if (this.#refusal === undefined && (sopClassUid === undefined || sopInstanceUid === undefined))
        await this.refuse({ status: STATUS.cannotUnderstand, why: 'no SOP class and instance UID can be read in it' });
      if (this.#refusal !== undefined || this.#incoming === undefined)
        return this.#refusal ?? { status: STATUS.cannotUnderstand, why: 'it has no data set' };
      const lane = this.#lane();
      const { repeat } = await this.#incoming.commit({
        acceptedAt: this.#options.clock().toISOString(),
        by: 'dicom',
        address: this.#caller.address,
        callingAe: this.#caller.callingAe,
        ...(this.#caller.certificate ? { certificate: this.#caller.certificate } : {}),
        lane,
        ...this.#about(),
        patientKey: this.#patientKey(),
      });
      return { status: STATUS.success, lane, bytes: this.#bytes, repeat };
    } catch (cause) {
      await this.refuse(refusalOf(cause));
      return this.#refusal as Stored;
    }
  }

  /** The association ended before the object did. Never rejects. */
  async abort(): Promise<void> {
    const incoming = this.#incoming;
    this.#incoming = undefined;
    this.#start.clear();
    await incoming?.abort().catch(() => undefined);
  }

  #about() {
    const { studyInstanceUid } = this.#seen;
    return {
      sopClassUid: this.#command.sopClassUid,
      sopInstanceUid: this.#command.sopInstanceUid,
      transferSyntaxUid: this.#syntax,
      ...(studyInstanceUid === undefined ? {} : { studyInstanceUid }),
    };
  }

  #lane(): Lane {
    const { modality, requestedPriority } = this.#seen;
    const header: StoreHeader = {
      ...this.#about(),
      ...(modality === undefined ? {} : { modality }),
      ...(requestedPriority === undefined ? {} : { requestedPriority }),
      priority: PRIORITY[this.#command.priority] ?? 'medium',
    };
    return this.#options.laneOf?.(this.#caller, header) ?? laneByPriority(header);
  }

  /** The patient as this sender knows him, else the study: only to keep order; it stays within the edge, encrypted. */
  #patientKey(): string {
    const { issuer = '', patientId, studyInstanceUid } = this.#seen;
    const key =
      patientId === undefined ? ['study', studyInstanceUid ?? this.#command.sopInstanceUid] : [issuer, patientId];
    return createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
  }
}

/** What the disk or the spool says; the sender keeps the object and tries again. */
function refusalOf(cause: unknown): Refusal {
  const status = STATUS.outOfResources;
  if (cause instanceof OkaError) return { status, why: 'the spool does not take it', code: cause.code, cause };
  return { status, why: 'it could not be stored', cause };
}
