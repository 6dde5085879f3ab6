import type { Clinics } from '../clinics.ts';
import { COUGH } from '../diagnoses.ts';
import { ecg } from '../ecg.ts';
import { filmUid } from '../films.ts';
import { letter, procedureStep, STORAGE } from '../objects.ts';
import { personByKey } from '../people.ts';
import { woundPhoto } from '../photo.ts';
import { otherAi } from '../structured-reports.ts';

const TWO_VIEWS = 'РГ-ОГК-2^Рентгенография органов грудной клетки в двух проекциях';

/** What no model reads, and studies of more than one film: photo, ECG, letter, another maker's AI, two views, one broken off. */
export function otherObjects(clinics: Clinics): void {
  const { now, images, comes, orders, exposes, sends } = clinics;

  sends(personByKey('post-adult'), 239, 'photo', woundPhoto);

  const two = comes('post-two-films', 236, COUGH);
  orders(two, 235, '2011', false, TWO_VIEWS);
  exposes(two, 233, '2011', images.present[1], { number: 1 });
  exposes(two, 232, '2011', images.absent[1], { number: 2, view: 'LL' });

  // The child would not stand still: the modality says that nothing came of it.
  const brokenOff = comes('post-broken-off', 231, COUGH);
  orders(brokenOff, 230, '2012');
  exposes(brokenOff, 229, '2012', images.present[2]);
  const instances = [{ sopClass: `${STORAGE}.1`, uid: filmUid(brokenOff, '2012', now) }];
  sends(brokenOff, 228, 'step', (of) => procedureStep(of, { status: 'DISCONTINUED', instances }), '2012');

  // Nobody ordered it, so nobody knows how many films there will be: the study speaks when it has gone quiet.
  const noOrder = comes('post-no-order', 227, COUGH);
  exposes(noOrder, 226, '2013', images.absent[2]);

  sends(personByKey('adult-film'), 225, 'other-ai', (of) => otherAi(of), 'D-1010');
  sends(personByKey('potassium-answered'), 165, 'ecg', ecg);
  sends(personByKey('accent'), 30, 'letter', letter);
}
