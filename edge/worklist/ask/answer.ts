import type { WorklistSettings, WorklistText } from '../../../schemas/edge/worklist.ts';
import type { Caller, Dataset, DatasetValue } from '../../dicom/services.ts';
import type { WorklistItem } from '../item.ts';
import { VR } from './attributes.ts';
import { datasetOf } from './dataset.ts';
import { matches } from './match.ts';

export type Asking = {
  readonly settings: WorklistSettings;
  readonly zone: string;
  readonly now: Date;
  readonly clinicOid: string;
};

/**
 * The items that a modality asks for, as it asked: its keys, and nothing else, in the text that it can show
 * (PS3.4 §K.4.1.2.2). A key without a value is empty, never left out.
 */
export function* answersTo(
  query: Dataset,
  { callingAe }: Pick<Caller, 'callingAe'>,
  items: readonly WorklistItem[],
  { settings, zone, now, clinicOid }: Asking,
): Generator<Dataset> {
  const station = settings.stations.find(({ aeTitle }) => aeTitle === callingAe);
  const text: WorklistText = station?.text ?? settings.text;
  const asked = single(stepAsked(query).Modality);
  const asker = {
    modality: asked ?? station?.modality ?? 'OT',
    aeTitle: single(stepAsked(query).ScheduledStationAETitle) ?? callingAe,
  };
  for (const item of items) {
    if (station?.shows === 'own' && !isFor(item, callingAe, station.modality)) continue;
    const told = datasetOf(item, { text, zone, now, clinicOid, asker });
    if (matches(query, item, told, { at: now, zone })) yield picked(query, told);
  }
}

const isFor = (item: WorklistItem, aeTitle: string, modality: string | undefined): boolean =>
  item.stationAe === undefined
    ? modality === undefined || item.modality === undefined || item.modality === modality
    : item.stationAe === aeTitle;

const stepAsked = (query: Dataset): Dataset => {
  const sequence = query.ScheduledProcedureStepSequence;
  const [step] = Array.isArray(sequence) ? sequence : [];
  return typeof step === 'object' ? (step as Dataset) : {};
};

/** A value that stands for itself: no list, no pattern. */
const single = (value: DatasetValue | undefined): string | undefined =>
  typeof value === 'string' && /^[^*?\\]+$/.test(value) ? value.trim() : undefined;

/** The keys of the query with the values of the item. A sequence without an item, or with an empty one, asks for all of it. */
function picked(query: Dataset, told: Dataset): Dataset {
  const answer: Record<string, DatasetValue> = { SpecificCharacterSet: told.SpecificCharacterSet ?? '' };
  for (const [keyword, asked] of Object.entries(query)) {
    if (keyword === 'SpecificCharacterSet') continue;
    const held = told[keyword];
    const [inside] = Array.isArray(asked) ? asked : [];
    const isSequence = VR[keyword] === 'SQ' || (typeof inside === 'object' && inside !== null);
    if (!isSequence) answer[keyword] = held ?? '';
    else answer[keyword] = within(held, typeof inside === 'object' ? (inside as Dataset) : {});
  }
  return answer;
}

function within(held: DatasetValue | undefined, asked: Dataset): readonly Dataset[] {
  const items = Array.isArray(held) ? (held.filter((one) => typeof one === 'object') as Dataset[]) : [];
  if (Object.keys(asked).length === 0) return items;
  return items.map((one) => {
    const { SpecificCharacterSet: _, ...values } = picked(asked, one);
    return values;
  });
}
