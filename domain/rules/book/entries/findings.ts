import type { Finding } from '../../../../schemas/result.ts';
import { PNEUMONIA } from '../../codes.ts';
import { order, RECORD, study } from '../../examples.ts';
import type { ChartEntry, StatedFinding } from '../../facts.ts';
import { answerTo } from '../../library/finding_vs_question.ts';
import { both, type Entry } from '../entry.ts';
import { FIRST, man, report, woman } from './chart.ts';

const NUMBER = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
const FILM = study('film', '2026-02-28T09:00:00Z', { identifier: NUMBER });
const asked = (code: string): ChartEntry =>
  order('asked', '2026-02-28T08:00:00Z', {
    identifier: NUMBER,
    reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }] }],
  });
const found = (state: Finding['state']): StatedFinding => ({
  record: RECORD,
  reference: 'Observation/finding',
  time: '2026-02-28T09:05:00Z',
  finding: {
    kind: 'finding',
    state,
    label: { id: 'pneumonia', title: both('Pneumonia', 'Пневмония'), snomed: PNEUMONIA, icd10: ['J18'] },
    basis: 'whole',
    model: { id: 'example', version: '1.0.0', sha256: '0'.repeat(64) },
    study: { id: FILM.id, studyInstanceUid: '1.2.3.4' },
    instance: { sopInstanceUid: '1.2.3.4.1', pixelHash: '0'.repeat(64) },
    derived: {},
  },
});

export const FINDINGS: Readonly<Record<string, Entry>> = {
  finding_vs_question: {
    topic: 'followUp',
    says: both(
      'A model’s finding is held against the coded reason of the order. A finding that nobody asked about is a warning to look; what was asked and not seen is told with the reminder that a film does not rule it out. A signed report ends both. A symptom as reason leaves the question open.',
      'Находка модели сопоставляется с кодом причины направления. Находка, о которой не спрашивали, – повод посмотреть; то, о чём спросили и чего не видно, сообщается с напоминанием, что снимок её не исключает. Подписанное заключение прекращает и то и другое. Симптом в причине оставляет вопрос открытым.',
    ),
    tables: [
      {
        title: both('Answers for a finding of pneumonia', 'Ответы при находке пневмонии'),
        head: [both('Reason of the order', 'Причина направления'), both('Present', 'Есть'), both('Absent', 'Нет')],
        rows: ['J18.9', 'S22.3', 'R05'].map((code) => [
          code,
          ...(['present', 'absent'] as const).map((state) => {
            const answer = answerTo({ codes: [code] }, state, ['J18']);
            if (answer === 'not-asked') return both('nobody asked', 'не спрашивали');
            return answer
              ? both('asked, not seen', 'спросили, не видно')
              : both('nothing is told', 'ничего не сообщается');
          }),
        ]),
      },
    ],
    examples: [
      {
        title: both('fracture asked, pneumonia found', 'спрошено о переломе, найдена пневмония'),
        entries: [man(40), FILM, asked('S22.3')],
        findings: [found('present')],
      },
      {
        title: both('pneumonia asked, not seen', 'спрошено о пневмонии, не видно'),
        entries: [man(40), FILM, asked('J18.9')],
        findings: [found('absent')],
      },
      {
        title: both('cough asked: the question is open', 'спрошено о кашле: вопрос открыт'),
        entries: [man(40), FILM, asked('R05')],
        findings: [found('present')],
      },
    ],
    history: [FIRST],
  },

  critical_finding_without_appointment: {
    topic: 'followUp',
    says: both(
      'A grave finding of the last 30 days (present by an active model and not denied by a signed report; BI-RADS 4 or 5; Lung-RADS 4B or 4X), and the patient is not under care, was not seen after it, and is not booked: call him.',
      'Опасная находка за последние 30 дней (есть по действующей модели и не опровергнута заключением; BI-RADS 4 или 5; Lung-RADS 4B или 4X), а пациент не на лечении, после неё не осмотрен и не записан: свяжитесь с ним.',
    ),
    tables: [
      {
        title: both('What counts as grave', 'Что считается опасным'),
        head: [both('From', 'Откуда'), both('Finding', 'Находка')],
        rows: [
          [both('active model', 'действующая модель'), both('present', 'есть')],
          ['BI-RADS', '4, 4A, 4B, 4C, 5'],
          ['Lung-RADS', '4B, 4X'],
        ],
      },
    ],
    examples: [
      {
        title: both('pneumonia seen by a model, no visit', 'пневмония по модели, приёма нет'),
        entries: [man(40), FILM],
        findings: [found('present')],
      },
      { title: both('BI-RADS 5, no visit', 'BI-RADS 5, приёма нет'), entries: [woman(55), report('BI-RADS 5')] },
      { title: both('no finding', 'находок нет'), entries: [man(40), FILM] },
    ],
    history: [
      {
        version: '1.0.1',
        on: '2026-11-22',
        what: both(
          'An appointment that passed, and of which nobody says that the patient came, is care for one day; an outpatient or emergency visit that nobody closed for two.',
          'Прошедшая запись, о которой никто не сообщил, что пациент пришёл, учитывается один день; незакрытое амбулаторное или экстренное обращение – два.',
        ),
      },
      FIRST,
    ],
  },
};
