import { dayResult } from '../../domain/clinic-day/result.ts';
import { axesOf } from '../../domain/desk/axes.ts';
import { deskFinding, deskImage } from '../../domain/desk/finding.ts';
import { permitted } from '../../domain/desk/permitted.ts';
import { isOfAi, sentenceOf } from '../../domain/desk/sentence.ts';
import { deskStatements } from '../../domain/desk/statement/shown.ts';
import { toldOf } from '../../domain/desk/told.ts';
import { versionsOf } from '../../domain/desk/versions.ts';
import { binaryId } from '../../platform/binaries.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { small } from '../../platform/handlers/small.ts';
import { installedModels, versionAmong } from '../../platform/inference/installed.ts';
import type { World } from '../../platform/world.ts';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ModelManifest } from '../../schemas/manifest.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import { citedFacts, deskFact } from './cited.ts';
import { suggestionsOf } from './orders.ts';
import { namesFor, patientLine, visibleRecords } from './reader.ts';
import { shownOf, standingResult } from './standing.ts';
import { readerOf, statementsOf } from './statements.ts';

/** One result with everything that its page shows. That it was shown is noted, so that a newer version can say what changed. */
export async function readResult(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { principal } = request;
  const { chart, clock } = world;
  const result = await standingResult(request, world);
  const { record, resultId, content, agreement } = result;
  const [delivery, patient, kept, before, advice, visible] = await Promise.all([
    chart.delivery(record, resultId),
    patientLine(record, world),
    statementsOf(record, chart),
    chart.shown(record, resultId),
    chart.advice(record),
    visibleRecords(record, principal, world),
  ]);
  const clinic = visible.clinicOf.get(record);
  if (clinic === undefined) throw new OkaError('forbidden', 'read-result');
  await chart.noteShown(record, shownOf(result));
  const nameOf = namesFor(principal, world);
  const { facts, seen } = await citedFacts(result, visible, world);
  const image = deskImage(result, { preview: previewOf, binary: (key) => `/fhir/Binary/${binaryId(key)}` });
  const { title, lines, state, severity, kind } = dayResult(result);
  const { version, contentHash, sourceTime, cited } = result;
  const json: DeskResult = {
    asOf: clock().toISOString(),
    ...{ clinic, record, resultId, version, contentHash, state, severity, kind },
    ...{ ai: isOfAi(result), patient, title, sentence: sentenceOf(result), lines },
    ...(content.kind === 'finding' ? { finding: deskFinding(content, manifestOf(result, world)) } : {}),
    ...(content.kind === 'advice' ? { advice: adviceOf(content) } : {}),
    ...(image ? { image } : {}),
    sourceTime,
    cited: cited.map((fact) => deskFact(fact, result, seen)),
    ...(agreement ? { agreement: agreementOf(agreement) } : {}),
    versions: versionsOf(result, { before, delivery, sent: advice?.published[resultId] }),
    ...(delivery ? { delivery: axesOf(delivery, nameOf) } : {}),
    recipients: delivery ? toldOf(delivery, nameOf) : [],
    statements: deskStatements(kept, result, readerOf(principal)),
    suggestions: await suggestionsOf(result, { facts, clinic, nameOf }, world),
    may: permitted(principal, { result, delivery, clinic, readBack: world.region.critical.readBack }),
  };
  const alsoAbout = [`result/${resultId}`, ...[...new Set(facts.map((fact) => `Patient/${fact.record}`))]];
  return small(request, { status: 200, json, alsoAbout });
}

/** The server's small picture, marked "not for reading". */
const previewOf = (studyUid: string): string => `/dicomweb/studies/${encodeURIComponent(studyUid)}/preview`;

/** The card of the very version that measured; of one that is no longer installed nothing is claimed. */
function manifestOf({ content }: Result, world: World): ModelManifest | undefined {
  if (content.kind !== 'finding') return undefined;
  const { id, version } = content.model;
  return versionAmong(installedModels(world), { model: id, version })?.manifest;
}

const adviceOf = ({ action, detail, rule, missing, sources }: Extract<Result['content'], { kind: 'advice' }>) => ({
  ...{ action, detail, rule, missing, sources },
});

const VERDICTS: Readonly<Record<NonNullable<Result['agreement']>['verdict'], Bilingual>> = {
  agrees: { en: 'The radiologist’s report agrees', ru: 'Заключение рентгенолога согласуется' },
  disagrees: { en: 'The radiologist’s report disagrees', ru: 'Заключение рентгенолога расходится' },
  'not-comparable': {
    en: 'The radiologist’s report cannot be compared',
    ru: 'Заключение рентгенолога нельзя сопоставить',
  },
};

const agreementOf = ({ verdict, reportSays }: NonNullable<Result['agreement']>): DeskResult['agreement'] => ({
  ...{ verdict, words: VERDICTS[verdict], reportSays },
});
