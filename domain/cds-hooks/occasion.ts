import type { HookRequest } from '../../schemas/cds-hooks/request.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { entryOf, withMedicine } from './arrivals.ts';
import { isOfPatient } from './patient.ts';
import { isWellFormed } from './shape.ts';

/** What the physician is doing, as facts. */
export type Occasion = {
  readonly entries: readonly ChartEntry[];
  /** References of the drafts: they can be withdrawn before they are signed. */
  readonly drafts: ReadonlySet<string>;
  /** References of drafts that bear no date of their own: they are ordered at the moment of the call, of each call anew. */
  readonly undated: ReadonlySet<string>;
  /** References of the orders that the hook is about; undefined where it is about the patient as a whole. */
  readonly about: ReadonlySet<string> | undefined;
  /** Resources of the context that name another patient, or have no shape of FHIR. */
  readonly refused: 'wrong-patient' | 'unreadable' | undefined;
};

/** The orders, appointments and selections of a call. `asOf`: the moment of the call, for drafts that have no date yet. */
export function occasionOf(call: HookRequest, asOf: string): Occasion {
  const { hook, context, fhirServer } = call;
  const given = 'draftOrders' in context ? context.draftOrders : 'appointments' in context ? context.appointments : {};
  const resources = ((given as fhir4.Bundle<fhir4.FhirResource>).entry ?? []).flatMap(({ resource }) => resource ?? []);
  const readable = resources.filter(isWellFormed);
  const own = readable.filter((one) => isOfPatient(one, context.patientId, fhirServer));
  const medicines = readable.filter((one): one is fhir4.Medication => one.resourceType === 'Medication');
  const isOrder = hook === 'order-select' || hook === 'order-sign';
  const entries = own.flatMap((resource, index) => {
    const whole = isOrder ? asDraft(withMedicine(resource, medicines), asOf) : resource;
    return entryOf(whole, `${hook}-${index + 1}`) ?? [];
  });
  const dated = new Set(
    own.flatMap((one) => ('authoredOn' in one && one.authoredOn ? [`${one.resourceType}/${one.id}`] : [])),
  );
  const references = new Set(entries.map(({ resourceType, id }) => `${resourceType}/${id}`));
  return {
    entries,
    drafts: isOrder ? references : new Set(),
    undated: new Set(isOrder ? [...references].filter((one) => !dated.has(one)) : []),
    about: aboutOf(call, references),
    refused:
      own.length < readable.length ? 'wrong-patient' : readable.length < resources.length ? 'unreadable' : undefined,
  };
}

function aboutOf(call: HookRequest, drafts: ReadonlySet<string>): ReadonlySet<string> | undefined {
  switch (call.hook) {
    case 'order-select':
      return new Set(call.context.selections);
    case 'order-sign':
      return drafts;
    case 'order-dispatch':
      return new Set(call.context.dispatchedOrders);
    default:
      return undefined;
  }
}

/** What lies before the physician to be signed is not taken yet, whatever its status says; it is ordered now. */
function asDraft(resource: fhir4.FhirResource, asOf: string): fhir4.FhirResource {
  if (resource.resourceType !== 'ServiceRequest' && resource.resourceType !== 'MedicationRequest') return resource;
  const drafted = resource.status === undefined || resource.status === 'active' ? { status: 'draft' as const } : {};
  return { ...resource, ...drafted, authoredOn: resource.authoredOn ?? asOf };
}
