import type { Elements } from '../../domain/dicom/write/data-set.ts';
import { writeDicom } from '../../domain/dicom/write/write.ts';
import { code, common, type ObjectOf, STORAGE } from './objects.ts';

const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
const LEAD_CODES = ['1', '2', '61', '62', '63', '64', '3', '4', '5', '6', '7', '8'] as const;
/** Height of the R wave in each lead, millivolts. */
const R_WAVES = [0.7, 1.1, 0.4, -0.9, 0.2, 0.75, -0.5, -0.2, 0.4, 1.2, 1.4, 1.1] as const;
const RATE = 500;
const SECONDS = 10;

/** One beat as bumps: P, Q, R, S, T by their place (s), width (s) and share of the R wave. */
const BUMPS = [
  [0.16, 0.025, 0.12],
  [0.27, 0.01, -0.1],
  [0.3, 0.011, 1],
  [0.33, 0.011, -0.2],
  [0.55, 0.05, 0.28],
] as const;

/** Millivolts of a synthetic heart of 72 beats a minute, `second` after the beginning. */
const beat = (second: number, r: number): number =>
  BUMPS.reduce(
    (sum, [at, width, share]) => sum + r * share * Math.exp(-(((second % (60 / 72)) - at) ** 2) / (2 * width * width)),
    0,
  );

/** A 12-lead ECG (PS3.3 §A.34.3): ten seconds at 500 Hz, 1 µV a step, with what the device measured. Synthetic, no patient. */
export function ecg(of: ObjectOf): Uint8Array {
  const samples = new Int16Array(RATE * SECONDS * LEADS.length);
  for (let at = 0; at < RATE * SECONDS; at++)
    for (const [lead, r] of R_WAVES.entries())
      samples[at * LEADS.length + lead] = Math.round(1000 * beat(at / RATE, r));
  const measured = (name: string, value: number, unit: string): Elements => ({
    ConceptNameCodeSequence: code(name.replaceAll(' ', '').slice(0, 16), '99SAMPLE', name),
    NumericValue: String(value),
    MeasurementUnitsCodeSequence: code(unit, 'UCUM', unit),
  });
  return writeDicom({
    ...common(of, `${STORAGE}.9.1.1`, 'ECG', 'ecg'),
    StudyDescription: 'ЭКГ в 12 отведениях',
    AcquisitionContextSequence: [],
    WaveformAnnotationSequence: [
      { UnformattedTextValue: 'Синусовый ритм. Синтетическая запись, не пациент' },
      measured('Ventricular rate', 72, '/min'),
      measured('PR interval', 140, 'ms'),
      measured('QRS duration', 84, 'ms'),
    ],
    WaveformSequence: [
      {
        WaveformOriginality: 'ORIGINAL',
        NumberOfWaveformChannels: LEADS.length,
        NumberOfWaveformSamples: RATE * SECONDS,
        SamplingFrequency: String(RATE),
        MultiplexGroupLabel: 'RHYTHM',
        ChannelDefinitionSequence: LEADS.map((lead, place) => ({
          ChannelSourceSequence: code(`2:${LEAD_CODES[place]}`, 'MDC', `Lead ${lead}`),
          ChannelSensitivity: '1',
          ChannelSensitivityUnitsSequence: code('uV', 'UCUM', 'microvolt'),
          ChannelSensitivityCorrectionFactor: '1',
          ChannelBaseline: '0',
          ChannelSampleSkew: '0',
          WaveformBitsStored: 16,
        })),
        WaveformBitsAllocated: 16,
        WaveformSampleInterpretation: 'SS',
        WaveformData: new Uint8Array(samples.buffer),
      },
    ],
  });
}
