import { type Clinics, minutes } from '../clinics.ts';
import { encodeWindows1251 } from '../hl7.ts';
import { appointment, discharge, mammogramReport, SPEAKERS } from '../messages.ts';
import { type Person, personByKey } from '../people.ts';
import { visitMorning } from '../time.ts';

/**
 * Two women have gone home when their mammograms are read as suspicious. Nobody asked, and advice says that they must be
 * seen: booked, it falls silent; cancelled, it comes back.
 */
export function appointments({ sent, now, patient, at, home, writes }: Clinics): void {
  const visit = (later: number): Date => new Date(visitMorning(SPEAKERS.district.zone, now).getTime() + minutes(later));
  const goesHome = (person: Person, minutesBefore: number): void =>
    writes(person, minutesBefore, 'goes-home', discharge(home(person), person, at(minutesBefore), patient));
  const reads = (person: Person, minutesBefore: number, number: string, words: string): void => {
    const body = mammogramReport(SPEAKERS.radiology, person, at(minutesBefore), { number, words, patient });
    const name = `report-${number}`;
    // The radiology system writes windows-1251, and the region file says so.
    sent.push({
      minutesBefore,
      clinic: 'district',
      person,
      name,
      extension: 'hl7',
      bytes: () => encodeWindows1251(body),
    });
  };
  const books = (person: Person, minutesBefore: number, startsAt: Date, event: 'S12' | 'S15' = 'S12'): void => {
    const booked = { event, reason: 'МАММОГР^Результат маммографии', patient };
    const name = event === 'S12' ? 'books' : 'cancels';
    writes(person, minutesBefore, name, appointment(home(person), person, at(minutesBefore), startsAt, booked));
  };

  const comesBack = personByKey('film-again');
  goesHome(comesBack, 18);
  reads(comesBack, 16, 'M-1', 'Образование левой молочной железы, BI-RADS 5. Рекомендована биопсия.');
  books(comesBack, 12, visit(15));

  const staysAway = personByKey('normal-1');
  goesHome(staysAway, 18);
  reads(staysAway, 16, 'M-2', 'Скопление микрокальцинатов справа, BI-RADS 4B. Рекомендована биопсия.');
  books(staysAway, 12, visit(30));
  books(staysAway, 8, visit(30), 'S15');
}
