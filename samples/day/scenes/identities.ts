import type { Clinics } from '../clinics.ts';
import { admission } from '../messages.ts';
import { type Person, personByKey } from '../people.ts';
import { bornMonthsBefore, dateIn } from '../time.ts';
import { potassium } from '../values.ts';

/** A SNILS whose check number fits, of a series that nobody has been given. */
function snilsOf(serial: number): string {
  const nine = `99012${String(3400 + serial)}`;
  const sum = [...nine].reduce((total, digit, place) => total + Number(digit) * (9 - place), 0);
  return `${nine}${String((sum % 101) % 100).padStart(2, '0')}`;
}

/** Patients whom the hospital and the post both know: by one SNILS they are one person, until something contradicts. */
export function identities({ now, patient, at, home, writes, laboratory }: Clinics): void {
  const known = (key: string, number: string): { there: Person; here: Person; birthDate: string } => {
    const there = personByKey(key);
    // One calendar for both: the day does not depend on the hour at which it is played.
    const birthDate = dateIn('Asia/Yekaterinburg', bornMonthsBefore(now, there.ageMonths));
    return { there, here: { ...there, clinic: 'post', number }, birthDate };
  };
  const registers = (person: Person, minutesBefore: number, name: string, snils: string, birthDate: string): void =>
    writes(
      person,
      minutesBefore,
      name,
      admission(home(person), 'A08', person, at(minutesBefore), { patient: { ...patient, snils, birthDate } }),
    );

  // The feldsher, to whose village the patient has gone home, is called as well.
  const linked = known('appointment', '391');
  registers(linked.there, 58, 'snils', snilsOf(1), linked.birthDate);
  registers(linked.here, 57, 'snils-at-the-post', snilsOf(1), linked.birthDate);
  laboratory(linked.there, 55, 'L-9030', [potassium('6,9', 'HH')]);

  // The post had copied the birth date with the number; corrected, nothing of the other woman's stays in her record.
  const parted = known('kidney', '392');
  registers(parted.there, 53, 'snils', snilsOf(2), parted.birthDate);
  registers(parted.here, 52, 'snils-at-the-post', snilsOf(2), parted.birthDate);
  registers(parted.here, 50, 'corrected-at-the-post', snilsOf(2), '19510304');
}
