import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { replay } from '../../cli/replay.ts';
import { readState } from '../../edge/state.ts';
import { openRecords, type PatientRecord } from '../../local/ehr/records.ts';
import type { Party } from '../../local/keys.ts';
import { dateIn } from '../../samples/day/time.ts';
import {
  CharsetsAnswer,
  HealthAnswer,
  IdentitiesAnswer,
  LedgerAnswer,
  TraceAnswer,
  WaitingAnswer,
} from '../../schemas/api/answers.ts';
import { AppointmentsAnswer } from '../../schemas/api/appointments.ts';
import { ModelHistoryAnswer, WatchAnswer } from '../../schemas/api/models.ts';
import { printed } from '../printed.ts';
import { aboutInterruptions } from './interruptions.ts';
import { OPERATOR, type PlayedDay, playedDay } from './played.ts';

let played: PlayedDay;
let records: PatientRecord[];

beforeAll(async () => {
  played = await playedDay();
  const of = (ehr: string) => openRecords(join(played.dataFolder, 'ehr', ehr)).all();
  records = await atRest(async () => [...(await of('berezovo')), ...(await of('dalny'))]);
}, 540_000);
afterAll(() => played.stop());

aboutInterruptions(() => played);

/** What a study that has to go quiet says comes after its inputs have ended: nothing new in some seconds is the end of the day. */
async function atRest<T>(read: () => Promise<T>): Promise<T> {
  const until = Date.now() + 60_000;
  for (let [last, same] = [await read(), 0]; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await read();
    same = JSON.stringify(now) === JSON.stringify(last) ? same + 1 : 0;
    last = now;
    if (same === 6 || Date.now() > until) return last;
  }
}

const patient = (family: string): PatientRecord | undefined =>
  records.find(({ patient: { name } }) => name.startsWith(family));
const current = (family: string) => patient(family)?.results.filter(({ state }) => state === 'current') ?? [];
const findingOf = (family: string) =>
  current(family).flatMap(({ result }) => (result?.content.kind === 'finding' ? [result] : []))[0];
const findingsOf = (family: string) =>
  current(family).flatMap(({ result }) => (result?.content.kind === 'finding' ? [result.content] : []));
const adviceOf = (family: string) =>
  current(family).flatMap(({ result }) => (result?.content.kind === 'advice' ? [result.content] : []));

/** The day on which the patients of the sample day's appointments are seen, as a physician of the hospital opens it. */
const appointmentsOf = async (id: string): Promise<AppointmentsAnswer> => {
  const seenAt = new Date(Date.parse(played.day.endsAt) + 26 * 3600_000);
  const date = dateIn('Asia/Yekaterinburg', seenAt).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const reader: Party = { kind: 'person', id, clinic: 'district', roles: ['physician'] };
  const answer = await played.ask(`/appointments/today?clinic=district&physician=T12&date=${date}`, reader);
  return AppointmentsAnswer.parse(await answer.json());
};

describe('the sample day, over real S3, SQS and DynamoDB', () => {
  test('every input has come to one of its ends, and the ledger balances', async () => {
    expect(played.whole).toBe(true);
    for (const clinic of ['district', 'post', 'lab']) {
      const days = [Date.now(), Date.now() - 86_400_000].map((at) => new Date(at).toISOString().slice(0, 10));
      for (const day of days) {
        const ledger = LedgerAnswer.parse(await (await played.ask(`/ledger/${clinic}/${day}`, OPERATOR)).json());
        expect(ledger).toMatchObject({ inFlight: 0, overdue: [] });
        expect(ledger.accepted).toBe(ledger.quarantined + ledger.stored + ledger.published);
      }
    }
  });

  test('a child’s film with signs of pneumonia reaches the record, preliminary, with its preview; a heat map is off by default', () => {
    const result = findingOf('Небылицын');
    expect(result).toMatchObject({ content: { state: 'present', basis: 'whole' }, severity: 'warning' });
    const pictures = current('Небылицын').flatMap((held) => held.pictures);
    expect(pictures.filter(({ file }) => file !== undefined).map(({ kind }) => kind)).toEqual(['preview']);
  });

  test.each([
    ['an adult’s film', 'Притчин', 'age-outside'],
    ['a film without any age', 'Загадкина', 'age-missing'],
    ['a film with black and white exchanged', 'Небывальцева', 'quality-inverted'],
  ])('%s is not assessed: a reason and no value', (_, family, reason) => {
    const content = findingsOf(family).find(({ state }) => state === 'not-assessed');
    expect(content).toMatchObject({ state: 'not-assessed', reason });
    expect(content).not.toHaveProperty('probability');
  });

  test('a film whose header contradicts the patient is on the clinic’s list and in nobody’s record', async () => {
    const trace = await played.traceOf('child-contradicted', 'film-D-1006');
    expect(trace.end).toMatchObject({ state: 'stored', code: 'unreconciled' });
    // Said at its end, or, where the registration came later, by the step that named the contradiction.
    expect([trace.end?.detail, ...trace.steps.map(({ detail }) => detail)].join()).toContain('birth-date');
    const edge: Party = { kind: 'edge', clinic: 'district' };
    const waiting = WaitingAnswer.parse(await (await played.ask('/waiting/district', edge)).json());
    expect(waiting.inputs.map(({ input }) => input.sha256)).toContain(
      played.fileOf('child-contradicted', 'film-D-1006').sha256,
    );
    expect(findingOf('Выдумкин')).toBeUndefined();
    const person: Party = { kind: 'person', id: 'p', clinic: 'district', roles: ['physician'] };
    const chart = await (await played.ask(`/fhir/Patient/${trace.record}/$everything`, person)).text();
    expect(chart).toContain('Patient');
    expect(chart).not.toContain('ImagingStudy/');
  });

  test('each finding has its DICOM report in its study', async () => {
    const told = records.flatMap(({ clinic, results }) =>
      results.flatMap(({ state, result }) =>
        state === 'current' && result?.content.kind === 'finding'
          ? [{ clinic, uid: result.content.study.studyInstanceUid }]
          : [],
      ),
    );
    expect(told.length).toBeGreaterThan(10);
    const modalities = await Promise.all(
      told.map(async ({ clinic, uid }) => {
        const physician: Party = { kind: 'person', id: 'p', clinic, roles: ['physician'] };
        const series = await (await played.ask(`/dicomweb/studies/${uid}/series`, physician)).json();
        return (series as { '00080060': { Value: string[] } }[]).map((one) => one['00080060'].Value[0]);
      }),
    );
    expect(modalities).toEqual(told.map(() => expect.arrayContaining([expect.stringMatching(/^(DX|CR)$/), 'SR'])));
    // The waiver of an invented region is no acceptance.
    expect(findingOf('Небылицын')?.content).toMatchObject({ research: true });
  });

  test('oka replay makes the finding of a film again from what the region keeps, bit-equal', async () => {
    const { kind, clinic, sha256 } = played.fileOf('child-agrees', 'film-D-1001');
    process.env.OKA_DATA = played.dataFolder;
    const args = ['--finding', `${kind}/${clinic}/${sha256}`, '--url', played.apiUrl, '--json'];
    const { code, out } = await printed(() => replay(args)).finally(() => delete process.env.OKA_DATA);
    expect(JSON.parse(out)).toMatchObject({
      ...{ outcome: 'equal', sameProcessor: true, sameTensor: true },
      model: { id: 'chest-xray-children', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      made: { input: sha256 },
    });
    expect(code).toBe(0);
  });

  test('a finding whose patient turned out to be another is withdrawn, and a rejection note takes its report back', async () => {
    const film = await played.traceOf('child-twice', 'film-D-1008');
    const findings = (film.results ?? []).filter(({ kind }) => kind === 'finding');
    expect(findings.filter(({ state }) => state === 'current')).toEqual([]);
    // Whether the finding was told before the correction came is a matter of seconds; what was told is taken back.
    const forms = (await readdir(join(played.dataFolder, 's3'), { recursive: true }))
      .filter((path) => path.includes(`/forms/${film.record}/`))
      .map((path) => /\/(report|note)\.dcm/.exec(path)?.[1])
      .filter((kind) => kind !== undefined);
    const told = records.find(({ record }) => record === film.record)?.results.flatMap(({ history }) => history) ?? [];
    expect([...new Set(forms)].sort()).toEqual(told.some(({ state }) => state === 'current') ? ['note', 'report'] : []);
  });

  test('a film that came before its patient and order is reported once they arrive, and leaves the list', async () => {
    expect(findingOf('Присказкин')).toMatchObject({ content: { state: 'present' } });
    const waiting = await (await played.ask('/waiting/district', { kind: 'edge', clinic: 'district' })).text();
    expect(waiting).not.toContain(played.fileOf('child-late-order', 'film-D-1005').sha256);
  });

  test('a potassium sent for the wrong patient counts for the right one alone; the laboratory finds both on its list', async () => {
    expect(adviceOf('Набросков')).toEqual([]);
    expect(adviceOf('Макетова')).toMatchObject([{ rule: { id: 'critical_labs' } }]);
    const waiting = await (await played.ask('/waiting/lab', { kind: 'edge', clinic: 'lab' })).text();
    for (const person of ['normal-2', 'normal-3'])
      expect(waiting).toContain(played.fileOf(person, 'laboratory-L-9024').sha256);
  });

  test('a study of two films is one result, and one that nobody ordered speaks when it has gone quiet', () => {
    const findings = current('Двоеточкина').filter(({ result }) => result?.content.kind === 'finding');
    expect(findings).toMatchObject([{ result: { content: { state: 'present', study: { accession: '2011' } } } }]);
    expect(findings[0]?.result?.content).not.toHaveProperty('incomplete');
    expect(findingOf('Безнаказова')).toMatchObject({ content: { state: 'absent' } });
  });

  test('a film behind a thin line suspects by its first bytes, and its whole ends it', async () => {
    const { sha256 } = played.fileOf('post-pneumonia', 'film-2003');
    const trace = TraceAnswer.parse(await (await played.ask(`/trace/image/post/${sha256}`, OPERATOR)).json());
    const steps = trace.steps.map(({ step, detail }) => (step === 'uploaded' ? `${step} ${detail}` : step));
    expect(steps).toEqual(expect.arrayContaining(['uploaded preview', 'uploaded whole', 'recognised']));
    // A region that comes to the first bytes when the rest is there says so and does without them.
    expect(steps).toContainEqual(expect.stringMatching(/^(recognised on preview|preview not used)$/));
    expect(trace.end).toMatchObject({ state: 'published' });
    expect(findingOf('Сказителев')).toMatchObject({ content: { state: 'present', basis: 'whole' } });
  });

  test('of an examination that the modality broke off nothing is said', () => {
    expect(findingOf('Прерывин')).toBeUndefined();
  });

  test('another maker’s AI is shown apart from ours, as that device’s words', () => {
    const said = current('Притчин').flatMap(({ result }) => (result ? [result] : []));
    expect(said.find(({ content }) => content.kind === 'device-finding')).toMatchObject({
      severity: 'info',
      producer: 'device:Vymysel Medical (invented) LungMark',
    });
    expect(findingOf('Притчин')).toMatchObject({ content: { state: 'not-assessed' } });
  });

  test.each([
    ['post-adult', 'photo', 'feldsher-dalny', 'post', 'Фотография / Photograph', undefined],
    ['potassium-answered', 'ecg', 'physician-berezovo', 'district', 'ЭКГ в 12 отведениях', 'image/svg+xml'],
    ['accent', 'letter', 'physician-berezovo', 'district', 'Выписной эпикриз', 'application/pdf'],
  ])('%s’s %s is in the chart, with its file', async (person, name, id, clinic, description, type) => {
    const { record, end } = await played.traceOf(person, name);
    expect(end?.state).toMatch(/stored|published/);
    const reader: Party = { kind: 'person', id, clinic, roles: ['physician'] };
    const bundle = (await (
      await played.ask(`/fhir/Patient/${record}/$everything`, reader)
    ).json()) as fhir4.Bundle<fhir4.FhirResource>;
    const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
    const studies = resources.filter((one) => one.resourceType === 'ImagingStudy');
    expect(studies.map((study) => study.description)).toContain(description);
    const files = resources.flatMap((one) =>
      one.resourceType === 'DocumentReference' ? one.content.map(({ attachment }) => attachment.contentType) : [],
    );
    if (type !== undefined) expect(files).toContain(type);
  });

  test('one accession number in two clinics is two studies of two patients', () => {
    expect(findingOf('Вымыслов')).toMatchObject({ content: { state: 'present', study: { accession: '2001' } } });
    expect(findingOf('Баснин')).toMatchObject({ content: { state: 'absent', study: { accession: '2001' } } });
  });

  test.each([
    ['post-corrupt', 'film-2005', 'quarantined', 'dicom-truncated'],
    ['broken-record', 'no-patient', 'quarantined', 'hl7-structure'],
    ['foreign-domain', 'laboratory-L-9012', 'quarantined', 'no-identity'],
    ['unknown-event', 'document', 'stored', 'hl7-unsupported'],
  ])('%s %s ends as %s with the code %s', async (person, name, state, code) => {
    expect((await played.traceOf(person, name)).end).toMatchObject({ state, code });
  });

  test('the same bytes again are the same input, counted as a repeat', async () => {
    const trace = await played.traceOf('sent-twice', 'laboratory-L-9010');
    // A slow line may make the uplink send a segment once more: never less than what the day repeats.
    expect(trace.repeats).toBeGreaterThanOrEqual(1);
    expect((await played.traceOf('child-twice', 'film-D-1008')).repeats).toBeGreaterThanOrEqual(1);
  });

  test('the hospital’s messages went in over MLLP, and nothing of them waits at its edge', async () => {
    // The edge says how it stands every few seconds.
    const state = await atRest(async () => {
      const { totals, waiting } = (await readState(join(played.dataFolder, 'edge', 'district'))) ?? {};
      return { totals, waiting };
    });
    const sent = played.day.files.filter(({ clinic, kind }) => clinic === 'district' && kind === 'record');
    expect(sent.length).toBeGreaterThan(20);
    const { accepted = 0, repeats = 0 } = state.totals ?? {};
    expect({ taken: accepted + repeats, waiting: state.waiting }).toEqual({ taken: sent.length, waiting: 0 });
  });

  test('an analyser that declares ASCII and sends windows-1251 is read, and its set waits for a human', async () => {
    const { senders } = CharsetsAnswer.parse(await (await played.ask('/charsets/lab', OPERATOR)).json());
    expect(senders).toMatchObject([
      {
        ...{ application: 'ANALYSER', state: 'guessed', charset: 'windows-1251', inputs: 1, toRead: 0 },
        guess: { charset: 'windows-1251', clear: true },
      },
    ]);
    expect(senders[0]?.samples.map(({ words }) => words.join())).toContainEqual(expect.stringContaining('Глюкоза'));
    expect((await played.traceOf('normal-1', 'laboratory-A-9023')).end?.state).toMatch(/stored|published/);
  });

  test('a clock that runs ahead loses to a later correction with the right time', () => {
    expect(adviceOf('Сновидов')).toEqual([]);
  });

  test('a corrected potassium leaves nothing said of the preliminary one', () => {
    expect(adviceOf('Придумкина')).toEqual([]);
  });

  test('after a merge the creatinine under the old number counts for the surviving patient', () => {
    expect(adviceOf('Миражова')).toMatchObject([{ rule: { id: 'ckdepi2021' } }]);
  });

  const at = (ehr: 'district' | 'post', family: string) =>
    records
      .filter(({ clinic, patient: { name } }) => clinic === ehr && name.startsWith(family))
      .flatMap((one) => one.results);

  test('a patient whom hospital and post know by one SNILS is one: both physicians have the critical potassium', () => {
    for (const clinic of ['district', 'post'] as const)
      expect(at(clinic, 'Эскизов')).toMatchObject([{ state: 'current', severity: 'critical' }]);
  });

  test('a corrected birth date parts two records of one SNILS: the result is withdrawn at the post, and a human is asked', async () => {
    expect(at('district', 'Образцова')).toMatchObject([{ state: 'current' }]);
    expect(at('post', 'Образцова').filter(({ state }) => state === 'current')).toEqual([]);
    const person: Party = { kind: 'person', id: 'registrar', clinic: 'post', roles: ['registrar'] };
    const { pairs } = IdentitiesAnswer.parse(await (await played.ask('/identities/post', person)).json());
    expect(pairs).toMatchObject([{ state: 'waiting', differs: ['birth-date'], numbers: [{ system: 'snils' }] }]);
    expect(pairs[0]?.sides.map(({ clinic }) => clinic).sort()).toEqual(['district', 'post']);
  });

  test('a critical potassium that nobody acknowledges is delivered, not acknowledged, and overdue', async () => {
    const { deliveries } = await played.traceOf('potassium-silent', 'laboratory-L-9003');
    const [critical] = deliveries?.filter(({ severity }) => severity === 'critical') ?? [];
    expect(critical).toMatchObject({ delivered: { code: 'AA' }, overdueSince: expect.any(String) });
    expect(critical).not.toHaveProperty('acknowledged');
  });

  test('a critical potassium is acknowledged by the physician who signed for it', async () => {
    const { deliveries } = await played.traceOf('potassium-answered', 'laboratory-L-9004');
    const [critical] = deliveries?.filter(({ severity }) => severity === 'critical') ?? [];
    expect(critical).toMatchObject({ acknowledged: { by: 'physician-berezovo' } });
    // On a slow machine the physician may come after the deadline; nobody is called after he came.
    expect((critical?.overdueSince ?? '') <= (critical?.acknowledged?.at ?? '')).toBe(true);
  });

  test('a haemolysed sample is to be repeated, not alarmed about', () => {
    expect(adviceOf('Легендина')).toMatchObject([{ rule: { id: 'critical_labs' }, severity: 'warning' }]);
  });

  test.each([
    ['agrees', 'Небылицын'],
    ['agrees', 'Сказкина'],
    ['disagrees', 'Былинкин'],
  ])('the radiologist’s report that %s stands beside the finding of %s', (verdict, family) => {
    expect(findingOf(family)?.agreement).toMatchObject({ verdict });
  });

  test.each([
    ['who_child_pneumonia', 'Потешкина'],
    ['curb65', 'Басенкина'],
    ['metformin_egfr', 'Примеров'],
    ['ddi_warfarin_nsaid', 'Вымышленный'],
    ['duplicate_imaging', 'Сочинилова'],
    ['ckdepi2021', 'Образцова'],
  ])('%s speaks of the patient it is about', (rule, family) => {
    expect(adviceOf(family).map((advice) => advice.rule.id)).toContain(rule);
  });

  test('a suspicious mammogram calls for an appointment, unasked: booked, it is silent; cancelled, it is there again', () => {
    const rule = 'critical_finding_without_appointment';
    expect(adviceOf('Сочинилова').map((advice) => advice.rule.id)).not.toContain(rule);
    expect(adviceOf('Черновикова')).toContainEqual(
      expect.objectContaining({ matter: `${rule}:bi-rads`, severity: 'warning' }),
    );
  });

  test('the physician opens his day: why each patient comes, what is new since he saw him, what is open, what to decide', async () => {
    const { pages, physician } = await appointmentsOf('physician-berezovo');
    expect(physician).toBe('T12');
    const page = (family: string) => pages.find(({ patient: { name } }) => name?.startsWith(family));
    expect(page('Сочинилова')).toMatchObject({
      why: { known: true, text: 'Результат маммографии' },
      news: { since: { by: 'visit' } },
    });
    const news = page('Сочинилова')?.news.items.map(({ text }) => text) ?? [];
    expect(news).toContainEqual(expect.stringContaining('BI-RADS 5'));
    expect(page('Сочинилова')?.open.items.map(({ kind }) => kind)).toContain('order-without-result');
    // He has taken note of the potassium: it is silent for him, and stands before a colleague who opens his day.
    expect(page('Эскизов')).toMatchObject({ open: { items: [] }, decide: { items: [] } });
    const theirs = (await appointmentsOf('physician-colleague')).pages;
    const { decide } = theirs.find(({ patient: { name } }) => name?.startsWith('Эскизов')) ?? {};
    expect(decide?.items[0]).toMatchObject({ severity: 'critical', matter: 'potassium' });
    expect(decide?.items[0]?.orders[0]?.actions[0]?.type).toBe('create');
    expect(page('Черновикова')).toMatchObject({ appointment: { takesPlace: false } });
    const [decision] = page('Черновикова')?.decide.items ?? [];
    expect(decision?.orders.flatMap(({ actions }) => actions)).toMatchObject([
      { resource: { resourceType: 'Appointment', status: 'proposed' } },
    ]);
  });

  test('the table has one row per input and says what a human must do', () => {
    const table = played.said.find((line) => line.includes('what a human must do now')) ?? '';
    expect(table.trim().split('\n')).toHaveLength(played.day.files.length + 2);
    expect(table).toContain('CALL the physician now');
    expect(table).toContain('RADIOLOGIST DISAGREES');
  });
});

describe('the door refuses with a code of the catalogue and a sentence that says what to do', () => {
  const sha = 'c'.repeat(64);
  const edge = (clinic: string): Party => ({ kind: 'edge', clinic });
  const digest = { 'content-digest': 'sha-256=:4pL8hAtWZvBkbGLfOvHtJXdNE3k2vYGyRXqTOVfbXYM=:' };
  const refusal = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) });
  const sentence = { message: expect.stringMatching(/\S+ \S+/), whatToDo: expect.stringMatching(/\S+ \S+/) };

  test('no token', async () => {
    const answer = await refusal(await played.ask('/fhir/metadata', undefined));
    expect(answer).toMatchObject({ status: 401, code: 'unauthenticated', ...sentence });
  });

  test('a token that has been tampered with', async () => {
    const response = await fetch(new URL('/fhir/metadata', played.apiUrl), {
      headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJlZGdlOmRpc3RyaWN0In0.' },
    });
    expect(await refusal(response)).toMatchObject({ status: 401, code: 'unauthenticated', ...sentence });
  });

  test('another clinic’s trace and another clinic’s chart', async () => {
    const file = played.fileOf('child-agrees', 'film-D-1001');
    const trace = await played.ask(`/trace/image/district/${file.sha256}`, edge('post'));
    expect(await refusal(trace)).toMatchObject({ status: 403, code: 'forbidden', ...sentence });
    const { record } = await played.traceOf('child-agrees', 'film-D-1001');
    const stranger: Party = { kind: 'person', id: 'p', clinic: 'post', roles: ['physician'] };
    const chart = await played.ask(`/fhir/Patient/${record}/$everything`, stranger);
    expect(chart.status).toBe(403);
    expect(await chart.json()).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ details: { coding: [{ code: 'forbidden' }] } }],
    });
  });

  test('a segment above 4 MiB', async () => {
    const body = new Uint8Array(4 * 1024 * 1024 + 1);
    const path = `/uploads/image/${sha}?offset=0&length=${body.length}`;
    const response = await played.ask(path, edge('district'), { method: 'PUT', body, headers: digest });
    expect(await refusal(response)).toMatchObject({ status: 413, code: 'over-size', ...sentence });
  });

  test('a query that is not of the documented form, with the path of the fault', async () => {
    const path = `/uploads/image/${sha}?offset=minus&length=3`;
    const response = await played.ask(path, edge('district'), { method: 'PUT', body: 'abc', headers: digest });
    expect(await refusal(response)).toMatchObject({
      status: 400,
      code: 'malformed-request',
      path: expect.stringContaining('offset'),
      ...sentence,
    });
  });

  test('bytes that do not have the digest announced', async () => {
    const path = `/uploads/image/${sha}?offset=0&length=3`;
    const response = await played.ask(path, edge('district'), { method: 'PUT', body: 'abc', headers: digest });
    expect(await refusal(response)).toMatchObject({ status: 422, code: 'digest-mismatch', ...sentence });
  });

  test('a route that does not exist', async () => {
    const answer = await refusal(await played.ask('/nowhere', edge('district')));
    expect(answer).toMatchObject({ code: 'not-found', ...sentence });
  });
});

describe('models on the sample day', () => {
  const answer = async (path: string, init?: RequestInit) => (await played.ask(path, OPERATOR, init)).json();

  test('the model of adults, in shadow, has measured the adult’s film and told nobody', async () => {
    const { places } = WatchAnswer.parse(await answer('/models/chest-xray-adult/watch'));
    expect(places.map(({ standing }) => standing)).toEqual(places.map(() => 'shadow'));
    expect(places.reduce((sum, { figures }) => sum + figures.images, 0)).toBeGreaterThan(0);
    const told = records.flatMap(({ results }) => results).map(({ result }) => result?.producer);
    expect(told).toContain('chest-xray-children');
    expect(told).not.toContain('chest-xray-adult');
  });

  test('the children’s model is watched: what it said, why it did not, and how reports stood to it', async () => {
    const { places } = WatchAnswer.parse(await answer('/models/chest-xray-children/watch'));
    const here = places.find(({ clinic }) => clinic === 'district');
    expect(here).toMatchObject({ standing: 'active', signals: [] });
    expect(here?.figures.states.present).toBeGreaterThan(0);
    expect(here?.figures.reasons).toMatchObject({ 'age-outside': expect.any(Number) });
    expect(here?.figures.reports.of).toBeGreaterThan(here?.figures.reports.count ?? 0);
  });

  test('suspended at the post, the next film there says so, the hospital’s goes on, and the post’s people are told', async () => {
    const why = 'a new tube at the post, not yet calibrated';
    const init = { method: 'POST', body: JSON.stringify({ why, clinic: 'post' }) };
    ModelHistoryAnswer.parse(await answer('/models/chest-xray-children/suspend', init));
    const [there, here] = await Promise.all([
      played.sendFilm('post-clear', 'normal-4.png', 'S-1'),
      played.sendFilm('child-clear', 'normal-4.png', 'S-2'),
    ]);
    expect(await played.findingOf(there)).toMatchObject({ state: 'not-assessed', reason: 'model-suspended' });
    expect((await played.findingOf(here)).state).toBe('absent');
    const person: Party = { kind: 'person', id: 'feldsher', clinic: 'post', roles: ['feldsher'] };
    const health = HealthAnswer.parse(await (await played.ask('/clinics/post/health', person)).json());
    expect(health.models).toMatchObject([{ model: 'chest-xray-children', level: 'suspended', by: 'duty', why }]);
    // What was told before the suspension stays.
    expect(findingOf('Сказителев')).toMatchObject({ state: 'current', content: { state: 'present' } });
  });
});
