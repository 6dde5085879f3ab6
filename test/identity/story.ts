import { makeGroup } from '../../domain/fhir/groups.ts';
import { DX_IMAGE, decided, measured } from '../../domain/recognition/examples.ts';
import { observationItem } from '../../domain/recognition/observation.ts';
import { signed } from '../../domain/rules/examples.ts';
import type { ChartWrite } from '../../platform/chart/chart.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import { INPUT_EXTENSION, PIXEL_HASH_EXTENSION } from '../../schemas/measurement.ts';
import type { ResultPublished } from '../../schemas/messages.ts';
import type { Sender } from '../../schemas/region.ts';
import { publishing, runAfterWrite, takeRecord } from '../after-write.ts';
import { at, ID_KEY, record } from '../chart-examples.ts';
import { type TestWorld, testRegion, withWorld } from '../world.ts';

/** What a record system holds of a record: `rule or model` → the last version that it was sent. */
export type Held = Readonly<Record<string, ResultPublished['data']>>;

export type Story = {
  readonly it: TestWorld;
  /** Writes, then lets advise and publish run until all is quiet. */
  tell(write: ChartWrite): Promise<void>;
  /** Takes an HL7 message of a clinic in, as `receive-record` does, and lets all run. */
  receive(clinic: string, segments: readonly string[]): Promise<void>;
  held(of: string): Held;
};

const SENDERS: Readonly<Record<string, Sender[]>> = {
  south: [{ application: 'HIS', facility: '*', role: 'his', orderKey: 'placer' }],
  lab: [{ application: 'LIS', facility: '*', role: 'lis', orderKey: 'filler' }],
};

/** A region in which critical laboratory values and films of children are spoken of, with everything that runs after a write. */
export async function story(): Promise<Story> {
  const base = testRegion();
  const clinics = base.clinics.map((clinic) => ({ ...clinic, senders: SENDERS[clinic.id] ?? [] }));
  const region = { ...base, clinics, rules: signed('critical_labs'), models: { 'chest-xray-children': [decided()] } };
  const it = await withWorld(region);
  const world = publishing(it);
  const settle = (): Promise<void> => runAfterWrite(it, world);
  return {
    it,
    async tell(write) {
      await world.chart.write(write);
      await settle();
    },
    async receive(clinic, segments) {
      await takeRecord(clinic, `${segments.join('\r')}\r`, it, world);
      await settle();
    },
    held(of) {
      const sent = it.sent
        .filter(({ message }) => message.type === 'oka.result.published')
        .map(({ message }) => message.data as ResultPublished['data'])
        .filter((data) => data.record === of)
        .sort((a, b) => a.version - b.version);
      return Object.fromEntries(sent.map((data) => [data.resultId, data]));
    },
  };
}

/** State and severity of everything a record system holds of a record, in words. */
export const statesOf = (held: Held): string[] =>
  Object.values(held).map(({ state, severity, version }) => `${state} ${severity} v${version}`);

const said = (minute: number) => ({ time: at(minute), rank: RANK.final, receivedAt: at(minute + 1) });

/** A potassium of 7.1 mmol/L, which somebody must be called for. */
export const potassium = (of: string): ChartItem => ({
  record: of,
  resourceType: 'Observation',
  id: record(90_001),
  groups: {
    base: makeGroup(
      {
        status: 'final',
        code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
        effectiveDateTime: at(1),
        valueQuantity: { value: 7.1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
      },
      said(1),
    ),
  },
});

const STUDY = record(90_002);
const PIXELS = { url: PIXEL_HASH_EXTENSION, valueString: 'b'.repeat(64) };

/** A child's chest film, with the input that brought it, and the network's measurement of it: pneumonia above the threshold. */
export const film = (of: string, input?: InputKey): ChartItem[] => [
  {
    record: of,
    resourceType: 'ImagingStudy',
    id: STUDY,
    groups: {
      study: makeGroup(
        {
          status: 'available',
          started: at(0),
          identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }],
          modality: [{ code: 'DX' }],
          series: [
            {
              uid: '1.2.3.1',
              modality: { code: 'DX' },
              instance: [{ uid: '1.2.3.4', sopClass: DX_IMAGE, extension: [PIXELS] }],
            },
          ],
          ...(input === undefined ? {} : { extension: [{ url: INPUT_EXTENSION, valueString: inputId(input) }] }),
        },
        said(1),
      ),
    },
  },
  observationItem({
    record: of,
    study: STUDY,
    domainOid: '1.2.643.5.1.13.13.12.2.77.1.1',
    idKey: ID_KEY,
    time: at(1),
    started: at(0),
    receivedAt: at(2),
    measurement: measured({ facts: { ...measured().facts, date: at(0).slice(0, 10) }, network: { probability: 0.95 } }),
  }),
];
