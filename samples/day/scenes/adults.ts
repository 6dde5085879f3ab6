import type { Clinics } from '../clinics.ts';
import { COUGH, PNEUMONIA } from '../diagnoses.ts';
import { prescription } from '../messages.ts';
import { creatinine, glucose, potassium, urea } from '../values.ts';

/** Adults: rules over laboratory, vital signs, medicines and orders; a film of an age the model was not made for. */
export function adults(clinics: Clinics): void {
  const { images, patient, at, home, writes, comes, orders, examines, exposes, laboratory } = clinics;

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
  writes(
    metformin,
    178,
    'prescription',
    prescription(home(metformin), metformin, at(178), 'МЕТФ^Метформин', 'P-1', patient),
  );
  laboratory(metformin, 160, 'L-9006', [creatinine('245'), glucose('11,2')]);

  laboratory(comes('kidney', 176), 158, 'L-9007', [creatinine('168')]);

  const warfarin = comes('warfarin', 174);
  writes(warfarin, 172, 'warfarin', prescription(home(warfarin), warfarin, at(172), 'ВАРФ^Варфарин', 'P-2', patient));
  writes(
    warfarin,
    150,
    'diclofenac',
    prescription(home(warfarin), warfarin, at(150), 'ДИКЛ^Диклофенак', 'P-3', patient),
  );

  const again = comes('film-again', 148);
  orders(again, 147, 'D-1011');
  orders(again, 20, 'D-1012');
}
