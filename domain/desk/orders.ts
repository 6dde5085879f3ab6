import type { DeskSuggestion } from '../../schemas/api/desk-parts.ts';
import type { Suggestion } from '../../schemas/cds-hooks/response.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import type { Fact } from '../appointments/facts.ts';
import { ordersFor } from '../appointments/orders.ts';

/** An order ready to be signed; whichever language it was signed in, it is one order, known by either id. */
export type ReadyOrder = {
  readonly id: string;
  readonly ids: readonly string[];
  readonly label: Bilingual;
  readonly does: DeskSuggestion['does'];
  readonly resource: fhir4.FhirResource;
};

type Asked = {
  readonly facts: readonly Fact[];
  readonly record: string;
  readonly clinic: string;
  readonly asOf: string;
};

/** What a result calls for, as the page of an appointment has it (domain/appointments/orders.ts), in both languages. */
export function readyOrders(result: Result, { facts, record, clinic, asOf }: Asked): ReadyOrder[] {
  if (result.state !== 'current') return [];
  const nobody: fhir4.Appointment = { resourceType: 'Appointment', status: 'proposed', participant: [] };
  const appointment = { resource: nobody, record, clinic, id: record, saidAt: asOf };
  const [ru, en] = (['ru', 'en'] as const).map((language) => ordersFor(result, { facts, language, asOf, appointment }));
  return (ru ?? []).flatMap((one, place): ReadyOrder[] => {
    const other = en?.[place];
    const [action] = one.actions;
    if (other === undefined || action === undefined || action.type === 'delete') return [];
    const resource = action.resource as unknown as fhir4.FhirResource;
    return [
      {
        ...{ id: one.uuid, ids: [one.uuid, other.uuid], resource },
        label: { ru: one.label, en: other.label },
        does: doesOf(action.type, resource),
      },
    ];
  });
}

function doesOf(
  type: Suggestion['actions'][number]['type'],
  { resourceType }: fhir4.FhirResource,
): DeskSuggestion['does'] {
  if (type === 'update') return resourceType === 'MedicationRequest' ? 'stop' : 'withdraw';
  return resourceType === 'Appointment' ? 'book' : 'order';
}
