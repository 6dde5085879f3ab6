import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { openJournal } from '../../edge/journal/journal.ts';
import { startListener } from '../../edge/listener.ts';
import { makeMllpClient } from '../../edge/mllp/client.ts';
import { followJournal } from '../../edge/worklist/follow.ts';
import { adt, control, order, settingsWith, worklist, ZONE } from '../../edge/worklist/testing.ts';
import { startOrthanc } from './orthanc.ts';
import { describeWith, run } from './programs.ts';
import { atEnd, closeAll, openRealDoor, scratch } from './spool.ts';

afterEach(closeAll);

/** Keys as a modality asks for them (IHE RAD-5). */
const KEYS = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'AccessionNumber',
  'StudyInstanceUID',
  'RequestedProcedureID',
  'RequestedProcedureDescription',
  'ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate',
  'ScheduledProcedureStepSequence[0].ScheduledProcedureStepID',
];

/** A clinic on real sockets and a real disk: HL7 over MLLP in, worklist out. */
async function clinic() {
  const folder = scratch();
  const journal = await openJournal({ folder: join(folder, 'journal'), watermark: 1 });
  atEnd(() => journal.close());
  const listener = await startListener({ port: 0, journal, zone: ZONE });
  atEnd(() => listener.stop(100));
  const hl7 = makeMllpClient({ host: '127.0.0.1', port: listener.port });
  atEnd(hl7.close);
  const settings = settingsWith({
    stations: [
      { aeTitle: 'OLDXRAY', text: 'latin' },
      { aeTitle: 'CT1', text: 'ISO_IR 144' },
    ],
  });
  const { worklist: list } = await worklist(join(folder, 'worklist'), { settings });
  atEnd(() => list.close());
  const following = await followJournal({ journal, worklist: list, folder: join(folder, 'mark') });
  atEnd(() => following.stop());
  const { server } = await openRealDoor({ services: { find: list.find } });

  async function findscu(aeTitle: string, keys: readonly string[]) {
    const out = join(folder, `answers-${Date.now()}-${aeTitle}`);
    mkdirSync(out);
    const named = [...KEYS.filter((key) => !keys.some((one) => one.startsWith(`${key}=`))), ...keys];
    const args = ['-W', '-aet', aeTitle, '-aec', 'OKA', '-X', '-od', out, ...named.flatMap((key) => ['-k', key])];
    const { code, said } = await run('findscu', [...args, '127.0.0.1', String(server.port)]);
    expect([code, said]).toEqual([0, expect.any(String)]);
    const answers = readdirSync(out).sort();
    return Promise.all(answers.map(async (name) => (await run('dcmdump', ['+U8', '-q', '+L', join(out, name)])).said));
  }

  return {
    port: server.port,
    async send(...messages: readonly Buffer[]) {
      for (const bytes of messages) expect(await hl7.send(bytes)).toBeDefined();
      await following.caughtUp();
    },
    findscu,
  };
}

describeWith(['findscu', 'dcmdump'])('findscu', () => {
  test('finds what came over MLLP, in Unicode, in ISO 8859-5 and in Latin letters', async () => {
    const { send, findscu } = await clinic();
    await send(order());
    const [unicode] = await findscu('XRAY', ['PatientName=Ivanov*']);
    expect(unicode).toContain('[Иванов^Иван^Иванович]');
    expect(unicode).toContain('[F1]');
    expect(unicode).toContain('[Рентгенография лёгких]');
    expect(unicode).toMatch(/StudyInstanceUID|\(0020,000d\) UI \[2\.25\.\d+\]/);
    const [cyrillic] = await findscu('CT1', ['PatientID=301']);
    expect(cyrillic).toContain('[Иванов^Иван^Иванович]');
    const [latin] = await findscu('OLDXRAY', ['PatientName=IVANOV']);
    expect(latin).toContain('[Ivanov^Ivan]');
  }, 30_000);

  test('finds by date, modality and accession number, and nothing else', async () => {
    const { send, findscu } = await clinic();
    await send(
      order(),
      order({
        placer: 'P2',
        filler: 'F2',
        number: '302',
        name: 'Ким^Ольга',
        code: 'A06.09.005^КТ',
        when: '20260204090000',
      }),
    );
    const step = 'ScheduledProcedureStepSequence[0]';
    expect(await findscu('XRAY', [`${step}.Modality=CT`])).toHaveLength(1);
    expect(await findscu('XRAY', [`${step}.ScheduledProcedureStepStartDate=20260203-20260204`])).toHaveLength(2);
    expect(await findscu('XRAY', [`${step}.ScheduledProcedureStepStartDate=20260205`])).toHaveLength(0);
    expect(await findscu('XRAY', ['AccessionNumber=F2', `${step}.Modality=CT`])).toHaveLength(1);
  }, 30_000);

  test('sees a changed name at once, and a cancelled order no more', async () => {
    const { send, findscu } = await clinic();
    await send(order(), adt('A08', '20260203093000', { name: 'Петрова^Анна', sex: 'F', born: '19900101' }));
    const [renamed] = await findscu('XRAY', []);
    expect(renamed).toContain('[Петрова^Анна]');
    await send(control('CA', '20260203095000'));
    expect(await findscu('XRAY', [])).toEqual([]);
  }, 30_000);
});

describeWith(['Orthanc'])('Orthanc', () => {
  test('asks for the worklist as a user of it, and is given what to write into its images', async () => {
    const { send, port } = await clinic();
    await send(order(), order({ placer: 'P2', filler: 'F2', number: '302', name: 'Ким^Ольга' }));
    const { ask } = await startOrthanc(port);
    const step = { Modality: '', ScheduledProcedureStepStartDate: '', ScheduledProcedureStepID: '' };
    const query = { PatientID: '302', PatientName: '', AccessionNumber: '', StudyInstanceUID: '' };
    const found = await ask(
      '/modalities/oka/find-worklist',
      JSON.stringify({ ...query, ScheduledProcedureStepSequence: [step] }),
    );
    expect(found).toEqual([
      expect.objectContaining({
        PatientID: '302',
        PatientName: 'Ким^Ольга',
        AccessionNumber: 'F2',
        StudyInstanceUID: expect.stringMatching(/^2\.25\.\d+$/),
        ScheduledProcedureStepSequence: [expect.objectContaining({ Modality: expect.stringMatching(/^.{2}$/) })],
      }),
    ]);
  }, 30_000);
});
