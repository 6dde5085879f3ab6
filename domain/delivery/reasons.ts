import type { Bilingual } from '../../schemas/result.ts';

/** Why an input stands on its clinic's list, by stable names, and what a human does about it. */
const WHAT_TO_DO: Readonly<Record<string, Bilingual>> = {
  'patient-unknown': {
    en: 'Nobody has registered the patient of this number. Register him, or correct the number at the modality: the study is then looked at again by itself.',
    ru: 'Пациент с таким номером не зарегистрирован. Зарегистрируйте его или исправьте номер на аппарате: исследование будет рассмотрено без повторной отправки.',
  },
  'patient-id': {
    en: 'The image has no patient number. Enter it at the modality or the PACS and send the image again.',
    ru: 'В снимке нет номера пациента. Укажите его на аппарате или в архиве и отправьте снимок заново.',
  },
  issuer: {
    en: 'The image does not say which organisation gave the patient number. Ask the region to register the domain of the modality, then replay it.',
    ru: 'Неизвестно, какая организация присвоила номер пациента. Попросите оператора региона зарегистрировать область нумерации аппарата и повторить обработку.',
  },
  name: {
    en: 'The name in the image is not that of the patient of this number. Compare both and correct the image, or the registration.',
    ru: 'Имя в снимке не совпадает с именем пациента с этим номером. Сверьте и исправьте данные снимка или регистрации.',
  },
  'birth-date': {
    en: 'The birth date in the image is not that of the patient of this number. Compare both and correct the image, or the registration.',
    ru: 'Дата рождения в снимке не совпадает с датой рождения пациента с этим номером. Сверьте и исправьте данные снимка или регистрации.',
  },
  sex: {
    en: 'The sex in the image is not that of the patient of this number. Compare both and correct the image, or the registration.',
    ru: 'Пол в снимке не совпадает с полом пациента с этим номером. Сверьте и исправьте данные снимка или регистрации.',
  },
  'accession-other-record': {
    en: 'The accession number of the study stands on an order of another patient. Find out whose study it is, and correct the order or the image.',
    ru: 'Номер исследования указан в направлении другого пациента. Выясните, чьё это исследование, и исправьте направление или данные снимка.',
  },
  'study-of-two-patients': {
    en: 'The same study lies in the charts of two patients; nothing is told of it in either. Reject it at the PACS for the wrong one, or merge the two if they are one person.',
    ru: 'Одно и то же исследование находится в картах двух пациентов; по нему ничего не сообщается ни в одной. Отбракуйте его в архиве у того, кому оно не принадлежит, или объедините карты, если это один человек.',
  },
  'wrong-worklist-entry': {
    en: 'The modality broke the examination off because the wrong worklist entry was chosen: its images bear another patient’s name. Send them again under the right one and reject these at the PACS.',
    ru: 'Аппарат прервал исследование: в рабочем списке выбрана не та запись, и снимки подписаны другим пациентом. Отправьте их заново под верным именем, а эти отбракуйте в архиве.',
  },
  'sop-conflict': {
    en: 'Two different images have come under one identifier. Look at both, and reject the wrong one at the PACS.',
    ru: 'Под одним идентификатором поступили два разных изображения. Просмотрите оба и отбракуйте неверное в архиве.',
  },
  'order-of-two-patients': {
    en: 'One order, or its result, stands under two patients; only the newest statement counts. Withdraw it for the wrong one.',
    ru: 'Один заказ или его результат указан у двух пациентов; учитывается только последнее сообщение. Отзовите его у того, кому он не принадлежит.',
  },
  'critical-no-record-system': {
    en: 'A critical result reaches no record system here. Call the physician of the patient.',
    ru: 'Критический результат не попадает ни в одну медицинскую систему. Позвоните лечащему врачу.',
  },
  'critical-patient-unknown': {
    en: 'A critical result of a patient whom nobody has registered. Find out who he is and call his physician.',
    ru: 'Критический результат пациента, который не зарегистрирован. Выясните, кто это, и позвоните его врачу.',
  },
  'dicom-form-not-made': {
    en: 'The finding is in the record, but its DICOM report could not be made for the archive. Tell the region’s engineer; the log names the cause.',
    ru: 'Заключение есть в карте, но его отчёт DICOM для архива создать не удалось. Сообщите инженеру региона; причина указана в журнале.',
  },
};

export type WaitReason = { readonly reason: string; readonly whatToDo: Bilingual };

/** The reasons among these that have words of their own; those of a quarantined input stand in the catalogue of errors. */
export const wordsOfReasons = (reasons: readonly string[]): WaitReason[] =>
  reasons.flatMap((reason) => {
    const whatToDo = Object.hasOwn(WHAT_TO_DO, reason) ? WHAT_TO_DO[reason] : undefined;
    return whatToDo === undefined ? [] : [{ reason, whatToDo }];
  });
