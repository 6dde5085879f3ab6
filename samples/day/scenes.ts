import { join } from 'node:path';
import { film } from './films.ts';
import { encodeWindows1251 } from './hl7.ts';
import {
  admission,
  appointment,
  type Measured,
  measurements,
  merge,
  order,
  prescription,
  radiologistsReport,
  SPEAKERS,
} from './messages.ts';
import { type Person, personByKey } from './people.ts';

/** One thing a clinic sends on the sample day. */
export type Sent = {
  /** Minutes before the end of the day. */
  readonly minutesBefore: number;
  /** Who uploads it: the laboratory's bytes come from the laboratory even when the patient is the hospital's. */
  readonly clinic: 'district' | 'post' | 'lab';
  readonly person: Person;
  readonly name: string;
  readonly extension: 'hl7' | 'dcm';
  readonly bytes: () => Uint8Array | Promise<Uint8Array>;
};

/** Synthetic radiographs by what the model says of them; chosen from samples/radiographs/index.json. */
export type Images = {
  readonly folder: string;
  readonly present: readonly string[];
  readonly absent: readonly string[];
  readonly between: readonly string[];
};

export type DayContext = { readonly now: Date; readonly images: Images };

const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);
const minutes = (count: number): number => count * 60_000;
const COUGH = ['R05', 'Кашель'] as const;
const PNEUMONIA = ['J18.9', 'Пневмония неуточнённая'] as const;

const potassium = (value: string, flag: string, comment?: string): Measured => ({
  code: 'K',
  name: 'Калий',
  value,
  unit: 'ммоль/л',
  range: '3,5-5,1',
  flag,
  ...(comment ? { comment } : {}),
});
const creatinine = (value: string): Measured => ({
  code: 'КРЕАТ',
  name: 'Креатинин',
  value,
  unit: 'мкмоль/л',
  range: '62-106',
  flag: 'H',
});
const urea = (value: string): Measured => ({
  code: 'МОЧ',
  name: 'Мочевина',
  value,
  unit: 'ммоль/л',
  range: '2,5-8,3',
  flag: 'H',
});
const glucose = (value: string): Measured => ({
  code: 'ГЛЮ',
  name: 'Глюкоза',
  value,
  unit: 'ммоль/л',
  range: '4,1-6,1',
});

type Vital = {
  readonly breaths?: number;
  readonly saturation?: number;
  readonly indrawing?: boolean;
  readonly danger?: boolean;
  readonly systolic?: number;
  readonly diastolic?: number;
  readonly confusion?: boolean;
};
const yesNo = (code: string, name: string, value: boolean): Measured => ({
  code,
  name,
  value: value ? 'да' : 'нет',
  type: 'ST',
});

const vitals = ({ breaths, saturation, indrawing, danger, systolic, diastolic, confusion }: Vital): Measured[] => [
  ...(breaths === undefined ? [] : [{ code: 'ЧДД', name: 'Частота дыхания', value: String(breaths), unit: '/мин' }]),
  ...(saturation === undefined ? [] : [{ code: 'SPO2', name: 'Сатурация', value: String(saturation), unit: '%' }]),
  ...(systolic === undefined
    ? []
    : [{ code: 'САД', name: 'Систолическое АД', value: String(systolic), unit: 'мм рт.ст.' }]),
  ...(diastolic === undefined
    ? []
    : [{ code: 'ДАД', name: 'Диастолическое АД', value: String(diastolic), unit: 'мм рт.ст.' }]),
  ...(indrawing === undefined ? [] : [yesNo('ВТЯЖ', 'Втяжение грудной клетки', indrawing)]),
  ...(danger === undefined ? [] : [yesNo('ОПАСН', 'Общие признаки опасности', danger)]),
  ...(confusion === undefined ? [] : [yesNo('СПУТ', 'Спутанность сознания', confusion)]),
];

/**
 * The scenes of the day. Order in the list is order of sending; times are minutes before the end of the day.
 * Happy ways and unhappy ones stand side by side, each named after its person.
 */
export function scenes({ now, images }: DayContext): Sent[] {
  const sent: Sent[] = [];
  const at = (minutesBefore: number): Date => new Date(now.getTime() - minutes(minutesBefore));
  const patient = { now };
  const home = (person: Person) => SPEAKERS[person.clinic];

  const record = (person: Person, minutesBefore: number, name: string, body: string): void => {
    sent.push({ minutesBefore, clinic: person.clinic, person, name, extension: 'hl7', bytes: () => utf8(body) });
  };
  const comes = (key: string, minutesBefore: number, diagnosis?: readonly [string, string], options = {}): Person => {
    const person = personByKey(key);
    const visit = { patient: { ...patient, ...options }, ...(diagnosis ? { diagnosis } : {}) };
    record(
      person,
      minutesBefore,
      'comes',
      admission(home(person), person.clinic === 'post' ? 'A04' : 'A01', person, at(minutesBefore), visit),
    );
    return person;
  };
  const orders = (person: Person, minutesBefore: number, accession: string, urgent = false): void =>
    record(
      person,
      minutesBefore,
      `order-${accession}`,
      order(home(person), person, at(minutesBefore), { placer: `N${accession}`, accession, urgent, patient }),
    );
  const examines = (person: Person, minutesBefore: number, found: Vital): void =>
    record(
      person,
      minutesBefore,
      'examination',
      measurements(home(person), person, at(minutesBefore), {
        number: `E${person.number}`,
        service: 'ОСМОТР^Осмотр',
        values: vitals(found),
        patient,
      }),
    );
  const exposes = (
    person: Person,
    minutesBefore: number,
    accession: string,
    image: string | undefined,
    header?: { person?: Person; withoutBirthDate?: boolean },
  ): Sent => {
    const taken: Sent = {
      minutesBefore,
      clinic: person.clinic,
      person,
      name: `film-${accession}`,
      extension: 'dcm',
      bytes: () =>
        film(person, {
          image: join(images.folder, image ?? 'missing'),
          accession,
          takenAt: at(minutesBefore),
          now,
          zone: home(person).zone,
          modality: person.clinic === 'post' ? 'CR' : 'DX',
          ...(header ? { header } : {}),
        }),
    };
    sent.push(taken);
    return taken;
  };
  /** The laboratory writes windows-1251, declares nothing and names the hospital's domain. */
  const laboratory = (
    person: Person,
    minutesBefore: number,
    number: string,
    values: readonly Measured[],
    options: { status?: 'P' | 'F' | 'C'; takenAt?: Date; sentAt?: Date; number?: string; authority?: string } = {},
  ): Sent => {
    const body = measurements(SPEAKERS.lab, person, options.sentAt ?? at(minutesBefore), {
      number,
      values,
      ...(options.status ? { status: options.status } : {}),
      ...(options.takenAt ? { takenAt: options.takenAt } : {}),
      patient: {
        now,
        ...(options.number ? { number: options.number } : {}),
        ...(options.authority ? { authority: options.authority } : {}),
      },
    });
    const result: Sent = {
      minutesBefore,
      clinic: 'lab',
      person,
      name: `laboratory-${number}${options.status ?? ''}`,
      extension: 'hl7',
      bytes: () => encodeWindows1251(body),
    };
    sent.push(result);
    return result;
  };
  const reads = (person: Person, minutesBefore: number, accession: string, pneumonia: boolean, words: string): void => {
    const body = radiologistsReport(SPEAKERS.radiology, person, at(minutesBefore), {
      accession,
      pneumonia,
      words,
      patient,
    });
    sent.push({
      minutesBefore,
      clinic: 'district',
      person,
      name: `report-${accession}`,
      extension: 'hl7',
      bytes: () => encodeWindows1251(body),
    });
  };

  childrenAtTheHospital();
  childrenAtThePost();
  adults();
  records();
  return sent;

  function childrenAtTheHospital(): void {
    const agrees = comes('child-agrees', 470, COUGH);
    examines(agrees, 465, { breaths: 52, saturation: 94, indrawing: false, danger: false });
    orders(agrees, 460, 'D-1001', true);
    exposes(agrees, 450, 'D-1001', images.present[0]);
    reads(agrees, 400, 'D-1001', true, 'Инфильтрация в нижней доле справа. Заключение: пневмония.');

    const clear = comes('child-clear', 455, COUGH);
    examines(clear, 452, { breaths: 28, saturation: 98, indrawing: false, danger: false });
    orders(clear, 450, 'D-1002');
    exposes(clear, 440, 'D-1002', images.absent[0]);
    reads(clear, 390, 'D-1002', false, 'Очаговых и инфильтративных теней не выявлено.');

    const disagrees = comes('child-disagrees', 430, COUGH);
    orders(disagrees, 428, 'D-1003');
    exposes(disagrees, 420, 'D-1003', images.present[1]);
    reads(disagrees, 360, 'D-1003', false, 'Тень вилочковой железы. Данных за пневмонию нет.');

    const severe = comes('child-severe', 410, COUGH);
    examines(severe, 408, { breaths: 64, saturation: 86, indrawing: true, danger: true });
    orders(severe, 407, 'D-1004', true);
    exposes(severe, 400, 'D-1004', images.present[2]);

    // The film is there before anyone has registered the patient or written the order.
    const late = personByKey('child-late-order');
    exposes(late, 380, 'D-1005', images.present[3]);
    orders(late, 350, 'D-1005');
    comes('child-late-order', 345, COUGH);

    // The film carries another child's name and birth date under this patient's number.
    const contradicted = comes('child-contradicted', 340, COUGH);
    orders(contradicted, 338, 'D-1006');
    exposes(contradicted, 330, 'D-1006', images.present[4], {
      person: { ...personByKey('child-twice'), sex: 'F', ageMonths: 20 },
    });

    const noAge = comes('child-no-age', 325, COUGH, { withoutBirthDate: true });
    orders(noAge, 324, 'D-1007');
    exposes(noAge, 320, 'D-1007', images.absent[1], { withoutBirthDate: true });

    const twice = comes('child-twice', 315);
    orders(twice, 314, 'D-1008');
    const once = exposes(twice, 310, 'D-1008', images.absent[2]);
    sent.push({ ...once, minutesBefore: 300, name: `${once.name}-again` });

    const between = comes('child-between', 305, COUGH);
    orders(between, 304, 'D-1009');
    exposes(between, 300, 'D-1009', images.between[0]);

    const sameAccession = comes('child-same-accession', 295);
    orders(sameAccession, 294, '2001');
    exposes(sameAccession, 290, '2001', images.present[5]);
  }

  function childrenAtThePost(): void {
    const sameAccession = comes('post-same-accession', 292);
    orders(sameAccession, 291, '2001');
    exposes(sameAccession, 288, '2001', images.absent[3]);

    const clear = comes('post-clear', 285, COUGH);
    examines(clear, 284, { breaths: 30, saturation: 97, indrawing: false, danger: false });
    orders(clear, 283, '2002');
    exposes(clear, 280, '2002', images.absent[4]);

    const pneumonia = comes('post-pneumonia', 275, COUGH);
    examines(pneumonia, 274, { breaths: 48, saturation: 92, indrawing: true, danger: false });
    orders(pneumonia, 273, '2003', true);
    exposes(pneumonia, 270, '2003', images.present[6] ?? images.present[0]);

    // Nobody counted the breaths: the rule must say so.
    const unmeasured = comes('post-unmeasured', 265, COUGH);
    examines(unmeasured, 264, { saturation: 96 });

    const corrupt = comes('post-corrupt', 260, COUGH);
    orders(corrupt, 259, '2005');
    const whole = exposes(corrupt, 255, '2005', images.absent[5]);
    sent[sent.length - 1] = { ...whole, bytes: async () => (await whole.bytes()).subarray(0, 60_000) };

    const clearAgain = comes('post-clear-2', 250);
    orders(clearAgain, 249, '2006');
    exposes(clearAgain, 245, '2006', images.absent[6] ?? images.absent[0]);

    comes('post-adult', 240);
  }

  function adults(): void {
    const adultFilm = comes('adult-film', 238, COUGH);
    orders(adultFilm, 237, 'D-1010');
    exposes(adultFilm, 230, 'D-1010', images.present[0]);

    const high = comes('curb-high', 225, PNEUMONIA);
    examines(high, 224, { breaths: 32, saturation: 89, systolic: 85, diastolic: 55, confusion: true });
    laboratory(high, 200, 'L-9001', [urea('9,4')]);

    const low = comes('curb-low', 220, PNEUMONIA);
    examines(low, 219, { breaths: 20, saturation: 96, systolic: 125, diastolic: 80, confusion: false });
    laboratory(low, 195, 'L-9002', [urea('4,8')]);

    laboratory(comes('potassium-silent', 190), 170, 'L-9003', [potassium('6,9', 'HH')]);
    laboratory(comes('potassium-answered', 188), 168, 'L-9004', [potassium('2,3', 'LL')]);
    laboratory(comes('potassium-haemolysed', 186), 166, 'L-9005', [potassium('6,8', 'HH', 'Проба гемолизирована')]);

    const metformin = comes('metformin', 180);
    record(
      metformin,
      178,
      'prescription',
      prescription(home(metformin), metformin, at(178), 'МЕТФ^Метформин', 'P-1', patient),
    );
    laboratory(metformin, 160, 'L-9006', [creatinine('245'), glucose('11,2')]);

    laboratory(comes('kidney', 176), 158, 'L-9007', [creatinine('168')]);

    const warfarin = comes('warfarin', 174);
    record(warfarin, 172, 'warfarin', prescription(home(warfarin), warfarin, at(172), 'ВАРФ^Варфарин', 'P-2', patient));
    record(
      warfarin,
      150,
      'diclofenac',
      prescription(home(warfarin), warfarin, at(150), 'ДИКЛ^Диклофенак', 'P-3', patient),
    );

    const again = comes('film-again', 148);
    orders(again, 147, 'D-1011');
    orders(again, 20, 'D-1012');
  }

  function records(): void {
    // The analyser's clock is two hours ahead; the correction with the right clock must win.
    const ahead = comes('clock-ahead', 140);
    laboratory(ahead, 135, 'L-9008', [potassium('5,9', 'H')], {
      sentAt: new Date(now.getTime() + minutes(120)),
      takenAt: new Date(now.getTime() + minutes(118)),
    });
    laboratory(ahead, 130, 'L-9008', [potassium('4,4', 'N')], { status: 'C' });

    const merged = comes('merged', 128);
    laboratory(merged, 126, 'L-9009', [creatinine('190')], { number: '70999' });
    record(merged, 120, 'merge', merge(home(merged), merged, '70999', at(120), patient));

    const twice = comes('sent-twice', 118);
    const first = laboratory(twice, 116, 'L-9010', [glucose('5,2')]);
    sent.push({ ...first, minutesBefore: 115, name: `${first.name}-again` });

    const corrected = comes('corrected', 112);
    laboratory(corrected, 110, 'L-9011', [potassium('6,7', 'HH')], { status: 'P' });
    laboratory(corrected, 100, 'L-9011', [potassium('4,6', 'N')], { status: 'C' });

    const booked = comes('appointment', 98);
    record(
      booked,
      97,
      'appointment',
      appointment(home(booked), booked, at(97), new Date(now.getTime() + minutes(60 * 26)), patient),
    );

    for (const [index, key] of ['normal-1', 'normal-2', 'normal-3'].entries())
      laboratory(comes(key, 95 - index), 80 - index, `L-902${index}`, [potassium('4,2', 'N'), glucose('5,0')]);

    const broken = personByKey('broken-record');
    record(
      broken,
      75,
      'no-patient',
      admission(SPEAKERS.district, 'A01', broken, at(75), { patient })
        .split('\r')
        .filter((line) => !line.startsWith('PID'))
        .join('\r'),
    );
    record(
      personByKey('unknown-event'),
      72,
      'document',
      admission(SPEAKERS.district, 'A01', personByKey('unknown-event'), at(72), { patient }).replace(
        'ADT^A01^ADT_A01',
        'MFN^M02^MFN_M02',
      ),
    );
    laboratory(personByKey('foreign-domain'), 70, 'L-9012', [glucose('5,1')], { authority: 'НЕИЗВЕСТНО' });
    laboratory(comes('unmapped', 68), 66, 'L-9013', [
      { code: 'ФЕРР-2', name: 'Ферритин', value: '18', unit: 'нг/мл', range: '20-250', flag: 'L' },
    ]);
    laboratory(comes('accent', 64), 62, 'L-9014', [
      { code: 'HGB', name: 'Гемоглобин', value: '11,8', unit: 'г/дл', range: '12,0-16,0', flag: 'L' },
    ]);
  }
}
