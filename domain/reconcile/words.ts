import type { ReconcileReason } from '../../schemas/api/reconcile.ts';
import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';
import type { Bilingual } from '../../schemas/result.ts';
import { wordsOfReasons } from '../delivery/reasons.ts';

/** What is the matter, in one sentence of those who work there; what to do stands in domain/delivery/reasons.ts. */
const MATTER: Readonly<Record<string, Bilingual>> = {
  'patient-unknown': { en: 'Patient is not registered', ru: 'Пациент не зарегистрирован' },
  'patient-id': { en: 'No patient number in the image', ru: 'В снимке нет номера пациента' },
  issuer: { en: 'Nobody knows who gave the patient number', ru: 'Неизвестно, кто присвоил номер пациента' },
  name: { en: 'Another name', ru: 'Имя не совпадает' },
  'birth-date': { en: 'Another birth date', ru: 'Дата рождения не совпадает' },
  sex: { en: 'Another sex', ru: 'Пол не совпадает' },
  'accession-other-record': {
    en: 'The accession number is on another patient’s order',
    ru: 'Номер исследования – из направления другого пациента',
  },
  'study-of-two-patients': { en: 'One study in two charts', ru: 'Одно исследование в картах двух пациентов' },
  'wrong-worklist-entry': { en: 'Wrong worklist entry chosen', ru: 'На аппарате выбрана не та запись' },
  'sop-conflict': { en: 'Two images under one identifier', ru: 'Два изображения под одним идентификатором' },
  'order-of-two-patients': { en: 'One order under two patients', ru: 'Одно направление у двух пациентов' },
  'pid-name': { en: 'The result names another patient', ru: 'В сообщении другое имя пациента' },
  'pid-birth-date': { en: 'The result has another birth date', ru: 'В сообщении другая дата рождения' },
  'pid-sex': { en: 'The result has another sex', ru: 'В сообщении другой пол' },
  'critical-no-record-system': {
    en: 'A critical result reaches no record system',
    ru: 'Критический результат не попадает в МИС',
  },
  'critical-patient-unknown': {
    en: 'A critical result of an unregistered patient',
    ru: 'Критический результат незарегистрированного пациента',
  },
  'dicom-form-not-made': { en: 'The DICOM report could not be made', ru: 'Отчёт DICOM не создан' },
};

/** What somebody of the clinic can settle in one step: whose a study or an order is, and two images under one UID. */
const DECIDABLE: ReadonlySet<string> = new Set([
  'patient-unknown',
  'patient-id',
  'issuer',
  'name',
  'birth-date',
  'sex',
  'accession-other-record',
  'study-of-two-patients',
  'wrong-worklist-entry',
  'sop-conflict',
  'order-of-two-patients',
]);
export const isDecidable = (reasons: readonly string[]): boolean => reasons.some((reason) => DECIDABLE.has(reason));

const UNNAMED: Bilingual = { en: 'Waits for a human', ru: 'Требует решения' };
const TRACE: Bilingual = {
  en: 'Ask the region’s engineer; the identifier below names the input.',
  ru: 'Обратитесь к инженеру региона; идентификатор ниже называет сообщение.',
};

export const IDENTITY: ReconcileReason = {
  reason: 'identity',
  text: { en: 'Two records share a national number', ru: 'У двух карт общий СНИЛС или полис' },
  whatToDo: {
    en: 'Compare both; ask the patient if in doubt. Link them if they are one person, keep them apart if they are two.',
    ru: 'Сверьте обе карты, при сомнении уточните у пациента. Свяжите, если это один человек; оставьте раздельно, если два.',
  },
};

export const CODE: ReconcileReason = {
  reason: 'unmapped-code',
  text: { en: 'A code that the rules do not know', ru: 'Код, которого правила не знают' },
  whatToDo: {
    en: 'The value is in the chart, but no rule sees it. Tell the region’s engineer: the code is added to the code map of the region file, then its inputs are replayed (oka codes).',
    ru: 'Значение есть в карте, но правила его не видят. Сообщите инженеру региона: код добавляют в таблицу кодов файла региона, затем сообщения обрабатывают повторно (oka codes).',
  },
};

const PID: Bilingual = {
  en: 'The result lies in the chart of its number and says another patient. Call the laboratory; it withdraws the result, or the registry corrects its demographics: then this line goes by itself.',
  ru: 'Результат лежит в карте с этим номером, но назван другой пациент. Свяжитесь с лабораторией: она отзовёт результат, или регистратура исправит данные пациента – тогда строка исчезнет сама.',
};

/** The reasons of an input in words, none without: an unknown name is said as such. */
export const reasonsInWords = (reasons: readonly string[]): ReconcileReason[] =>
  reasons.map((reason) => {
    const [known] = wordsOfReasons([reason]);
    const text = Object.hasOwn(MATTER, reason) ? MATTER[reason] : undefined;
    return { reason, text: text ?? UNNAMED, whatToDo: known?.whatToDo ?? (reason.startsWith('pid-') ? PID : TRACE) };
  });

/** A refusal after acceptance (contract 6), in the words of the catalogue of errors. */
export function refusalInWords(code: ErrorCode | undefined): ReconcileReason {
  const known = code === undefined ? undefined : ERRORS[code];
  const ru = 'Сообщение принято, но обработать его не удалось. Передайте код инженеру региона.';
  return {
    reason: code ?? 'quarantined',
    text: {
      en: `Refused after acceptance: ${code ?? 'unknown'}`,
      ru: `Отклонено после приёма: ${code ?? 'причина неизвестна'}`,
    },
    whatToDo: { en: known?.whatToDo ?? TRACE.en, ru },
  };
}
