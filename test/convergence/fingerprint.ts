import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { readLedger } from '../../local/ehr/process.ts';
import type { LocalRegion } from '../../local/region.ts';
import { LOCAL_CREDENTIALS } from '../../local/template/create.ts';
import { ChartResourceType } from '../../schemas/chart.ts';
import type { Result } from '../../schemas/result.ts';

/** What must be equal after every shuffle of the same inputs, and what must hold of every run by itself. */
export type Fingerprint = {
  /** `record ResourceType#id` → the merged field groups with their stamps. */
  readonly charts: Readonly<Record<string, string>>;
  /** resultId → content hash of its last version. What was withdrawn has nothing left to say and is as if never said. */
  readonly results: Readonly<Record<string, string>>;
  /** `ehr resultId` → content hash that the record system holds. */
  readonly held: Readonly<Record<string, string>>;
  /** `ehr resultId/version` that a record system applied more than once. */
  readonly appliedTwice: readonly string[];
  /** Inputs by how they ended; `open` must be empty. */
  readonly ends: Readonly<Record<string, number>>;
};

type Row = { pk: string; sk: string } & Readonly<Record<string, unknown>>;

/** Reads a stopped-or-quiet region whole. Scans: this is a test's view from outside, not a way the product reads. */
export async function fingerprintOf(
  local: LocalRegion,
  dataFolder: string,
  ehrs: readonly string[],
): Promise<Fingerprint> {
  const rows = await allRows(local);
  const types = new Set<string>(ChartResourceType.options);
  const charts: Record<string, string> = {};
  const results: Record<string, string> = {};
  const withdrawn = new Set<string>();
  const ends: Record<string, number> = {};
  for (const row of rows) {
    const kind = row.sk.split('#')[0] ?? '';
    if (types.has(kind)) charts[`${row.pk} ${row.sk}`] = textOf(row.groups);
    if (row.sk === 'Advice')
      for (const { resultId, contentHash, state } of JSON.parse(textOf(row.results)) as Result[])
        if (state === 'current') results[resultId] = contentHash;
        else withdrawn.add(resultId);
    if (row.sk === 'Input') {
      const end = typeof row.endState === 'string' ? row.endState : 'open';
      ends[end] = (ends[end] ?? 0) + 1;
    }
  }
  const held: Record<string, string> = {};
  const appliedTwice: string[] = [];
  for (const ehr of ehrs) {
    const seen = new Set<string>();
    for (const { outcome, resultId, version, contentHash } of await readLedger(dataFolder, ehr)) {
      if (outcome !== 'applied') continue;
      const name = `${ehr} ${resultId}/${version}`;
      if (seen.has(name)) appliedTwice.push(name);
      seen.add(name);
      if (!withdrawn.has(resultId)) held[`${ehr} ${resultId}`] = contentHash;
    }
  }
  return { charts, results, held, appliedTwice, ends };
}

/** Studies whose wait for more images is over and that nobody has looked at again yet. */
export async function studiesDue(local: LocalRegion): Promise<number> {
  const now = new Date().toISOString();
  return (await allRows(local)).filter(
    ({ sk, duePk, until }) => sk.startsWith('Quiet#') && duePk !== undefined && String(until) <= now,
  ).length;
}

const textOf = (kept: unknown): string => (kept as { text: string }).text;

async function allRows(local: LocalRegion): Promise<Row[]> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: local.urls.dynamodb, region: 'us-east-1', credentials: LOCAL_CREDENTIALS }),
  );
  const rows: Row[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: local.environment.OKA_TABLE, ConsistentRead: true, ExclusiveStartKey: from }),
    );
    rows.push(...((page.Items ?? []) as Row[]));
    from = page.LastEvaluatedKey;
  } while (from);
  client.destroy();
  return rows;
}

/** Names of entries in which two maps differ. */
export const differences = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
