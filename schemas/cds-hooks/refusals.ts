import type { Bilingual } from '../result.ts';

export type RefusalEntry = {
  readonly http: number;
  /** FHIR R4 value set issue-type. */
  readonly issue: 'structure' | 'invalid' | 'not-found' | 'login' | 'too-long' | 'incomplete';
  readonly meaning: Bilingual;
  readonly whatToDo: Bilingual;
};

/** Why a hook call is not answered with cards: stable codes, never renamed; they stand in the OperationOutcome. */
export const REFUSALS = {
  'not-json': {
    http: 400,
    issue: 'structure',
    meaning: { en: 'The body is no JSON object.', ru: 'Тело запроса не является объектом JSON.' },
    whatToDo: {
      en: 'Send the call as application/json in UTF-8.',
      ru: 'Пришлите запрос как application/json в UTF-8.',
    },
  },
  'malformed-call': {
    http: 400,
    issue: 'invalid',
    meaning: {
      en: 'A member of the call is missing or has the wrong type.',
      ru: 'Обязательное поле запроса отсутствует или имеет неверный тип.',
    },
    whatToDo: {
      en: 'Correct the member named in "expression" (CDS Hooks 2.0.1, HTTP request).',
      ru: 'Исправьте поле, названное в "expression" (CDS Hooks 2.0.1, HTTP request).',
    },
  },
  'wrong-hook': {
    http: 400,
    issue: 'invalid',
    meaning: { en: 'This service does not answer this hook.', ru: 'Этот сервис не отвечает на этот хук.' },
    whatToDo: { en: 'Read GET /cds-services: it lists each service with its hooks.', ru: 'См. GET /cds-services.' },
  },
  'unknown-service': {
    http: 404,
    issue: 'not-found',
    meaning: { en: 'No service in force has this id.', ru: 'Действующего сервиса с таким id нет.' },
    whatToDo: {
      en: 'Read GET /cds-services again: services appear and go with the rules that the region has signed.',
      ru: 'Перечитайте GET /cds-services: список зависит от подписанных в регионе правил.',
    },
  },
  'unknown-card': {
    http: 404,
    issue: 'not-found',
    meaning: {
      en: 'None of these cards was shown to this record system.',
      ru: 'Ни одна из этих карточек этой системе не показывалась.',
    },
    whatToDo: {
      en: 'Send the "uuid" of a card as it came, from the system that got it.',
      ru: 'Пришлите "uuid" карточки в том виде, как он пришёл, из той же системы.',
    },
  },
  'too-large': {
    http: 413,
    issue: 'too-long',
    meaning: { en: 'The call is larger than 4 MiB.', ru: 'Запрос больше 4 МиБ.' },
    whatToDo: {
      en: 'Send only the prefetch keys of this service, as its templates ask for them.',
      ru: 'Присылайте только prefetch этого сервиса и ровно то, что запрашивают его шаблоны.',
    },
  },
  'data-missing': {
    http: 412,
    issue: 'incomplete',
    meaning: {
      en: 'Nothing could be checked: the data of this matter did not arrive and could not be read from fhirServer.',
      ru: 'Проверить ничего не удалось: данные не пришли и не прочитаны с fhirServer.',
    },
    whatToDo: {
      en: 'Send the prefetch keys named in "diagnostics", or an authorisation for a registered fhirServer.',
      ru: 'Пришлите ключи prefetch, названные в "diagnostics", или доступ к зарегистрированному fhirServer.',
    },
  },
  'untrusted-client': {
    http: 401,
    issue: 'login',
    meaning: { en: 'The token of the client is not accepted.', ru: 'Токен клиента не принят.' },
    whatToDo: {
      en: 'Sign a fresh JWT for exactly this address with a registered key (CDS Hooks 2.0.1, Trusting CDS Clients).',
      ru: 'Подпишите новый JWT ровно для этого адреса зарегистрированным ключом.',
    },
  },
} as const satisfies Record<string, RefusalEntry>;

export type RefusalCode = keyof typeof REFUSALS;

/** A refusal with its place: `at` is a path of the call or the names of what is missing, never a value of a patient. */
export type Refusal = { readonly refused: RefusalCode; readonly at?: string };
