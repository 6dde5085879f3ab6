import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Destination } from './destination.ts';
import { fhirDestination } from './fhir.ts';
import { type FhirMood, startFhirEhr } from './testing/fhir-ehr.ts';
import { publishedOf, resultIdOf } from './testing/results.ts';
import { type ConnectorWorld, until, worldOf } from './testing/world.ts';

let it: ConnectorWorld;
beforeEach(async () => {
  it = await worldOf();
});
afterEach(() => it.close());

async function ehrOf(options: Parameters<typeof startFhirEhr>[0] & { reads?: boolean; replaces?: boolean } = {}) {
  const { reads = true, replaces = false, ...server } = options;
  const ehr = await startFhirEhr(server);
  it.ends.push(ehr.stop);
  const destination: Destination = fhirDestination({
    settings: { url: ehr.url, reads, answerSeconds: 1 },
    replaces,
    apiUrl: 'https://api.region',
    answerMs: 80,
  });
  const connector = await it.start({ destination, replaces });
  return { ehr, connector };
}
const KEY = `DetectedIssue?identifier=${encodeURIComponent(`https://oka.health/fhir/result|${resultIdOf('a')}`)}`;

describe('a record system with FHIR', () => {
  test('gets a transaction of conditional updates that writes no patient and no study of its own', async () => {
    const { ehr } = await ehrOf();
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual(['AA 1']);
    const [transaction] = ehr.transactions;
    expect(transaction?.entry?.map(({ request }) => request)).toEqual([{ method: 'PUT', url: KEY }]);
    const [issue] = transaction?.entry ?? [];
    expect(issue?.resource).toMatchObject({
      resourceType: 'DetectedIssue',
      status: 'preliminary',
      patient: { reference: 'Patient?identifier=urn%3Aoid%3A1.2.643.5.1.13.13.12.2.66.1%7CD-1' },
      author: { identifier: { value: 'potassium-high' } },
    });
    expect(JSON.stringify(transaction)).not.toMatch(/"versionId"|Patient\/0a0b/);
  });

  test('a higher version replaces, on the version that the server has; a withdrawal is entered-in-error', async () => {
    const { ehr } = await ehrOf();
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    it.queue.publish(publishedOf({ version: 2, state: 'withdrawn' }));
    await until(() => it.queue.told.length === 2);
    expect(ehr.transactions[1]?.entry?.[0]?.request).toMatchObject({ ifMatch: 'W/"1"' });
    expect(ehr.held.get(KEY)).toMatchObject({ version: 2, resource: { status: 'entered-in-error' } });
  });

  test('an answer that got lost is looked up, not repeated and not asked of a human', async () => {
    const { ehr, connector } = await ehrOf();
    ehr.is('cut');
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual(['AA 1 it had it already']);
    expect(ehr.transactions).toHaveLength(1);
    expect(ehr.held.get(KEY)?.version).toBe(1);
    expect(connector.state().human).toEqual([]);
  });

  test.each<FhirMood>([409, 429, 500, 503, 401, 403, 404, 'silent'])('after %s it goes again', async (mood) => {
    const { ehr } = await ehrOf();
    ehr.is(mood);
    it.queue.publish(publishedOf({}));
    await until(() => it.events.some(({ what }) => what === 'failed'));
    expect(it.told()).toEqual([]);
    ehr.is('works');
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual(['AA 1']);
    expect(ehr.held.get(KEY)?.version).toBe(1);
  });

  test.each<[FhirMood, string]>([
    [400, 'AE 1 HTTP 400'],
    [422, 'AE 1 HTTP 422'],
    [413, 'AR 1 HTTP 413'],
    [412, 'AE 1 HTTP 412: it holds the patient or this result more than once'],
    ['unknown-patient', 'AE 1 HTTP 404: it does not know the patient'],
  ])('%s is told as %s', async (mood, told) => {
    const { ehr } = await ehrOf();
    ehr.is(mood);
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual([told]);
    expect(ehr.transactions).toHaveLength(1);
  });

  test('Retry-After is kept: nothing is sent before', async () => {
    const { ehr, connector } = await ehrOf();
    ehr.is(503, '1000');
    for (const record of [1, 2, 3]) it.queue.publish(publishedOf({ name: `r${record}`, record }));
    await until(() => connector.state().breaker.nextTryAt !== undefined);
    const next = Date.parse(connector.state().breaker.nextTryAt ?? '');
    expect(next - it.time.now()).toBeGreaterThan(500_000);
  });

  test('that may not be searched and does not replace: after silence a human is asked', async () => {
    const { ehr, connector } = await ehrOf({ reads: false });
    ehr.is('silent');
    it.queue.publish(publishedOf({}));
    await until(() => connector.state().human.length === 1);
    expect(ehr.asked.filter((one) => one.startsWith('GET Detected'))).toEqual([]);
  });

  test('a patient without a number is told as AE and never sent', async () => {
    const { ehr } = await ehrOf();
    it.queue.publish(publishedOf({ patient: { identifier: [] } }));
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual(['AE 1 the patient has no number']);
    expect(ehr.transactions).toEqual([]);
  });
});
