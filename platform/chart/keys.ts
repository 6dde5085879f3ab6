import { createHash } from 'node:crypto';
import type { ChartResourceType } from '../../schemas/chart.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import type { Key } from './store.ts';

/** Every key of the table is made here; `README.md` beside this file says who reads by which. No patient data in keys. */
export const headKey = (record: string): Key => ({ pk: record, sk: 'Head' });
export const itemKey = (record: string, type: ChartResourceType, id: string): Key => ({
  pk: record,
  sk: `${type}#${id}`,
});
export const edgeKey = (record: string, kind: string, other: string): Key => ({
  pk: record,
  sk: `Edge#${kind}#${other}`,
});
export const awaitKey = (record: string, input: InputKey): Key => ({ pk: record, sk: `Await#${inputId(input)}` });
export const adviceKey = (record: string): Key => ({ pk: record, sk: 'Advice' });
export const publishedKey = (record: string): Key => ({ pk: record, sk: 'Published' });
export const deliveryKey = (record: string, resultId: string): Key => ({ pk: record, sk: `Delivery#${resultId}` });
/** How long a study waits for more images, and until when it has waited. */
export const settledKey = (record: string, study: string): Key => ({ pk: record, sk: `Settled#${study}` });
export const quietKey = (record: string, study: string): Key => ({ pk: record, sk: `Quiet#${study}` });
/** DICOM forms of a result that are to be tried again. */
export const formRetryKey = (record: string, resultId: string): Key => ({ pk: record, sk: `FormRetry#${resultId}` });
/** When time alone changes what is said of a record, and which such moment has passed. */
export const turnKey = (record: string): Key => ({ pk: record, sk: 'Turn' });
export const inputKey = ({ kind, clinic, sha256 }: InputKey): Key => ({
  pk: `input#${kind}#${clinic}#${sha256}`,
  sk: 'Input',
});
export const DUE_MARK: Key = { pk: 'due#mark', sk: 'Mark' };

/** An accession number may hold any character; its digest may be a key. It names an order, not a patient. */
export const accessionPartition = (domain: string, accession: string): string =>
  `accession#${sha256Of(JSON.stringify([domain, accession]))}`;

/** Of which records an order is said; its id is derived from its number. */
export const orderPointerKey = ({ type, id }: { type: string; id: string }, record: string): Key => ({
  pk: `order#${type}#${id}`,
  sk: record,
});
/** What a human has said of whose it is. */
export const orderDecisionKey = ({ type, id }: { type: string; id: string }): Key => ({
  pk: `decided#${type}#${id}`,
  sk: 'Decision',
});
/** That an order of the record is said of another one too. */
export const sharedOrderKey = (record: string, { type, id }: { type: string; id: string }): Key => ({
  pk: record,
  sk: `SharedOrder#${type}#${id}`,
});

/** In whose charts a Study Instance UID stands; `name` is its digest. */
export const studyHolderKey = (name: string, record: string): Key => ({ pk: `holders#${name}`, sk: record });
/** That a study of the record stands in another chart too. */
export const sharedStudyKey = (record: string, name: string): Key => ({ pk: record, sk: `SharedStudy#${name}` });

/** Which records hold a national number; `number` is its `numberKey`. */
export const numberPartition = (number: string): string => `number#${number}`;
export const pointerKey = (number: string, record: string): Key => ({ pk: numberPartition(number), sk: record });
export const proposalsKey = (record: string): Key => ({ pk: record, sk: 'Proposals' });
/** Until when follow-ups of a record wait; the clinic's list of them by their day. */
export const followUpsKey = (record: string): Key => ({ pk: record, sk: 'FollowUps' });
export const followUpsPartition = (clinic: string): string => `followups#${clinic}`;
/** Clinic ids hold no `#`: the inputs of a clinic that wait for a human stand under the id itself. */
export const proposalsPartition = (clinic: string): string => `identity#${clinic}`;
/** In `byWaiting`: critical results of a clinic whose duty alarm was raised. */
export const alarmsPartition = (clinic: string): string => `alarm#${clinic}`;

/** What was told of the duty of the days to come, by when it is over: one read finds all that still counts. */
export const DUTY_CHANGES = 'duty#changes';
export const dutyChangeKey = ({
  change,
  id,
}: {
  readonly change: { readonly until: string };
  readonly id: string;
}): Key => ({
  pk: DUTY_CHANGES,
  sk: `${change.until}#${id}`,
});
/** Whom the duty desk of a clinic calls: all of them, those of a day (UTC) in `byDay`, those to be made in `byWaiting`. */
export const callKey = (clinic: string, id: string): Key => ({ pk: `calls#${clinic}`, sk: id });
export const callsPartition = (clinic: string, day: string): string => `calls#${clinic}#${day}`;
export const openCallsPartition = (clinic: string): string => `calls#${clinic}`;
/** When the edges of clinics were last heard: one small row each, read together. */
export const CONTACTS = 'contacts';
export const contactKey = (clinic: string): Key => ({ pk: CONTACTS, sk: clinic });

/** Senders of a clinic whose character set was guessed; `sender` is their `senderId`. */
export const charsetsPartition = (clinic: string): string => `charsets#${clinic}`;
export const senderKey = (clinic: string, sender: string): Key => ({ pk: charsetsPartition(clinic), sk: sender });
/** Inputs of such a sender that are read again when his set changes. */
export const readByGuessPartition = (clinic: string, sender: string): string => `charsets#${clinic}#${sender}`;
export const readByGuessKey = (clinic: string, sender: string, sha256: string): Key => ({
  pk: readByGuessPartition(clinic, sender),
  sk: sha256,
});

/** What came from a clinic with and without a code map: `Unmapped#<id>`, `Loinc#<sender>#<code>`, `Laboratory#<sender>`. */
export const codesPartition = (clinic: string): string => `codes#${clinic}`;
/** The inputs that brought an unmapped code, in order of their receipt. */
export const codeInputsPartition = (clinic: string, id: string): string => `codes#${clinic}#${id}`;
export const codeInputKey = (clinic: string, id: string, receivedAt: string, input: string): Key => ({
  pk: codeInputsPartition(clinic, id),
  sk: `${receivedAt}#${input}`,
});

/** Decisions on models, in the order in which they were made; what is watched of a version at a clinic; blind readings. */
export const MODEL_DECISIONS = 'models#decisions';
export const watchPartition = ({
  model,
  version,
  clinic,
}: {
  model: string;
  version: string;
  clinic: string;
}): string => `watch#${model}#${version}#${clinic}`;
export const watchKey = (
  image: { acceptedAt: string; observation: string } & Parameters<typeof watchPartition>[0],
): Key => ({ pk: watchPartition(image), sk: `${image.acceptedAt}#${image.observation}` });
export const blindPartition = (model: string, clinic: string): string => `blind#${model}#${clinic}`;

/** A card of CDS Hooks as it was shown, and what was answered to it; `listener` names physician and patient by a digest. */
export const cardPartition = (uuid: string): string => `card#${uuid}`;
export const cardKey = (uuid: string): Key => ({ pk: cardPartition(uuid), sk: 'Card' });
export const listenerPartition = (listener: string): string => `silence#${listener}`;
export const ruleDayPartition = (rule: string, day: string): string => `rule#${rule}#${day}`;
/** A token of an issuer that has been used; neither may be longer than a key, so both are digested. */
export const tokenKey = (iss: string, jti: string): Key => ({
  pk: `token#${sha256Of(JSON.stringify([iss, jti]))}`,
  sk: 'Token',
});

/** What others said of a record's patient, and which inputs said it; `key` is a `statementKey`. */
export const statedKey = (record: string, key: string): Key => ({ pk: record, sk: `Stated#${key}` });
export const statedInputsPartition = (record: string, key: string): string => `stated#${record}#${key}`;
export const statedInputKey = (record: string, key: string, input: InputKey): Key => ({
  pk: statedInputsPartition(record, key),
  sk: inputId(input),
});

/** Instances of a DICOM study; `study` and `instance` are `dicomKey`s, one study may lie in several records. */
export const studyPartition = (study: string): string => `study#${study}`;
export const instanceKey = (study: string, record: string, instance: string): Key => ({
  pk: studyPartition(study),
  sk: `Instance#${record}#${instance}`,
});
/** That a rejection note of the record says an instance is not to be shown; both are `dicomKey`s of SOP Instance UIDs. */
export const rejectionKey = (study: string, record: string, instance: string, note: string): Key => ({
  pk: studyPartition(study),
  sk: `Rejected#${record}#${instance}#${note}`,
});
/** Studies of a clinic's records by their date (eight digits). */
export const clinicStudiesPartition = (clinic: string): string => `studies#${clinic}`;
export const clinicStudyKey = (clinic: string, date: string, study: string, record: string): Key => ({
  pk: clinicStudiesPartition(clinic),
  sk: `${date}#${study}#${record}`,
});

/** Sort keys hold 1,024 bytes; a longer facet (a code of free text) is named by its digest. */
const FACET_BYTES = 700;

/** Beginning of `codeTime` for a facet. */
export const facetPrefix = (facet: string): string =>
  `${Buffer.byteLength(facet, 'utf8') > FACET_BYTES ? `sha256:${sha256Of(facet)}` : facet}#`;

/** A fact without a time is older than every other: it must never hide a dated one among the newest N. */
const NO_TIME = '0000-00-00T00:00:00.000Z';
export const codeTime = (facet: string, time: string | undefined, id: string): string =>
  `${facetPrefix(facet)}${time ?? NO_TIME}#${id}`;

export const dayPartition = (clinic: string, day: string): string => `${clinic}#${day}`;

/** Appointments of a clinic's records by the day (UTC) on which they begin. */
export const appointmentsPartition = (clinic: string, day: string): string => `appointments#${clinic}#${day}`;

/** Orders of radiology by the day (UTC) they are planned for, else were placed; deliveries by the day they last changed. */
export const ordersPartition = (clinic: string, day: string): string => `orders#${clinic}#${day}`;
export const toldPartition = (clinic: string, day: string): string => `told#${clinic}#${day}`;

/** That a result stands on the work list of its clinic, or of one person there. */
export const workKey = (record: string, resultId: string, person: string | undefined): Key => ({
  pk: record,
  sk: `Work#${resultId}#${person === undefined ? 'clinic' : `person:${person}`}`,
});
const circleName = ({ clinic, person }: { readonly clinic: string; readonly person?: string }): string =>
  person === undefined ? clinic : `${clinic}#${person}`;
/** In `byWaiting`: results that ask for somebody; in `byDay`: all of them by the month of their last change. */
export const workPartition = (circle: Parameters<typeof circleName>[0]): string => `work#${circleName(circle)}`;
export const workMonthPartition = (circle: Parameters<typeof circleName>[0], month: string): string =>
  `work#${month}#${circleName(circle)}`;
/** What of a version was on a screen. */
export const shownKey = (record: string, resultId: string, version: number): Key => ({
  pk: record,
  sk: `Shown#${resultId}#${String(version).padStart(6, '0')}`,
});

export const DUE_SHARDS = 16;
/** Sixteen partitions for each minute, so that one busy minute never is one hot partition. */
export const duePartition = (minute: string, shard: number): string => `${minute}#${shard}`;
export const dueShard = (record: string, resultId: string): number =>
  createHash('sha256').update(`${record}#${resultId}`).digest().readUInt8(0) % DUE_SHARDS;
/** `2026-01-31T09:30` */
export const minuteOf = (instant: string): string => instant.slice(0, 16);

const sha256Of = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
