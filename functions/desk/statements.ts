import { createHash } from 'node:crypto';
import { verdictsOf } from '../../domain/access/roles.ts';
import { isOfAi } from '../../domain/desk/sentence.ts';
import { statementOf } from '../../domain/desk/statement/make.ts';
import { type Kept, keptStatement, STATEMENTS, statementItem } from '../../domain/desk/statement/resource.ts';
import { deskStatements, inOrder } from '../../domain/desk/statement/shown.ts';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import type { Chart } from '../../platform/chart/chart.ts';
import { variableOf } from '../../platform/environment.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import { bodyOf } from '../../platform/handlers/body.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import { type StatementAnswer, StatementBody } from '../../schemas/api/desk-statement.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { Result } from '../../schemas/result.ts';
import type { SignedStatement } from '../../schemas/signed-statement.ts';
import { namesFor } from './reader.ts';
import { standingResult } from './standing.ts';

/** Statements of a record that are read at once; nobody signs more of one patient in years. */
const MOST = 500;

export async function statementsOf(record: string, chart: Pick<Chart, 'newest'>): Promise<Kept[]> {
  const items = await chart.newest(record, STATEMENTS, MOST);
  return items.flatMap(({ resource }) => keptStatement(resource) ?? []);
}

/**
 * Signs a statement on a result: sealed first, under its digest and for good, then kept in the chart. A version that a newer
 * one has overtaken may still be signed, for it was read, and the statement says so; one that was never shown may not.
 * @throws OkaError `forbidden` for a verdict that is not his role's, `unauthenticated` for a principal without a sign-in
 */
export async function signStatement(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const body = bodyOf(StatementBody, request.body);
  const { principal } = request;
  const result = await standingResult(request, world);
  const { session } = principal;
  if (session === undefined) throw new OkaError('unauthenticated', 'a statement needs a sign-in');
  if (!isOfAi(result) || !verdictsOf(principal.roles).includes(body.verdict))
    throw new OkaError('forbidden', `verdict ${body.verdict}`);
  await requireShown(body, result, world.chart);
  const kept = await statementsOf(result.record, world.chart);
  const own = inOrder(kept, result.resultId)
    .map(({ statement }) => statement)
    .filter((one) => one.by.id === principal.id && one.session.iss === session.iss);
  const statement = statementOf({
    ...{ body, result, principal: { ...principal, session }, before: own },
    name: namesFor(principal, world)(principal.id).name,
    at: world.clock().toISOString(),
  });
  if (statement === undefined) throw new OkaError('forbidden', 'role');
  const repeat = own.some(({ id }) => id === statement.id);
  if (!repeat) kept.push(await keep(statement, result, world));
  const shown = deskStatements(kept, result, readerOf(principal)).find(({ id }) => id === statement.id);
  if (shown === undefined) throw new OkaError('unavailable', 'statement');
  const json: StatementAnswer = { statement: shown, ...(repeat ? { repeat: true as const } : {}) };
  return { status: 200, json, alsoAbout: [`statement/${statement.id}`] };
}

export const readerOf = ({ id, session }: Principal) => ({ id, iss: session?.iss });

/** What is signed was on his screen: the version that stands, or one that the desk has shown, with the very content. */
async function requireShown({ version, contentHash }: StatementBody, result: Result, chart: Chart): Promise<void> {
  if (version > result.version) throw new OkaError('not-found', 'version of this result');
  if (version === result.version && result.state === 'withdrawn') throw new OkaError('forbidden', 'withdrawn');
  const earlier = version === result.version ? result : await shownVersion(version, result, chart);
  if (earlier.contentHash !== contentHash) throw new OkaError('malformed-request', 'body.contentHash');
}

async function shownVersion(version: number, { record, resultId }: Result, chart: Chart) {
  const shown = (await chart.shown(record, resultId)).find((one) => one.version === version);
  if (shown === undefined) throw new OkaError('not-found', 'version of this result');
  return shown;
}

/**
 * The sealed bytes lie in the audit bucket, where object lock lets nobody change or remove them, under a name that follows from
 * them; then the chart has it. A crash between leaves a seal without a statement, which says no more than that he tried.
 */
async function keep(statement: SignedStatement, result: Result, world: World): Promise<Kept> {
  const { objects, env, chart } = world;
  const { id, record, resultId, version, verdict, at } = statement;
  const bytes = Buffer.from(canonicalJson(statement), 'utf8');
  const seal = createHash('sha256').update(bytes).digest('hex');
  const day = at.slice(0, 10).replaceAll('-', '/');
  await objects.put(variableOf(env, 'OKA_BUCKET_AUDIT'), `statements/${day}/${id}-${seal}.json`, bytes, {
    contentType: 'application/json',
  });
  const head = await chart.head(record);
  if (head === undefined) throw new OkaError('not-found', 'record');
  await chart.write({ items: [statementItem(statement, result, seal)], owners: { [record]: head.clinic } });
  log.info('statement signed', { record, resultId, version, verdict, statement: id });
  return { statement, seal };
}
