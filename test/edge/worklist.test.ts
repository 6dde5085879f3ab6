import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assemble } from '../../domain/fhir/assemble.ts';
import { regionContext } from '../../domain/hl7/map/context.ts';
import { mapHl7 } from '../../domain/hl7/map/map.ts';
import { completenessOf } from '../../domain/recognition/completeness.ts';
import type { Dataset } from '../../edge/dicom/services.ts';
import { openMpps } from '../../edge/mpps/mpps.ts';
import { begun, ended, CALLER as MODALITY, spoolInMemory } from '../../edge/mpps/testing.ts';
import { adt, EVERYTHING, found, order, settingsWith, worklist } from '../../edge/worklist/testing.ts';
import { advise } from '../../functions/advise/advise.ts';
import { readableRecord } from '../../functions/chart-api/everything.ts';
import { makeEvent } from '../../platform/queues.ts';
import { StudySettings } from '../../schemas/region.ts';
import { type ImageRegion, openImageRegion } from '../dicomweb/region.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-worklist-region-'));
let region: ImageRegion;
beforeAll(async () => {
  const opened = await openImageRegion();
  region = { ...opened, world: { ...opened.world, env: { ...opened.world.env, OKA_QUEUE_RESULTS: 'results' } } };
});
afterAll(async () => {
  await region.it.close();
  rmSync(folder, { recursive: true, force: true });
});

const OF_NORTH = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('utf8').replaceAll('^^^MIS^PI', '^^^NORTH^PI'));
const MESSAGES = [
  adt('A04', '20260301090000', { born: '20230115' }),
  order({ born: '20230115', at: '20260301093000', when: '20260301101500' }),
].map(OF_NORTH);
const HIS = { application: '*', facility: '*', role: 'his', orderKey: 'filler', defaultDomain: 'NORTH' } as const;
const AT = '2026-03-01T04:40:00.000Z';

/** One examination as it goes: HL7 to edge and region, worklist to the modality, film and procedure step to the region. */
async function examination(name: string, status: 'COMPLETED' | 'DISCONTINUED', more = {}) {
  const { world } = region;
  const { oid = '' } = world.region.clinics.find(({ id }) => id === 'north') ?? {};
  const { worklist: list } = await worklist(join(folder, name), {
    clinic: { id: 'north', oid },
    settings: settingsWith({ domains: [{ namespace: 'NORTH', oid: '1.2.3.77' }], text: 'latin' }),
    clock: () => new Date(AT),
  });
  const context = {
    ...regionContext(world.region, 'north', { idKey: world.env.OKA_ID_KEY ?? '', receivedAt: AT }),
    senderOf: () => HIS,
  };
  const own = (bytes: Buffer): Buffer =>
    Buffer.from(
      bytes
        .toString('utf8')
        .replaceAll('301^^^', `${name}^^^`)
        .replaceAll('F1', `F-${name}`)
        .replaceAll('P1', `P-${name}`),
    );
  let record = '';
  for (const bytes of MESSAGES.map(own)) {
    await list.take(bytes, AT);
    const mapped = mapHl7(bytes, context);
    await world.chart.write(mapped.write);
    record = mapped.records[0] ?? record;
  }
  const [told] = await found(list, EVERYTHING);
  const [item] = list.items();
  const [film, step] = [`1.2.826.5.${name}`, `1.2.826.6.${name}`];
  await region.sendExample({
    '00080018': ['UI', film],
    '0020000d': ['UI', String(told?.StudyInstanceUID)],
    '00080050': ['SH', String(told?.AccessionNumber)],
    '00100010': ['PN', String(told?.PatientName)],
    '00100020': ['LO', String(told?.PatientID)],
    '00100030': ['DA', String(told?.PatientBirthDate)],
  });
  const before = await state(record, film);
  const spool = spoolInMemory();
  const mpps = await openMpps({
    folder: join(folder, `${name}-mpps`),
    spool,
    performed: list.performed,
    clock: () => new Date(AT),
  });
  const scheduled = {
    StudyInstanceUID: item?.studyInstanceUid,
    ScheduledProcedureStepID: item?.stepId,
    AccessionNumber: item?.accession,
  };
  const patient = { PatientID: name, PatientName: 'Ivanov^Ivan', PatientBirthDate: '20230115' };
  await mpps.create(step, begun({ ...patient, ScheduledStepAttributesSequence: [scheduled] }), MODALITY);
  const made = [{ ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1', ReferencedSOPInstanceUID: film }];
  const [example] = ended(status).PerformedSeriesSequence as readonly Dataset[];
  const series = { ...example, ReferencedImageSequence: made };
  await mpps.set(step, ended(status, { PerformedSeriesSequence: [series], ...more }), MODALITY);
  await mpps.close();
  for (const { bytes } of spool.files) await region.send(bytes);
  const after = await state(record, film);
  const left = list.items().length;
  await list.close();
  return { told, before, after, left };
}

/** Whether the study stands in the patient's chart, and what the region knows of its extent. */
async function state(record: string, film: string) {
  const { world } = region;
  const revision = (await world.chart.head(record))?.revision ?? 0;
  await advise(makeEvent('oka.advice.requested', 'test', { record, revision }, { time: new Date(AT) }), world);
  const items = await world.chart.everything(record);
  const read = await readableRecord(record, items, world);
  const study = items.find(({ resourceType }) => resourceType === 'ImagingStudy');
  const settings = StudySettings.parse({});
  return {
    onChart: read.some(({ resourceType }) => resourceType === 'ImagingStudy'),
    extent:
      study &&
      completenessOf({
        study: assemble(study) as fhir4.ImagingStudy,
        orders: read.filter((one) => one.resourceType === 'ServiceRequest'),
        measured: new Set([film]),
        passed: undefined,
        settings,
      }),
  };
}

describe('an examination from the worklist of the edge', () => {
  test('joins the chart of its patient by the numbers that the worklist gave, and is closed by its step', async () => {
    const { told, before, after, left } = await examination('4801', 'COMPLETED');
    expect(told).toMatchObject({ PatientName: 'Ivanov^Ivan', PatientID: '4801', AccessionNumber: 'F-4801' });
    expect(before).toMatchObject({ onChart: true, extent: { state: 'waiting' } });
    expect(after).toEqual({ onChart: true, extent: { state: 'complete', by: 'procedure-step' } });
    expect(left).toBe(0);
  });

  test('that is broken off is closed without a result', async () => {
    const { after, left } = await examination('4802', 'DISCONTINUED');
    expect([after.extent, left]).toEqual([{ state: 'discontinued' }, 0]);
  });

  test('that was begun under the wrong entry is on nobody’s chart, and the entry waits for its patient again', async () => {
    const wrong = {
      CodeValue: '110514',
      CodingSchemeDesignator: 'DCM',
      CodeMeaning: 'Incorrect worklist entry selected',
    };
    const { before, after, left } = await examination('4803', 'DISCONTINUED', {
      PerformedProcedureStepDiscontinuationReasonCodeSequence: [wrong],
    });
    expect([before.onChart, after.onChart, left]).toEqual([true, false, 1]);
  });
});
