import type { Suggestion } from '../../schemas/cds-hooks/response.ts';
import type { Advice, Bilingual, Result } from '../../schemas/result.ts';
import { laboratoryOrders } from '../cds-hooks/suggestions.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import { LOINC } from '../fhir/systems.ts';
import { uuidOfHash } from '../fhir/uuid.ts';
import type { Language } from '../rules/cards.ts';
import { ANALYTES, type AnalyteName } from '../rules/codes.ts';
import { isWeighedOnly } from '../rules/facts.ts';
import { conceptText, type Fact, referenceOf } from './facts.ts';
import type { PageInput } from './page.ts';

/** More than two ways to act on one matter are no help. */
const MOST_ORDERS = 2;

type Asked = Pick<PageInput, 'facts' | 'language' | 'asOf' | 'appointment'>;

/**
 * Orders ready to be signed for what a result calls for, as CDS Hooks suggestions: a medicine stopped, an order withdrawn, a
 * value measured again, an examination, an appointment; where no rule is known to call for one, an order in the words of
 * its own action. At least one for a warning, none for what is only told.
 */
export function ordersFor(result: Result, asked: Asked): readonly Suggestion[] {
  const { content } = result;
  if (content.kind === 'device-finding') return [];
  if (content.kind === 'finding') return [service(REPORT_FIRST, result, asked, 'urgent')];
  const made = [
    ...(content.form === 'DetectedIssue' ? endings(result, asked) : []),
    ...laboratoryOrders(content.missing, askFor(result, asked)),
    ...ofRule(content, result, asked),
  ].slice(0, MOST_ORDERS);
  if (made.length > 0 || content.severity === 'info') return made;
  return [service(content.action, result, asked)];
}

const REPORT_FIRST: Bilingual = {
  en: 'Report of the film, in the first place',
  ru: 'Описание снимка в первую очередь',
};

const MODALITY: Readonly<Record<string, Bilingual>> = {
  XR: { en: 'Radiograph', ru: 'Рентгенография' },
  CT: { en: 'Computed tomography', ru: 'Компьютерная томография' },
  MR: { en: 'Magnetic resonance imaging', ru: 'МРТ' },
  US: { en: 'Ultrasound', ru: 'УЗИ' },
  MG: { en: 'Mammography', ru: 'Маммография' },
  PET: { en: 'PET/CT', ru: 'ПЭТ/КТ' },
};

/** Follow-up of images: rule → examination; where the score names a modality, that one. */
const EXAMINATION: Readonly<Record<string, Bilingual>> = {
  follow_up_not_ordered: { en: 'Follow-up examination', ru: 'Контрольное исследование' },
  fleischner2017: { en: 'CT of the chest, follow-up of a nodule', ru: 'КТ грудной клетки, контроль очага' },
  lung_rads_v2022: { en: 'Low-dose CT of the chest', ru: 'Низкодозовая КТ грудной клетки' },
  birads: { en: 'Mammography or biopsy by BI-RADS', ru: 'Маммография или биопсия по BI-RADS' },
  diabetic_retinopathy_followup: {
    en: 'Eye examination with fundus photograph',
    ru: 'Осмотр офтальмолога с фото глазного дна',
  },
  finding_vs_question: REPORT_FIRST,
};
/** Rules whose matter is settled by measuring again. */
const MEASURED_AGAIN: Readonly<Record<string, AnalyteName>> = {
  kdigo_aki: 'creatinine',
  ckdepi2021: 'creatinine',
};
/** Asked for again so that a wrong sample misleads nobody. */
const AGAIN: Bilingual = { en: 'Measure again', ru: 'Повторить' };

function ofRule({ rule, matter, score, severity }: Advice, result: Result, asked: Asked): Suggestion[] {
  if (rule.id === 'critical_finding_without_appointment') return [booking(result, asked)];
  const analyte = rule.id === 'critical_labs' ? matter : MEASURED_AGAIN[rule.id];
  if (analyte !== undefined && analyte in ANALYTES && severity !== 'info')
    return [measured(analyte as AnalyteName, result, asked)];
  const wanted = EXAMINATION[rule.id];
  if (wanted === undefined) return [];
  const by = typeof score?.modality === 'string' ? MODALITY[score.modality] : undefined;
  const words = by ? { en: `${by.en}: ${wanted.en}`, ru: `${by.ru}: ${wanted.ru}` } : wanted;
  return [service(words, result, asked)];
}

/** Each medicine or order in force that the matter speaks against, ended; the physician chooses which. */
function endings(result: Result, { facts, language, ...asked }: Asked): Suggestion[] {
  const named = new Set(result.cited.flatMap((one) => (isWeighedOnly(one) ? [] : [one.reference])));
  return facts.flatMap((fact) => {
    const ended = named.has(referenceOf(fact)) ? endedOf(fact, language) : undefined;
    if (ended === undefined) return [];
    const { label, resource } = ended;
    return [suggestion(label, 'update', resource, result, { facts, language, ...asked })];
  });
}

function endedOf({ resource }: Fact, language: Language) {
  if (resource.resourceType === 'MedicationRequest' && ['active', 'on-hold', 'unknown'].includes(resource.status)) {
    const name = conceptText(resource.medicationCodeableConcept) ?? '';
    const label = language === 'ru' ? `Отменить: ${name}` : `Stop: ${name}`;
    return { label, resource: { ...resource, status: 'stopped' as const } };
  }
  if (resource.resourceType === 'ServiceRequest' && ['active', 'on-hold', 'unknown'].includes(resource.status)) {
    const name = conceptText(resource.code) ?? '';
    const label = language === 'ru' ? `Отозвать направление: ${name}` : `Withdraw the order: ${name}`;
    return { label, resource: { ...resource, status: 'revoked' as const } };
  }
  return undefined;
}

function measured(name: AnalyteName, result: Result, asked: Asked): Suggestion {
  const { title, codes } = ANALYTES[name];
  const text = title[asked.language];
  const resource = request(asked, {
    code: { coding: [{ system: LOINC, code: Object.keys(codes)[0] as string }], text },
    ...(result.severity === 'critical' ? { priority: 'stat' as const } : {}),
  });
  return suggestion(`${AGAIN[asked.language]}: ${text}`, 'create', resource, result, asked);
}

function service(words: Bilingual, result: Result, asked: Asked, priority?: 'urgent'): Suggestion {
  const text = words[asked.language];
  const about = result.cited.map(({ reference }) => ({ reference })).slice(0, 3);
  const resource = request(asked, {
    code: { text },
    ...(priority ? { priority } : result.severity === 'critical' ? { priority: 'stat' as const } : {}),
    ...(about.length > 0 ? { supportingInfo: about } : {}),
  });
  return suggestion(text, 'create', resource, result, asked);
}

const request = ({ appointment, asOf }: Asked, more: Partial<fhir4.ServiceRequest>): fhir4.ServiceRequest => ({
  resourceType: 'ServiceRequest',
  status: 'draft',
  intent: 'order',
  subject: { reference: `Patient/${appointment.record}` },
  authoredOn: asOf,
  ...more,
});

/** Without a time: the registry finds it (FHIR R4 app-3: a proposed appointment has none). */
function booking(result: Result, asked: Asked): Suggestion {
  const text = asked.language === 'ru' ? 'Записать на приём' : 'Book an appointment';
  const resource: fhir4.Appointment = {
    resourceType: 'Appointment',
    status: 'proposed',
    description: result.content.kind === 'advice' ? result.content.summary[asked.language] : text,
    participant: [{ actor: { reference: `Patient/${asked.appointment.record}` }, status: 'needs-action' }],
  };
  return suggestion(text, 'create', resource, result, asked);
}

function suggestion(
  label: string,
  type: 'create' | 'update',
  resource: fhir4.FhirResource,
  result: Result,
  asked: Asked,
): Suggestion {
  const { idOf } = askFor(result, asked);
  return { label, uuid: idOf(label), actions: [{ type, description: label, resource: { ...resource } }] };
}

/** The same order for the same content of the same matter has the same id. */
const askFor = ({ contentHash, resultId }: Result, { appointment, language, asOf }: Asked) => ({
  patientId: appointment.record,
  language,
  asOf,
  idOf: (label: string) => uuidOfHash(Buffer.from(canonicalHash([resultId, contentHash, label]), 'hex')),
});
