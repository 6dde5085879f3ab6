import { type ChartItem, RANK } from '../../../schemas/chart.ts';
import type { Result } from '../../../schemas/result.ts';
import {
  SEAL_EXTENSION,
  SignedStatement,
  STATEMENT_CODE,
  STATEMENT_EXTENSION,
  STATEMENT_SYSTEM,
} from '../../../schemas/signed-statement.ts';
import { REASON_WORDS } from '../../../schemas/statement-words.ts';
import { derivedId } from '../../fhir/bundle/parts.ts';
import { observationFacet } from '../../fhir/facets.ts';
import { makeGroup } from '../../fhir/groups.ts';
import { CORRECTED_WORDS, ROLE_WORDS, SIDE_WORDS, VERDICT_WORDS } from './words.ts';

/** Under which the chart finds the statements of a record. */
export const STATEMENTS = observationFacet(STATEMENT_SYSTEM, STATEMENT_CODE);

const both = ({ ru, en }: { readonly ru: string; readonly en: string }): string => `${ru} / ${en}`;

/**
 * A statement as a FHIR R4 Observation of the chart: final, of the human as performer, about (`focus`) the AI's own
 * Observation, which stays preliminary as it was (contract 9). `seal` is the digest of its sealed bytes.
 */
export function statementItem(statement: SignedStatement, result: Pick<Result, 'content'>, seal: string): ChartItem {
  const { id, record, resultId, verdict, reason, corrected, by, session, at } = statement;
  const { content } = result;
  const value = {
    status: 'final',
    code: {
      coding: [{ system: STATEMENT_SYSTEM, code: STATEMENT_CODE }],
      text: 'Заключение врача о результате ИИ / Physician’s statement on an AI result',
    },
    subject: { reference: `Patient/${record}` },
    ...(content.kind === 'finding'
      ? { focus: [{ reference: `Observation/${derivedId(resultId, 'Observation')}` }] }
      : {}),
    ...(content.kind === 'advice' ? {} : { derivedFrom: [{ reference: `ImagingStudy/${content.study.id}` }] }),
    effectiveDateTime: at,
    issued: at,
    performer: [
      {
        type: 'Practitioner',
        identifier: { system: session.iss, value: by.id },
        display: [by.name ?? by.id, ROLE_WORDS[by.role]?.ru ?? by.role].join(', '),
      },
    ],
    valueCodeableConcept: {
      coding: [{ system: `${STATEMENT_SYSTEM}/verdict`, code: verdict }],
      text: both(VERDICT_WORDS[verdict]),
    },
    component: [
      ...(reason ? [part('reason', reason.code, both(REASON_WORDS[reason.code]))] : []),
      ...(corrected?.state ? [part('state', corrected.state, both(CORRECTED_WORDS[corrected.state]))] : []),
      ...(corrected?.side ? [part('side', corrected.side, both(SIDE_WORDS[corrected.side]))] : []),
    ],
    note: [reason?.words, corrected?.words].flatMap((text) => (text ? [{ text }] : [])),
    extension: [
      { url: STATEMENT_EXTENSION, valueString: JSON.stringify(statement) },
      { url: SEAL_EXTENSION, valueString: seal },
    ],
  };
  const members = Object.entries(value).filter(([, member]) => !Array.isArray(member) || member.length > 0);
  return {
    ...{ record, resourceType: 'Observation', id },
    groups: { base: makeGroup(Object.fromEntries(members), { time: at, rank: RANK.final, receivedAt: at }) },
  };
}

const part = (name: string, code: string, text: string) => ({
  code: { coding: [{ system: `${STATEMENT_SYSTEM}/part`, code: name }] },
  valueCodeableConcept: { coding: [{ system: `${STATEMENT_SYSTEM}/${name}`, code }], text },
});

/** A statement read back from the chart, with its seal. */
export type Kept = { readonly statement: SignedStatement; readonly seal: string };

/** undefined for any other resource. */
export function keptStatement(resource: fhir4.FhirResource | undefined): Kept | undefined {
  if (resource?.resourceType !== 'Observation') return undefined;
  const textOf = (wanted: string): string | undefined =>
    resource.extension?.find(({ url }) => url === wanted)?.valueString;
  const [text, seal] = [textOf(STATEMENT_EXTENSION), textOf(SEAL_EXTENSION)];
  if (text === undefined || seal === undefined) return undefined;
  return { statement: SignedStatement.parse(JSON.parse(text)), seal };
}
