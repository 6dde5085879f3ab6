import { adult, bundle, medicine } from '../../domain/cds-hooks/example.ts';
import { callOf, type FhirPlay, granted, type Heard, type HookRegion, openHookRegion, playFhir } from './region.ts';

/** The region, the record system's own FHIR server, and a machine beside it that is on no list. */
export type HookStage = {
  readonly it: HookRegion;
  readonly fhir: FhirPlay;
  /** Stands on the same machine and is on no list: nobody may ever ask it. */
  readonly elsewhere: FhirPlay;
  readonly services: Awaited<ReturnType<HookRegion['discover']>>;
  close(): Promise<void>;
};

export async function openStage(): Promise<HookStage> {
  const [fhir, elsewhere] = [await playFhir(), await playFhir()];
  const closeServers = () => Promise.all([fhir.close(), elsewhere.close()]);
  try {
    const it = await openHookRegion([fhir.base]);
    // The first call of a process loads it; no test measures that.
    await Promise.all([1, 2, 3, 4].map(() => it.call('oka-interactions', callOf('patient-view'))));
    const close = async (): Promise<void> => {
      await it.close();
      await closeServers();
    };
    return { it, fhir, elsewhere, services: await it.discover(), close };
  } catch (error) {
    await closeServers();
    throw error;
  }
}

/** What lets a service read from the record system's server. */
export const reading = ({ fhir }: HookStage, change: object = {}) => ({
  ...{ fhirServer: fhir.base, fhirAuthorization: granted },
  ...change,
});
export const refusalOf = ({ json }: Heard): unknown =>
  (json as fhir4.OperationOutcome).issue?.[0]?.details?.coding?.[0]?.code ?? (json as { code?: string }).code;
/** The card that says what was not checked. */
export const gapOf = ({ cards }: Heard) => cards.find(({ source }) => source.label === 'Oka');
/** All keys of a service came; only the patient is there. */
export const whole = (prefetch: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(Object.keys(prefetch).map((key) => [key, null])),
  patient: adult,
});

const appointment = { resourceType: 'Appointment', id: 'a', status: 'proposed', participant: [] };
const film = {
  resourceType: 'ServiceRequest',
  id: 's',
  status: 'draft',
  intent: 'order',
  code: { text: 'Рентгенография органов грудной клетки' },
  subject: { reference: 'Patient/p' },
};
/** What each hook of the specification brings along. */
export const CONTEXTS: Readonly<Record<string, object>> = {
  'patient-view': {},
  'encounter-start': { encounterId: 'e' },
  'encounter-discharge': { encounterId: 'e' },
  'appointment-book': { appointments: bundle(appointment) },
  'order-select': { selections: ['ServiceRequest/s'], draftOrders: bundle(film) },
  'order-sign': { draftOrders: bundle(film, medicine('m', 'M01AB05', 'Diclofenac', { status: 'draft' })) },
  'order-dispatch': { dispatchedOrders: ['ServiceRequest/s'], performer: 'Organization/o' },
};
