import type { Clinics } from '../clinics.ts';
import { COUGH } from '../diagnoses.ts';

/**
 * Children at the feldsher post: the same accession number as at the hospital, a film whose rest comes long after its first
 * bytes, a corrupt one, breaths nobody counted.
 */
export function childrenAtThePost(clinics: Clinics): void {
  const { sent, images, comes, orders, examines, exposes } = clinics;

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
  const large = exposes(pneumonia, 270, '2003', images.present[6] ?? images.present[0], undefined, 5);
  sent[sent.length - 1] = { ...large, isThin: true };

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
