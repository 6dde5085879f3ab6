import { type Clinics, minutes } from '../clinics.ts';
import { admission, appointment, merge, SPEAKERS } from '../messages.ts';
import { personByKey } from '../people.ts';
import { visitMorning } from '../time.ts';
import { creatinine, glucose, potassium } from '../values.ts';

/** What goes wrong with records: clocks, merges, repeats, corrections, unknown types, codes and domains. */
export function records(clinics: Clinics): void {
  const { sent, now, patient, at, home, writes, comes, laboratory } = clinics;

  // The analyser's clock is two hours ahead; the correction with the right clock must win.
  const ahead = comes('clock-ahead', 140);
  laboratory(ahead, 135, 'L-9008', [potassium('5,9', 'H')], {
    sentAt: new Date(now.getTime() + minutes(120)),
    takenAt: new Date(now.getTime() + minutes(118)),
  });
  laboratory(ahead, 130, 'L-9008', [potassium('4,4', 'N')], { status: 'C' });

  const merged = comes('merged', 128);
  laboratory(merged, 126, 'L-9009', [creatinine('190')], { number: '70999' });
  writes(merged, 120, 'merge', merge(home(merged), merged, '70999', at(120), patient));

  const twice = comes('sent-twice', 118);
  const first = laboratory(twice, 116, 'L-9010', [glucose('5,2')]);

  const corrected = comes('corrected', 112);
  laboratory(corrected, 110, 'L-9011', [potassium('6,7', 'HH')], { status: 'P' });
  laboratory(corrected, 100, 'L-9011', [potassium('4,6', 'N')], { status: 'C' });

  const booked = comes('appointment', 98);
  writes(
    booked,
    97,
    'appointment',
    appointment(home(booked), booked, at(97), visitMorning(SPEAKERS.district.zone, now), { patient }),
  );

  for (const [index, key] of ['normal-1', 'normal-2', 'normal-3'].entries())
    laboratory(comes(key, 95 - index), 80 - index, `L-902${index}`, [potassium('4,2', 'N'), glucose('5,0')]);

  // An analyser of its own mind: what it sends is no ASCII.
  laboratory(personByKey('normal-1'), 77, 'A-9023', [glucose('5,3')], { speaker: 'analyser' });

  // Two tubes taken for one another: sent for the wrong patient first, under the same number for the right one then.
  laboratory(personByKey('normal-2'), 76, 'L-9024', [potassium('6,8', 'HH')]);
  laboratory(personByKey('normal-3'), 74, 'L-9024', [potassium('6,8', 'HH')]);

  const broken = personByKey('broken-record');
  writes(
    broken,
    75,
    'no-patient',
    admission(SPEAKERS.district, 'A01', broken, at(75), { patient })
      .split('\r')
      .filter((line) => !line.startsWith('PID'))
      .join('\r'),
  );
  writes(
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

  // The laboratory repeats a message because it has lost its own note of the answer.
  sent.push({ ...first, minutesBefore: 60, name: `${first.name}-again` });
}
