import { conceptText } from '../../domain/appointments/facts.ts';
import { dayPatient } from '../../domain/clinic-day/patient.ts';
import { reasonsInWords } from '../../domain/reconcile/words.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import { sharedOrder } from '../../platform/chart/contested.ts';
import type { OrderName } from '../../platform/chart/orders.ts';
import type { World } from '../../platform/world.ts';
import type { ReconcileCandidate, ReconcileItem } from '../../schemas/api/reconcile.ts';
import { orderName } from './names.ts';

/** Records of one order that are shown side by side. */
const MOST_RECORDS = 8;
const DECISION = { linked: 'link', apart: 'apart', 'wrong-patient': 'wrong-patient' } as const;

/** One order or result that stands for two patients: each record that it is said of is a candidate. */
export async function orderItem(
  order: OrderName,
  record: string,
  { since, inputs, clinic }: { readonly since: string; readonly inputs: number; readonly clinic: string },
  world: World,
): Promise<ReconcileItem> {
  const { chart } = world;
  const said = await chart.saidOfOrder(order);
  const { contested } = await sharedOrder(chart, order, [record]);
  const decision = await chart.orderDecision(order);
  const item = await chart.get(record, order.type, order.id);
  const candidates = await inBatches(said.slice(0, MOST_RECORDS), (one) => candidateOf(one.record, clinic, world));
  const name =
    item?.resource && 'code' in item.resource ? conceptText(item.resource.code as fhir4.CodeableConcept) : undefined;
  const { by, name: of, at, state, record: target, note } = decision ?? {};
  return {
    id: orderName(order, record),
    kind: 'order',
    since,
    reasons: contested.length > 0 ? reasonsInWords(['order-of-two-patients']) : [],
    inputs,
    candidates,
    technical: { id: `${order.type}/${order.id}`, ...(name ? { name } : {}) },
    decisions: decision === undefined ? (contested.length > 0 ? ['link', 'apart', 'wrong-patient'] : []) : ['undo'],
    ...(by !== undefined && at !== undefined && state !== undefined && state !== 'open'
      ? {
          decided: {
            decision: DECISION[state],
            by,
            at,
            ...(target ? { record: target } : {}),
            ...(of ? { name: of } : {}),
            ...(note ? { note } : {}),
          },
        }
      : {}),
  };
}

async function candidateOf(record: string, clinic: string, { chart }: World): Promise<ReconcileCandidate> {
  const head = await chart.head(record);
  const patient = (await chart.get(record, 'Patient', record))?.resource as fhir4.Patient | undefined;
  const { name, birthDate, sex, number } = dayPatient(record, patient);
  return {
    record,
    clinic: head?.clinic ?? clinic,
    isRegistered: patient !== undefined,
    ...(name ? { name } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(sex === 'male' || sex === 'female' ? { sex } : {}),
    ...(number && head?.clinic === clinic ? { number } : {}),
    why: ['order'],
    compared: [],
  };
}
