import { fieldsOf, keeps, linesOf, partsOf, type Reason, standsIn, typeOf } from './prove.ts';

/** Observations that the other converter makes of ACC and PDA. */
const INCIDENTS = new Set(['injury-incident', 'autopsy', 'coroner', 'death-certificate']);

/** Of orders, results, documents and vaccinations. */
export const ABOUT_FACTS: readonly Reason[] = [
  {
    id: 'incidents',
    kind: 'not mapped',
    sentence: 'Accident (ACC) and post-mortem formalities (PDA) are not mapped.',
    holds: ({ field, value }) => field.startsWith('observation.') && INCIDENTS.has(partsOf(value)[0]),
  },
  {
    id: 'unit-code',
    kind: 'read otherwise',
    sentence: 'The unit is shown as the code that was sent (OBX-6.1); the other converter shows its name (OBX-6.2).',
    holds: ({ field, value }, reading) =>
      field === 'observation.unit' &&
      fieldsOf(reading, 'OBX', 6).some((unit) => unit.split('^').includes(partsOf(value)[1])),
  },
  {
    id: 'prior-results',
    kind: 'not mapped',
    sentence:
      'Earlier results and visits repeated in an order (PRIOR_RESULT) belong to the message that first brought them; they stay in the input.',
    holds: ({ field, side }, { mapped }) =>
      !field.startsWith('patient.') &&
      side === 'theirs' &&
      mapped.messages.some(({ warnings }) => warnings.some((warning) => warning.startsWith('PRIOR_RESULT'))),
  },
  {
    id: 'vaccination',
    kind: 'kept elsewhere',
    sentence:
      'OBX of a vaccination are members of the Immunization (eligibility, funding, information leaflets), after the guide; the other converter makes Observations.',
    holds: ({ field, side }, reading) =>
      typeOf(reading).startsWith('VXU^') && field.startsWith('observation.') && side === 'theirs',
  },
  {
    id: 'document-text',
    kind: 'kept elsewhere',
    sentence:
      'Lines of a document (MDM) are the document, as a file under its DocumentReference; the other converter makes Observations of them.',
    holds: ({ field, side, value }, reading) =>
      typeOf(reading).startsWith('MDM^') &&
      field.startsWith('observation.') &&
      side === 'theirs' &&
      (field !== 'observation.value' || keeps(reading, partsOf(value)[1])),
  },
  {
    id: 'time-of-specimen',
    kind: 'read otherwise',
    sentence:
      'Without OBX-14 the time of a result is that of its specimen or order (SPM-17, OBR-7); the other converter gives none.',
    holds: ({ field, side, value }, reading) =>
      field === 'observation.time' &&
      side === 'ours' &&
      !reading.theirs['observation.time'].some((one) => partsOf(one)[0] === partsOf(value)[0]),
  },
  {
    id: 'billing',
    kind: 'not mapped',
    sentence: 'Charges (FT1) are not mapped, nor what they name.',
    holds: ({ field, side, value }, reading) =>
      field === 'order.code' &&
      side === 'theirs' &&
      standsIn(linesOf(reading, 'FT1'), value) &&
      !standsIn(linesOf(reading, 'OBR', 'RXO', 'RXE', 'RXD', 'RXA'), value),
  },
  {
    id: 'file',
    kind: 'kept elsewhere',
    sentence:
      'A file or its address in a result (OBX-2 ED, RP) is a DocumentReference of its type; the other converter makes a DiagnosticReport.',
    holds: ({ field, side, value }, reading) =>
      field === 'order.code' &&
      side === 'theirs' &&
      linesOf(reading, 'OBX').some(
        (line) => /^OBX\|\d*\|(ED|RP)\|/.test(line) && (line.split('|')[3] ?? '').includes(value),
      ),
  },
  {
    id: 'pharmacy-order',
    kind: 'read otherwise',
    sentence:
      'Where the pharmacy restates an order (RXE after RXO), the drug it encodes is the one prescribed; the other converter makes a second prescription of the request.',
    holds: ({ field, side, value }, reading) =>
      field === 'order.code' &&
      side === 'theirs' &&
      /^RD[ES]\^/.test(typeOf(reading)) &&
      standsIn(fieldsOf(reading, 'RXO', 1), value),
  },
  {
    id: 'order-around-document',
    kind: 'not mapped',
    sentence:
      'Orders named around a document (ORC, OBR in MDM) are referred to by their numbers; they are not placed again.',
    holds: ({ field, side, value }, reading) =>
      field === 'order.code' &&
      side === 'theirs' &&
      typeOf(reading).startsWith('MDM^') &&
      standsIn(linesOf(reading, 'OBR'), value),
  },
  {
    id: 'supplemental-service',
    kind: 'not mapped',
    sentence: 'Supplemental service information (OBR-46, OBR-47, AIS-11, AIS-12) is not mapped.',
    holds: ({ field, side, value }, reading) =>
      field === 'order.code' &&
      side === 'theirs' &&
      standsIn([...fieldsOf(reading, 'OBR', 46, 47), ...fieldsOf(reading, 'AIS', 11, 12)], value),
  },
  {
    id: 'dispense-details',
    kind: 'not mapped',
    sentence: 'Of a dispense the drug, the amount and the time are mapped, not its package (RXD-21 onwards).',
    holds: ({ field, side, value }, reading) =>
      field === 'order.code' &&
      side === 'theirs' &&
      typeOf(reading).startsWith('RDS^') &&
      standsIn(linesOf(reading, 'RXD'), value) &&
      !standsIn(fieldsOf(reading, 'RXD', 2), value),
  },
  {
    id: 'several-under-one-number',
    kind: 'read otherwise',
    sentence: 'Every OBR of an order counts, also the second under one number; the other converter keeps one.',
    holds: ({ field, side, value }, reading) =>
      field === 'order.code' && side === 'ours' && standsIn(fieldsOf(reading, 'OBR', 4), value),
  },
  {
    id: 'question-at-ordering',
    kind: 'not mapped',
    sentence:
      'OBX-11 `O` (order detail, no result) is no fact: questions answered while ordering stay in the input. To be settled with the laboratories.',
    holds: ({ field, side, value }, reading) =>
      field.startsWith('observation.') &&
      side === 'theirs' &&
      linesOf(reading, 'OBX').some(
        (line) => line.split('|')[11] === 'O' && (line.split('|')[3] ?? '').includes(partsOf(value)[0]),
      ),
  },
];
