import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { planApi } from './api/routes.ts';
import { type Party, tokenFor } from './keys.ts';
import { type Prepared, prepareRegion } from './prepare.ts';
import { type LocalRegion, startLocalRegion } from './region.ts';

/** The real template on real servers: what is wrong in infra/ shows here. */
const dataFolder = mkdtempSync(join(tmpdir(), 'oka-stack-'));
let prepared: Prepared;
let region: LocalRegion;

beforeAll(async () => {
  prepared = await prepareRegion(dataFolder);
  const ports = { http: 0, s3: 0, sqs: 0, dynamodb: 0 };
  region = await startLocalRegion({ dataFolder, ports, outdir: prepared.outdir, quiet: true });
}, 120_000);
afterAll(async () => {
  await region?.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}, 30_000);

async function ask(path: string, party: Party | undefined, init: RequestInit = {}) {
  const headers = party ? { authorization: `Bearer ${await tokenFor(prepared.keys, party)}` } : undefined;
  const response = await fetch(`${region.apiUrl}${path}`, { ...init, ...(headers ? { headers } : {}) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const physician: Party = { kind: 'person', id: 'p', clinic: 'district', roles: ['physician'] };

test('every box of the template has its queue, route or schedule, and what one machine does not play is listed', () => {
  const { mappings, schedules, api, functions, queues } = region.plan;
  const reached = new Set([
    ...mappings.map(({ functionName }) => functionName),
    ...schedules.map(({ functionName }) => functionName),
    ...planApi(api).routes.flatMap(({ functionName, authoriser }) => [functionName, authoriser?.functionName]),
  ]);
  expect(functions.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual([]);
  const read = new Set(mappings.map(({ queue }) => queue));
  expect(queues.map(({ name }) => name).filter((name) => !read.has(name) && !/^records-.*\.fifo$/.test(name))).toEqual(
    [],
  );
  expect(region.notPlayed).toEqual(expect.arrayContaining(['AWS::KMS::Key', 'AWS::EC2::VPC', 'AWS::IAM::Role']));
});

test('a signed-in physician is answered, a stranger is refused in the words of the catalogue', async () => {
  expect(await ask('/fhir/metadata', physician)).toMatchObject({
    status: 200,
    body: { resourceType: 'CapabilityStatement' },
  });
  expect(await ask('/fhir/metadata', undefined)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  expect(await ask('/waiting/post', physician)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(await ask('/nowhere', physician)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  const body = Buffer.alloc(10 * 1024 * 1024 + 1);
  const path = `/uploads/image/${'0'.repeat(64)}?offset=0&length=1`;
  expect(await ask(path, { kind: 'edge', clinic: 'post' }, { method: 'PUT', body })).toMatchObject({
    status: 413,
    body: { code: 'over-size' },
  });
});
