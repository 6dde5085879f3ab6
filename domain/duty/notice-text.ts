import type { Ask } from '../../schemas/delivery.ts';
import type { CriticalLevel } from '../../schemas/duty.ts';
import type { Bilingual } from '../../schemas/result.ts';
import type { Region } from '../region.ts';
import { offsetAt } from '../zone.ts';

const LEVELS: Readonly<Record<CriticalLevel, Bilingual>> = {
  red: { ru: 'красный уровень', en: 'level red' },
  orange: { ru: 'оранжевый уровень', en: 'level orange' },
  yellow: { ru: 'жёлтый уровень', en: 'level yellow' },
};

const REASONS: Readonly<Record<Ask['reason'], Bilingual>> = {
  critical: { ru: 'критический результат', en: 'critical result' },
  corrected: { ru: 'результат, который вы видели, исправлен', en: 'a result that you have seen was corrected' },
  withdrawn: { ru: 'результат, который вы видели, отозван', en: 'a result that you have seen was withdrawn' },
};

type About = {
  readonly language: keyof Bilingual;
  readonly dueAt: string | undefined;
  readonly region: Pick<Region, 'clinics' | 'desk'>;
};

/**
 * The words of a mail or SMS: clinic, how urgent, by when (on the clinic's clock), where to look. No name, no number, no
 * value: a telephone lies on tables. The link holds derived ids alone, and the desk asks who opens it.
 */
export function noticeText({ clinic: id, level, reason, record, resultId }: Ask, about: About): string {
  const { language, dueAt, region } = about;
  const clinic = region.clinics.find((one) => one.id === id);
  const urgent = reason === 'critical' && level !== undefined ? `, ${LEVELS[level][language]}` : '';
  const until = dueAt === undefined || clinic === undefined ? '' : by(language, timeOn(dueAt, clinic.zone));
  const where = region.desk === undefined ? opened(language) : linkOf(region.desk, record, resultId);
  const name = language === 'ru' ? 'Ока' : 'Oka';
  return `${name}: ${REASONS[reason][language]}${urgent}. ${clinic?.title[language] ?? id}.${until} ${where}`;
}

const by = (language: keyof Bilingual, time: string): string =>
  language === 'ru' ? ` Примите до ${time}.` : ` Acknowledge by ${time}.`;

const opened = (language: keyof Bilingual): string =>
  language === 'ru' ? 'Откройте рабочий стол Оки.' : 'Open the desk of Oka.';

/** `14:35` on the clocks of a zone. */
const timeOn = (instant: string, zone: string): string => {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, zone) * 60_000).toISOString().slice(11, 16);
};

/** The desk's page of a result: behind the `#` of its address word for word, for below `…/desk/` the region serves no page. */
const linkOf = (desk: string, record: string, resultId: string): string =>
  `${desk.replace(/\/?(#.*)?$/, '')}#/patient/${record}/result/${resultId}`;
