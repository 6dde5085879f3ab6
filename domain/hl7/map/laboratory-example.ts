import { mapFrom, message, PID, resourcesOf, segment } from './example.ts';
import type { MappedInput } from './map.ts';

type Order = {
  readonly number?: string;
  readonly state?: string;
  readonly reported?: string;
  readonly sentAt?: string;
};

/** A laboratory's answer about the patient of the other tests. */
export const laboratory = (
  obx: readonly string[],
  { number = 'F1', state = 'F', reported = '20260110093000', sentAt = '20260110101500' }: Order = {},
): MappedInput => {
  const obr = segment('OBR', { 1: '1', 3: number, 4: 'БХ^Биохимия^L', 7: '20260110080000', 22: reported, 25: state });
  return mapFrom('laboratory', message('ORU^R01', [PID, obr, ...obx], { application: 'LIS', sentAt }));
};

/** Value of each analyte by its name. */
export const values = (...inputs: MappedInput[]): Record<string, number | undefined> =>
  Object.fromEntries(
    resourcesOf<fhir4.Observation>('Observation', ...inputs).map(({ code, valueQuantity }) => [
      code.text ?? '',
      valueQuantity?.value,
    ]),
  );
