import { join } from 'node:path';
import { ApiFailed, type BinaryReader } from '../../edge/connector/binary.ts';
import {
  fetchBundle,
  isNewer,
  type PatientFacts,
  type Picture,
  type ReadBundle,
  readBundle,
  UnreadableBundle,
} from '../../edge/connector/bundle.ts';
import type { ResultPublished } from '../../schemas/messages.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import { exists, writeDurably } from '../durable.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { type Place, patientPage } from './page.ts';
import type { HeldResult, openRecords, PatientRecord } from './records.ts';
import { oneLine } from './words.ts';

export type Data = ResultPublished['data'];
/** What became of a message: the code for the answer, and what was applied, if anything was. */
export type Applied = {
  ehr: string;
  clinic: string;
  record: string;
  resultId: string;
  version: number;
  severity: Data['severity'];
  state: Data['state'];
  notify: boolean;
  patient: PatientFacts;
  words: Bilingual;
  result: Result | undefined;
};
export type Outcome = { code: 'AA' | 'AE'; text?: string; outcome: LedgerEntry['outcome']; applied?: Applied };

export type Desk = {
  folder: string;
  ledger: Ledger;
  records: ReturnType<typeof openRecords>;
  readBinary: BinaryReader;
  placeOf: (clinic: string) => Place;
  clock: () => Date;
};

const ENDINGS: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };

/** Stores the pictures beside the page; one that the API does not have is left out, and the page says so. */
async function keepPictures(
  pictures: readonly Picture[],
  { folder, readBinary }: Desk,
): Promise<HeldResult['pictures']> {
  return Promise.all(
    pictures.map(async (picture) => {
      const ending = ENDINGS[picture.contentType];
      if (!ending) return picture;
      const file = `images/${picture.url.replace(/^Binary\//, '')}.${ending}`;
      // A Binary's id is the digest of an immutable key: what is here is what would come.
      if (await exists(join(folder, file))) return { ...picture, file };
      try {
        await writeDurably(join(folder, file), await readBinary(`/fhir/${picture.url}`, picture.contentType));
        return { ...picture, file };
      } catch (cause) {
        if (cause instanceof ApiFailed && !cause.again) return picture;
        throw cause;
      }
    }),
  );
}

function replaced(before: PatientRecord | undefined, data: Data, read: ReadBundle, held: Omit<HeldResult, 'history'>) {
  const others = before?.results.filter(({ resultId }) => resultId !== data.resultId) ?? [];
  const former = before?.results.find(({ resultId }) => resultId === data.resultId)?.history ?? [];
  const words = oneLine(held).ru;
  const entry = { version: held.version, at: held.appliedAt, state: held.state, words };
  const history = [...former.filter(({ version }) => version !== held.version), entry];
  const results = [...others, { ...held, history }];
  return { record: data.record, clinic: data.clinic, patient: read.patient, results } satisfies PatientRecord;
}

/**
 * Applies one published version if it is higher than the one in force: pictures, record, page and then the ledger are on
 * disk when this returns. What cannot be read is refused with AE. Errors: ApiFailed when the API may answer later.
 */
export async function applyResult(data: Data, desk: Desk): Promise<Outcome> {
  const { ledger, records, folder, clock } = desk;
  const { record, resultId, version, contentHash } = data;
  const at = clock().toISOString();
  const note = (outcome: LedgerEntry['outcome']): Promise<void> =>
    ledger.note({ at, outcome, record, resultId, version, contentHash });
  if (!isNewer(version, ledger.versionOf(resultId))) {
    await note('ignored');
    return { code: 'AA', outcome: 'ignored' };
  }
  let read: ReadBundle;
  try {
    read = readBundle(await fetchBundle(data, desk.readBinary), data);
  } catch (cause) {
    if (!(cause instanceof UnreadableBundle)) throw cause;
    await note('refused');
    return { code: 'AE', text: cause.message, outcome: 'refused' };
  }
  const { result, said } = read;
  const pictures = await keepPictures(read.pictures, desk);
  const { state, severity, notify } = data;
  const common = { resultId, version, state, severity, notify, appliedAt: at, said, pictures };
  const patientRecord = replaced(await records.read(record), data, read, { ...common, ...(result ? { result } : {}) });
  await records.write(patientRecord);
  await writeDurably(join(folder, `${record}.html`), patientPage(patientRecord, desk.placeOf(data.clinic)));
  await note('applied');
  const { ehr, clinic } = data;
  const words = oneLine({ result, said });
  const { patient } = read;
  const applied = { ehr, clinic, record, resultId, version, severity, state, notify, patient, words, result };
  return { code: 'AA', outcome: 'applied', applied };
}
