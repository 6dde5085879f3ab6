import type { Elements } from '../../domain/dicom/write/data-set.ts';
import { writeDicom } from '../../domain/dicom/write/write.ts';
import { code, common, type ObjectOf, STORAGE } from './objects.ts';

export const text = (name: readonly Elements[], value: string, relation = 'CONTAINS'): Elements => ({
  RelationshipType: relation,
  ValueType: 'TEXT',
  ConceptNameCodeSequence: name,
  TextValue: value,
});
const coded = (name: readonly Elements[], value: readonly Elements[], relation = 'CONTAINS'): Elements => ({
  RelationshipType: relation,
  ValueType: 'CODE',
  ConceptNameCodeSequence: name,
  ConceptCodeSequence: value,
});
const number = (name: readonly Elements[], value: string, unit: readonly Elements[]): Elements => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'NUM',
  ConceptNameCodeSequence: name,
  MeasuredValueSequence: [{ NumericValue: value, MeasurementUnitsCodeSequence: unit }],
});
export const container = (name: readonly Elements[], items: readonly Elements[]): Elements => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'CONTAINER',
  ConceptNameCodeSequence: name,
  ContinuityOfContent: 'SEPARATE',
  ContentSequence: items,
});

/** What another manufacturer's invented program says of a film: TID 1500 with the algorithm named (TID 4019). */
export function otherAi(of: ObjectOf, finding = 'Pulmonary nodule'): Uint8Array {
  return writeDicom({
    ...common(of, `${STORAGE}.88.33`, 'SR', `other-ai ${finding}`),
    Manufacturer: 'Vymysel Medical (invented)',
    ManufacturerModelName: 'LungMark',
    SoftwareVersions: '2.1',
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: code('126000', 'DCM', 'Imaging Measurement Report'),
    ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '1500' }],
    ContentSequence: [
      coded(code('121005', 'DCM', 'Observer Type'), code('121007', 'DCM', 'Device'), 'HAS OBS CONTEXT'),
      container(code('126010', 'DCM', 'Imaging Measurements'), [
        container(code('125007', 'DCM', 'Measurement Group'), [
          text(code('111001', 'DCM', 'Algorithm Name'), 'LungMark', 'HAS CONCEPT MOD'),
          text(code('111003', 'DCM', 'Algorithm Version'), '2.1', 'HAS CONCEPT MOD'),
          coded(code('121071', 'DCM', 'Finding'), code('786838002', 'SCT', finding)),
          coded(code('363698007', 'SCT', 'Finding Site'), code('45653009', 'SCT', 'Structure of upper lobe of lung')),
          number(code('81827009', 'SCT', 'Diameter'), '11', code('mm', 'UCUM', 'mm')),
          number(code('111012', 'DCM', 'Certainty of Finding'), '78', code('%', 'UCUM', 'Percent')),
        ]),
      ]),
    ],
  });
}
