import type { IdentityAnswer } from '../../schemas/api/answers.ts';
import { config } from '../config.ts';
import { dayShown } from '../shell/banner.tsx';
import { PATIENT } from '../shell/words.ts';
import { useWords } from '../words/use-words.tsx';
import type { Bilingual } from '../words/words.ts';
import { SEX, SIGNS, VERDICTS } from './words.ts';

const NAMED: Readonly<Record<string, { ru: string; en: string }>> = {
  'birth-date': { ru: 'Дата рождения', en: 'Birth date' },
  sex: { ru: 'Пол', en: 'Sex' },
  'family-name': { ru: 'Фамилия', en: 'Family name' },
  'given-names': { ru: 'Имя и отчество', en: 'Given names' },
  snils: { ru: 'СНИЛС', en: 'SNILS' },
};

const NUMBERS: Readonly<Record<string, Bilingual>> = {
  snils: { ru: 'СНИЛС', en: 'SNILS' },
  oms: { ru: 'Полис ОМС', en: 'Insurance policy' },
};
const OWN: Bilingual = { ru: 'Номер карты', en: 'Patient number' };

/** Two records that share a national number, side by side, with what agrees and what differs above. */
export function Pair({ pair }: { pair: IdentityAnswer }) {
  const { t } = useWords();
  const clinicTitle = (id: string): string | undefined => {
    const known = config().clinics.find((one) => one.id === id);
    return known && t(known.title);
  };
  const verdicts = [
    ...pair.differs.map((name) => ({ name, verdict: 'differs' as const })),
    ...pair.agrees.map((name) => ({ name, verdict: 'agrees' as const })),
    ...pair.unknown.map((name) => ({ name, verdict: 'unknown' as const })),
  ];
  return (
    <>
      <ul class="verdicts">
        {verdicts.map(({ name, verdict }) => (
          <li key={name} class={verdict}>
            <span aria-hidden="true">{SIGNS[verdict]}</span> {NAMED[name] ? t(NAMED[name]) : name}:{' '}
            {t(VERDICTS[verdict])}
          </li>
        ))}
      </ul>
      <div class="columns">
        {pair.sides.map(({ record, clinic, names, birthDate, sex, identifiers }) => (
          <div key={record} class="card candidate">
            <h3>{names.join(' / ') || '–'}</h3>
            <p>
              {birthDate === undefined ? t(PATIENT.bornUnknown) : dayShown(birthDate)}
              {sex && SEX[sex] ? `, ${t(SEX[sex])}` : ''}
            </p>
            <ul>
              {identifiers.map(({ system, value }) => (
                <li key={`${system} ${value}`}>
                  {t(NUMBERS[system] ?? OWN)}: {value}
                </li>
              ))}
            </ul>
            <p class="soft">{clinicTitle(clinic) ?? clinic}</p>
          </div>
        ))}
      </div>
    </>
  );
}
