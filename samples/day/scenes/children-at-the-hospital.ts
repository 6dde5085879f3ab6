import type { Clinics } from '../clinics.ts';
import { COUGH } from '../diagnoses.ts';
import { filmUid } from '../films.ts';
import { admission } from '../messages.ts';
import { procedureStep, STORAGE } from '../objects.ts';
import { personByKey } from '../people.ts';

/** Children with cough at the district hospital: the film agrees, disagrees, comes first, is not theirs, has no age, comes twice, is inverted, turns out to be another's. */
export function childrenAtTheHospital(clinics: Clinics): void {
  const { sent, now, images, patient, at, home, writes, comes, orders, examines, exposes, sends, reads, lineDies } =
    clinics;

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

  // From here on the hospital has no line to the region; its systems notice nothing. The severe child's film is urgent, and
  // large enough for first bytes of its own.
  lineDies('district', 7);
  const disagrees = comes('child-disagrees', 430, COUGH);
  orders(disagrees, 428, 'D-1003');
  exposes(disagrees, 420, 'D-1003', images.present[1]);
  const instances = [{ sopClass: `${STORAGE}.1.1`, uid: filmUid(disagrees, 'D-1003', now) }];
  sends(disagrees, 419, 'step', (of) => procedureStep(of, { status: 'COMPLETED', instances }), 'D-1003');
  reads(disagrees, 360, 'D-1003', false, 'Тень вилочковой железы. Данных за пневмонию нет.');

  const severe = comes('child-severe', 410, COUGH);
  examines(severe, 408, { breaths: 64, saturation: 86, indrawing: true, danger: true });
  orders(severe, 407, 'D-1004', true);
  exposes(severe, 400, 'D-1004', images.present[2], undefined, 5);

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

  // The modality first writes the wrong photometric interpretation: black and white come out exchanged.
  const between = comes('child-between', 305, COUGH);
  exposes(between, 303, 'D-1019', images.absent[6], { inverted: true });
  orders(between, 304, 'D-1009');
  exposes(between, 300, 'D-1009', images.between[0]);

  const sameAccession = comes('child-same-accession', 295);
  orders(sameAccession, 294, '2001');
  exposes(sameAccession, 290, '2001', images.present[5]);

  // The modality sends a film again that it has sent long before.
  sent.push({ ...once, minutesBefore: 285, name: `${once.name}-again` });

  // Hours later the clerk sees that he had taken another child's papers: what was said of the film no longer surely holds.
  const other = { ...twice, family: 'Перепутов', given: 'Роман', patronymic: 'Ильич', ageMonths: 20 };
  writes(twice, 5, 'papers-corrected', admission(home(twice), 'A08', other, at(5), { patient }));
  const corrected = sent.pop();
  if (corrected) sent.push({ ...corrected, isLate: true });
}
