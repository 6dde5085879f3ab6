import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { quantityOf, readNumber, unitOf } from '../results/quantity.ts';
import { termOf } from '../terms.ts';
import type { OrderBlock } from './orders.ts';
import { type Schedule, schedulesOf } from './timing.ts';

/** A number and its unit from two fields of a pharmacy segment; undefined where no plain number is sent. */
export function pharmacyQuantity(
  segment: Segment | undefined,
  amountField: number,
  unitField: number,
): fhir4.Quantity | undefined {
  const amount = readNumber(segment?.text(amountField) ?? '');
  if (segment === undefined || amount === undefined || amount.comparator !== undefined) return undefined;
  const unit = segment.text(unitField);
  return quantityOf(amount, unit === undefined ? undefined : unitOf(unit, segment.text(unitField, 3), undefined));
}

/** Dose, route, schedule and words of an order of a drug → one Dosage for each schedule, or one where none is sent. */
export function dosagesOf(block: OrderBlock, draft: Draft): fhir4.Dosage[] {
  const schedules = schedulesOf(block, draft);
  const each = schedules.length === 0 ? [undefined] : schedules;
  return each.flatMap((schedule) => dosageOf(block, schedule, draft) ?? []);
}

function dosageOf(block: OrderBlock, schedule: Schedule | undefined, draft: Draft): fhir4.Dosage | undefined {
  const { rxo, rxe, rxr } = block;
  const words = [...(rxo?.repetitions(7) ?? []), ...(rxe?.repetitions(7) ?? [])].map((repetition) =>
    (repetition.text(2) ?? repetition.text(1))?.trim(),
  );
  const text = [...new Set([...words, schedule?.text].filter((word) => word !== undefined))].join('; ');
  const [route, site, method] = [1, 2, 4].map((field) => termOf(rxr[0]?.first(field), draft)?.concept);
  const dose = (rxe && doseOf(rxe, 3, 5)) ?? (rxo && doseOf(rxo, 2, 4));
  const rate = pharmacyQuantity(rxe ?? rxo, rxe ? 23 : 21, rxe ? 24 : 22);
  const dosage: fhir4.Dosage = {
    ...(text !== '' && { text }),
    ...(schedule?.timing && { timing: schedule.timing }),
    ...(schedule?.asNeeded && { asNeededBoolean: true }),
    ...(site && { site }),
    ...(route && { route }),
    ...(method && { method }),
    ...((dose ?? rate) && { doseAndRate: [{ ...dose, ...(rate && { rateQuantity: rate }) }] }),
  };
  return Object.keys(dosage).length === 0 ? undefined : dosage;
}

/** Minimum and maximum in two fields, unit behind them: a range where they differ. */
function doseOf(segment: Segment, field: number, unitField: number): fhir4.DosageDoseAndRate | undefined {
  const [low, high] = [pharmacyQuantity(segment, field, unitField), pharmacyQuantity(segment, field + 1, unitField)];
  if (low && high && low.value !== high.value) return { doseRange: { low, high } };
  const one = low ?? high;
  return one && { doseQuantity: one };
}

/**
 * RXC: what a mixture is made of (bases and additives, HL7 table 0166) → a contained Medication. The order itself keeps the
 * name by which it was ordered.
 */
export function mixtureOf(
  { rxc }: OrderBlock,
  code: fhir4.CodeableConcept,
  draft: Draft,
): fhir4.Medication | undefined {
  const ingredient = rxc.flatMap((component) => {
    const item = termOf(component.first(2), draft, 'medication')?.concept;
    if (item === undefined) return [];
    const amount = pharmacyQuantity(component, 3, 4);
    const strength = amount && { numerator: amount, denominator: { value: 1 } };
    return [
      { itemCodeableConcept: item, isActive: component.text(1)?.toUpperCase() !== 'B', ...(strength && { strength }) },
    ];
  });
  return ingredient.length === 0 ? undefined : { resourceType: 'Medication', id: 'mixture', code, ingredient };
}
