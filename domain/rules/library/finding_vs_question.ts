import type { Bilingual, CitedFact } from '../../../schemas/result.ts';
import { ICD10 } from '../../fhir/systems.ts';
import { isIcd10 } from '../diagnoses.ts';
import { cite, type Fact, type Facts, factsOf, type StatedFinding } from '../facts.ts';
import { numbersOf, ORDERS, STUDIES } from '../imaging.ts';
import { type Conclusion, conclude, type Rule } from '../rule.ts';
import { REPORTS, signedReports } from '../statements.ts';

/** What the order asks: diagnoses in codes. A symptom (ICD-10 R) leaves the question open for every finding. */
export type Question = { readonly codes: readonly string[] };
export type Answer = 'not-asked' | 'asked-and-absent';

/** How a finding stands to the question; undefined: nothing to say beyond the finding itself. */
export function answerTo(
  { codes }: Question,
  state: StatedFinding['finding']['state'],
  icd10: readonly string[],
): Answer | undefined {
  if (!codes.length) return undefined;
  const asked = codes.some((code) => isIcd10(code, icd10));
  if (state === 'absent') return asked ? 'asked-and-absent' : undefined;
  const isOpen = codes.some((code) => code.startsWith('R'));
  return state === 'present' && !asked && !isOpen ? 'not-asked' : undefined;
}

type Asked = { readonly order: Fact<fhir4.ServiceRequest>; readonly question: Question; readonly cited: CitedFact };
const QUESTION = { en: 'Question of the order', ru: 'Вопрос направления' };

/** The order for which the study of a finding was made, with its coded reasons. */
function questionOf({ finding }: StatedFinding, facts: Facts): Asked | undefined {
  const study = factsOf(facts, 'ImagingStudy').find(
    ({ reference }) => reference === `ImagingStudy/${finding.study.id}`,
  );
  const numbers = numbersOf(study?.resource.identifier);
  const order = factsOf(facts, 'ServiceRequest').find(
    ({ reference, resource }) =>
      (study?.resource.basedOn ?? []).some((one) => one.reference === reference) ||
      [...numbersOf(resource.identifier)].some((number) => numbers.has(number)),
  );
  const codings = (order?.resource.reasonCode ?? []).flatMap(({ coding = [], text }) =>
    coding.flatMap(({ system, code, display }) => (system === ICD10 && code ? [{ code, shown: text ?? display }] : [])),
  );
  if (!order || !codings.length) return undefined;
  const shown = codings.map(({ code, shown: name }) => (name && name !== code ? `${code} ${name}` : code)).join(', ');
  return { order, question: { codes: codings.map(({ code }) => code) }, cited: cite(order, QUESTION, shown) };
}

/** A radiologist has signed what the study shows: his word stands, not the model's. */
const isReported = ({ finding }: StatedFinding, facts: Facts): boolean =>
  signedReports(facts).some(({ resource }) =>
    (resource.imagingStudy ?? []).some(({ reference }) => reference === `ImagingStudy/${finding.study.id}`),
  );

export const findingVsQuestionRule: Rule = {
  id: 'finding_vs_question',
  version: '1.0.0',
  title: { en: 'Finding against the question of the order', ru: 'Находка и вопрос направления' },
  population: {},
  hooks: ['patient-view', 'appointment-book'],
  needs: [ORDERS, STUDIES, ...REPORTS],
  sources: [{ cite: 'Oka: combination of an AI finding with the reason of the order (ServiceRequest.reasonCode)' }],
  limits: [
    {
      en: 'Reasons are read as ICD-10 codes, not as text. A finding of a model is no diagnosis.',
      ru: 'Причина направления читается по кодам МКБ-10, не по тексту. Находка модели – не диагноз.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) => (facts.findings.length ? undefined : { en: 'no finding of a model', ru: 'нет находок моделей' }),
  evaluate: (facts) =>
    facts.findings.flatMap((stated) => {
      const asked = questionOf(stated, facts);
      const answer = asked && answerTo(asked.question, stated.finding.state, stated.finding.label.icd10);
      return asked && answer && !isReported(stated, facts) ? [conclusionOf(stated, asked, answer)] : [];
    }),
};

function conclusionOf(stated: StatedFinding, { cited }: Asked, answer: Answer): Conclusion {
  const { finding, reference } = stated;
  const { en, ru } = finding.label.title;
  const name: Bilingual = { en: `AI, not confirmed by a physician: ${en}`, ru: `ИИ, не подтверждено врачом: ${ru}` };
  const absent = answer === 'asked-and-absent';
  return conclude(findingVsQuestionRule, {
    matter: `finding_vs_question:${finding.study.studyInstanceUid}:${finding.label.id}`,
    severity: absent ? 'info' : 'warning',
    summary: absent
      ? { en: `Asked and not seen by AI: ${en}`, ru: `ИИ не видит того, о чём спрошено: ${ru}` }
      : { en: `AI finding nobody asked about: ${en}`, ru: `Находка ИИ, о которой не спрашивали: ${ru}` },
    detail: absent
      ? {
          en: `The order asks: ${cited.value}. A film without the finding does not rule it out.`,
          ru: `В направлении: ${cited.value}. Снимок без находки её не исключает.`,
        }
      : {
          en: `The order asks something else: ${cited.value}. No signed report is there yet.`,
          ru: `В направлении другое: ${cited.value}. Подписанного заключения ещё нет.`,
        },
    action: absent
      ? {
          en: 'Wait for the radiologist; if suspicion stays, examine further.',
          ru: 'Дождитесь заключения рентгенолога; если подозрение сохраняется – дообследуйте.',
        }
      : {
          en: 'Look at the film and the patient; ask the radiologist for a report first.',
          ru: 'Посмотрите снимок и пациента; попросите рентгенолога описать его в первую очередь.',
        },
    score: { answer },
    cited: [cited, cite({ reference, time: stated.time }, name, finding.state)],
  });
}
