import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import type { Attachment } from '../../domain/hl7/map/documents/attachment.ts';
import { mapFrom, message, PID, segment } from '../../domain/hl7/map/example.ts';
import { pointBinary } from '../../platform/binaries.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import type { Principal } from '../../schemas/principal.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

const file = (content: string, subtype: string): string =>
  `OBX|1|ED|${subtype}^Файл ${subtype}^L||^AP^${subtype}^Base64^${Buffer.from(content).toString('base64')}||||||F`;
const mapped = mapFrom(
  'laboratory',
  message(
    'ORU^R01',
    [
      PID,
      segment('OBR', { 3: 'F1', 4: 'ЭКГ^ЭКГ^L', 7: '20260110080000', 22: '20260110093000', 25: 'F' }),
      file('%PDF-1.4 вымысел', 'PDF'),
      file('<html><script>steal()</script></html>', 'HTML'),
      file('<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"/>', 'SVG'),
      file('Заключение', 'TXT'),
      'SPM|1|С-1^Ф-1||SER^Сыворотка^HL70487',
    ],
    { application: 'LIS' },
  ),
);
const [record] = mapped.records as [string];
let it: TestWorld;

beforeAll(async () => {
  it = await withWorld();
  const { chart, objects } = it.world;
  for (const { key, bytes, contentType } of mapped.attachments) {
    await objects.put('derived', key, bytes, { contentType });
    await pointBinary(objects, 'derived', { key, record });
  }
  await chart.write(mapped.write);
});
afterAll(() => it.close());

async function get(as: Principal, path: string) {
  const answer = await apiHandler({ world: () => it.world, routes })(apiEvent(as, 'GET', path, {}));
  const body = Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8');
  return { status: answer.statusCode, headers: answer.headers ?? {}, body };
}
const ofType = (contentType: string): Attachment =>
  mapped.attachments.find((one) => one.contentType === contentType) as Attachment;

describe('documents of a chart', () => {
  test('stand in $everything with the report and the specimen, as valid FHIR R4', async () => {
    const { body } = await get(principals.person('hospital'), `/fhir/Patient/${record}/$everything`);
    const bundle = JSON.parse(body.toString()) as fhir4.Bundle;
    const { messages } = new Fhir().validate(bundle, { errorOnUnexpected: true });
    expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
    const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
    expect(resources.filter(({ resourceType }) => resourceType === 'DocumentReference')).toHaveLength(4);
    expect(resources.map(({ resourceType }) => resourceType)).toEqual(
      expect.arrayContaining(['DiagnosticReport', 'Specimen']),
    );
  });

  test('are given as sent to those who may read the record, and to nobody else', async () => {
    const { url, bytes } = ofType('application/pdf');
    const { status, headers, body } = await get(principals.person('hospital'), `/fhir/${url}`);
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(body).toEqual(Buffer.from(bytes));
    for (const other of [
      principals.person('laboratory'),
      principals.ehr('north'),
      principals.operator(),
      principals.edge('hospital'),
    ])
      expect((await get(other, `/fhir/${url}`)).status).toBe(403);
  });

  test.each([
    ['application/pdf', undefined],
    ['text/plain', undefined],
    ['text/html', 'attachment'],
    ['image/svg+xml', 'attachment'],
  ])('%s has the disposition %s, and its type is never guessed', async (contentType, disposition) => {
    const { headers } = await get(principals.person('hospital'), `/fhir/${ofType(contentType).url}`);
    expect(headers['content-disposition']).toBe(disposition);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});
