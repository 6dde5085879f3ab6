import { accessionFor } from '../../../domain/dicom/accession.ts';
import type { Draft } from '../../../domain/hl7/map/draft.ts';
import { entityNumber } from '../../../domain/hl7/map/keys.ts';
import type { OrderBlock } from '../../../domain/hl7/map/orders/orders.ts';
import type { RecordOfPatient } from '../../../domain/hl7/map/patients/identity.ts';
import { keyedName, shortName, studyUidOf } from '../names.ts';
import type { Reading } from './context.ts';

/**
 * What an order is called, and by which words it is known to be one with another message's: `placer` and `filler` are
 * keyed names of its numbers. The Study Instance UID follows from the placer's number, which an order has from its first
 * message on, else from the filler's: it stays the same when the other number comes later (contract 2).
 */
export function namesOfOrder(
  { obr, orc }: OrderBlock,
  { owner, identifier }: RecordOfPatient,
  draft: Draft,
  { idKey, clinic }: Reading,
): Record<string, string> {
  const placer = entityNumber(obr, 2) ?? entityNumber(orc, 2);
  const filler = entityNumber(obr, 3) ?? entityNumber(orc, 3);
  const name = (kind: string, number: string): string => keyedName(idKey, kind, owner.domain.oid, number);
  const plain = (field: 2 | 3): string | undefined => obr?.text(field) ?? orc?.text(field);
  const number = draft.sender.orderKey === 'placer' ? (plain(2) ?? plain(3)) : (plain(3) ?? plain(2));
  const unnumbered = [identifier, obr?.field(4) ?? '', obr?.text(7) ?? orc?.text(9) ?? ''];
  const key = placer !== undefined ? ['placer', placer] : filler !== undefined ? ['filler', filler] : unnumbered;
  return {
    ...(placer !== undefined && { placer: name('placer', placer) }),
    ...(filler !== undefined && { filler: name('filler', filler) }),
    [`study:${placer !== undefined ? 1 : 2}`]: studyUidOf(idKey, owner.domain.oid, ...key),
    accession:
      number === undefined ? shortName('A', idKey, owner.domain.oid, ...key) : accessionFor(number, clinic.oid),
    step: shortName('S', idKey, owner.domain.oid, ...key),
  };
}
