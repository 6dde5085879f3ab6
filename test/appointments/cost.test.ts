import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { routes } from '../../functions/chart-api/routes.ts';
import { answering } from '../../platform/handlers/api.ts';
import { AppointmentsAnswer } from '../../schemas/api/appointments.ts';
import type { Principal } from '../../schemas/principal.ts';
import { apiEvent } from '../world.ts';
import { booking, type ClinicDay, clinicDay, type Patient, potassium } from './clinic.ts';

const PATIENTS = 8;
/** Requests to the table for a page of a person of one record; the list of the day is read once beside them. */
const MOST_PER_PAGE = 20;
const doctor: Principal = { kind: 'person', id: 'dr-12', clinics: ['north'], roles: ['physician'], staff: ['Т12'] };

let day: ClinicDay;
beforeAll(async () => {
  day = await clinicDay(['critical_labs']);
  for (let n = 0; n < PATIENTS; n += 1) {
    const one: Patient = { number: String(100 + n), name: `Вымышленный^${n}`, born: '19700101' };
    const minute = String(n % 60).padStart(2, '0');
    await day.receive('north', booking(one, `2026022809${minute}`, { start: `2026030214${minute}` }));
    await day.receive('lab', potassium(one, `2026030109${minute}`, '4,2', { number: `L${n}` }));
  }
}, 120_000);
afterAll(() => day.it.close());

test('a day costs a bounded number of reads for each, and not one of them scans', async () => {
  let requests = 0;
  const names = new Set<string>();
  const { client } = day.it.chart;
  const counting = {
    send: (command: { constructor: { name: string } }) => {
      requests += 1;
      names.add(command.constructor.name);
      return client.send(command as Parameters<DynamoDBDocumentClient['send']>[0]);
    },
  } as unknown as Pick<DynamoDBDocumentClient, 'send'>;
  const world = { ...day.world, chart: day.it.chart.again({ client: counting }) };
  const began = performance.now();
  const { json } = await answering({ world: () => world, routes })(
    apiEvent(doctor, 'GET', '/appointments/today?clinic=north'),
  );
  const tookMs = Math.round(performance.now() - began);
  const { pages } = AppointmentsAnswer.parse(JSON.parse(JSON.stringify(json)));
  expect(pages).toHaveLength(PATIENTS);
  console.info(`${PATIENTS} pages: ${requests} requests to the table, ${tookMs} ms`);
  expect(requests).toBeLessThanOrEqual(PATIENTS * (MOST_PER_PAGE + 1) + 2);
  expect([...names].sort()).toEqual(['GetCommand', 'QueryCommand']);
});
