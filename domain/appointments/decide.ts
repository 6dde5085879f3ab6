import type { DecisionLine } from '../../schemas/api/appointments.ts';
import { factInWords } from '../../schemas/cited.ts';
import type { Advice, Finding, Result } from '../../schemas/result.ts';
import { clipped } from '../cds-hooks/card.ts';
import { cut, MOST_CARDS, onePerMatter } from '../cds-hooks/rank.ts';
import { isSilent, type Silence } from '../cds-hooks/silence.ts';
import { shortDay } from './facts.ts';
import { unacknowledged } from './open.ts';
import { ordersFor } from './orders.ts';
import type { PageInput } from './page.ts';

/** At an appointment of a quarter of an hour nobody decides more. What is critical is never cut. */
const MOST_DECISIONS = 3;
/** Facts named beside a decision; all of them stand in the chart. */
const MOST_FACTS = 3;

type Matter = Pick<DecisionLine, 'summary' | 'action' | 'rule'> & { readonly matter: string; readonly result: Result };

/**
 * What is to be decided: the advice and findings that stand and call for a decision, one for each matter, ranked as the
 * cards of CDS Hooks are, each with orders ready to be signed. What this physician has taken note of is silent for him while
 * it says the same (domain/cds-hooks/silence.ts).
 */
export function decisionsOf(input: PageInput): { items: DecisionLine[]; more: number } {
  const { results, asOf } = input;
  const heard = silences(input);
  const candidates = results.flatMap((result) => {
    const matter = matterOf(result, input);
    if (matter === undefined) return [];
    const { severity, contentHash: facts } = result;
    if (isSilent({ matter: matter.matter, severity, facts }, heard, asOf)) return [];
    const orders = ordersFor(result, input);
    // What is only for information and asks for nothing is no decision.
    if (severity === 'info' && orders.length === 0) return [];
    return [{ ...matter, severity, orders, actions: orders.length }];
  });
  const waiting = new Map(unacknowledged(input).map(({ result, since }) => [result.resultId, since]));
  const { shown, hidden } = cut(onePerMatter(candidates), MOST_CARDS - MOST_DECISIONS);
  const items = shown.map(({ matter, severity, summary, action, rule, orders, result }): DecisionLine => {
    const since = waiting.get(result.resultId);
    return {
      matter,
      severity,
      summary,
      action,
      facts: factsIn(result, input),
      ...(rule ? { rule } : {}),
      result: { record: result.record, resultId: result.resultId, version: result.version },
      ...(since === undefined ? {} : { unacknowledgedSince: since }),
      orders: [...orders],
    };
  });
  return { items, more: hidden.length };
}

function matterOf(result: Result, { language }: PageInput): Matter | undefined {
  const { content, state, agreement } = result;
  if (state !== 'current') return undefined;
  if (content.kind === 'advice') {
    if (isNotComputable(content)) return undefined;
    const { matter, summary, action, rule } = content;
    return { matter, summary: clipped(summary[language]), action: action[language], rule, result };
  }
  if (content.kind !== 'finding') return undefined;
  const disagrees = agreement?.verdict === 'disagrees';
  // Where the radiologist has said the same, his report stands.
  if (!disagrees && (content.state !== 'present' || agreement !== undefined)) return undefined;
  return { matter: findingMatter(content), ...findingWords(content, disagrees, language), result };
}

/** As the rule that holds a finding against its order names it: two that speak of one finding are one decision. */
const findingMatter = ({ study, label }: Finding): string =>
  `finding_vs_question:${study.studyInstanceUid}:${label.id}`;

function findingWords({ label }: Finding, disagrees: boolean, language: 'ru' | 'en') {
  const name = label.title[language];
  if (language === 'ru')
    return disagrees
      ? {
          summary: `ИИ и рентгенолог расходятся: ${name}`,
          action: 'Посмотрите снимок и заключение; при сомнении – второе мнение.',
        }
      : {
          summary: `ИИ, не подтверждено врачом: ${name}`,
          action: 'Посмотрите снимок и пациента; попросите описать снимок.',
        };
  return disagrees
    ? {
        summary: `AI and radiologist disagree: ${name}`,
        action: 'Look at film and report; in doubt ask for a second reading.',
      }
    : {
        summary: `AI, not confirmed by a physician: ${name}`,
        action: 'Look at the film and the patient; ask for its report.',
      };
}

/** "Not computable, data are missing" stands in the record; nobody decides it at an appointment. */
const isNotComputable = ({ severity, score, missing }: Advice): boolean =>
  severity === 'info' && score === undefined && missing.length > 0;

/** What this physician has taken note of, as silences: matter and content, from the moment of his signature. */
const silences = ({ deliveries, results, reader }: PageInput): Silence[] =>
  deliveries.flatMap(({ resultId, version, acknowledged }) => {
    if (acknowledged === undefined || acknowledged.by !== reader.id) return [];
    const result = results.find((one) => one.resultId === resultId && one.version === version);
    if (result === undefined) return [];
    const { content, severity, contentHash: facts } = result;
    const matter =
      content.kind === 'advice' ? content.matter : content.kind === 'finding' ? findingMatter(content) : '';
    return [{ matter, facts, severity, since: acknowledged.at }];
  });

/** Each fact with its date. */
const factsIn = (result: Result, input: PageInput): string[] =>
  result.cited.slice(0, MOST_FACTS).map((fact) => {
    const { label, time, reference } = fact;
    const said = `${label[input.language]}: ${factInWords(fact, result)[input.language]}`;
    // Who somebody is has no date of its own.
    return time === undefined && reference.startsWith('Patient/') ? said : `${said} (${shortDay(time, input)})`;
  });
