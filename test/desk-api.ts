import { routes } from '../functions/desk/routes.ts';
import { apiHandler } from '../platform/handlers/api.ts';
import type { DeliveryInput } from '../schemas/delivery.ts';
import { WEEKDAYS } from '../schemas/duty.ts';
import type { Principal } from '../schemas/principal.ts';
import { RegionFile } from '../schemas/region.ts';
import type { Result } from '../schemas/result.ts';
import { patient } from './chart-examples.ts';
import { apiEvent, type TestWorld, testRegion } from './world.ts';

/** Invented people of the clinic `north`, and what tests of the desk do with them. */
const person = (id: string, roles: string[], clinics = ['north']): Principal => ({
  ...{ kind: 'person', id, clinics, roles },
  session: { iss: 'https://people.test', jti: `sign-in of ${id}` },
});
export const PEOPLE = {
  physician: person('physician', ['physician']),
  colleague: person('colleague', ['physician']),
  radiologist: person('radiologist', ['radiologist']),
  second: person('second', ['radiologist']),
  feldsher: person('feldsher', ['feldsher']),
  registrar: person('registrar', ['registrar']),
  stranger: person('stranger', ['physician', 'radiologist'], ['south']),
  region: person('region', ['duty-radiologist'], ['north', 'south']),
};

export const deskRegion = (): RegionFile =>
  RegionFile.parse({
    ...testRegion(),
    people: ['physician', 'radiologist'].map((id) => ({ id, name: `${id} (вымышленный)`, clinics: ['north'] })),
    critical: { deadlineSeconds: 900, readBack: ['red'] },
    duty: [{ role: 'duty', days: [...WEEKDAYS], from: '00:00', to: '00:00', people: ['physician'] }],
  });

/** Puts a patient with these results into the chart, as `advise` and `publish` leave them. */
export async function tell(
  { world }: TestWorld,
  record: string,
  results: readonly Result[],
  delivery: Partial<DeliveryInput> = {},
  clinic = 'north',
): Promise<void> {
  const { chart, clock } = world;
  await chart.write({ items: [patient(record)], owners: { [record]: clinic } });
  const before = await chart.advice(record);
  await chart.renew(record);
  const revision = (await chart.head(record))?.revision ?? 0;
  await chart.putAdvice(record, revision, results, { revision: before?.revision });
  for (const result of results) {
    const { resultId, version, severity, state } = result;
    await chart.changeDelivery(record, resultId, (stored) => ({
      ...{ record, resultId, version, clinic, ehr: 'mis-north', severity, state, sentAt: clock().toISOString() },
      recipients: [{ person: 'physician', as: 'attending' }],
      ...(severity === 'critical' ? { level: 'red' as const, dueAt: '2026-03-02T08:15:00.000Z' } : {}),
      reads: stored?.reads ?? [],
      ...delivery,
    }));
  }
}

/** Asks the desk as somebody; the body of the answer as it was sent, inflated. */
export async function ask(
  { world }: TestWorld,
  as: Principal | undefined,
  request: string,
  { body, headers = {} }: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
) {
  const [method = '', target = ''] = request.split(' ');
  const bytes = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
  const handler = apiHandler({ world: () => world, routes });
  const {
    statusCode,
    headers: sent = {},
    body: text,
    isBase64Encoded,
  } = await handler(apiEvent(as, method, target, { ...bytes, headers }));
  const raw = Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8');
  return { status: statusCode, headers: sent as Record<string, string>, raw, text: raw.toString('utf8') };
}

/** The same, held to a schema: what is answered has the documented form. */
export async function askFor<T>(
  it: TestWorld,
  schema: { parse(value: unknown): T },
  as: Principal | undefined,
  request: string,
  more: Parameters<typeof ask>[3] = {},
): Promise<T> {
  const { status, text } = await ask(it, as, request, more);
  if (status !== 200) throw new Error(`${request} answered ${status}: ${text}`);
  return schema.parse(JSON.parse(text));
}
