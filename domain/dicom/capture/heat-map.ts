import type { Rgb } from '../../imaging/png.ts';
import { HEAT_MAP_TITLE } from '../../imaging/titled.ts';
import { codeElements, dcm } from '../sr/code.ts';
import {
  caveats,
  commonElements,
  type FormSource,
  instanceUidOf,
  MANUFACTURER,
  seriesDescription,
  seriesUidOf,
} from '../sr/form.ts';
import type { PlacedReference } from '../sr/references.ts';
import { writeDicom } from '../write/write.ts';

/** The one that every PACS and viewer shows; the multi-frame class adds nothing to one picture (docs/decisions/dicom-forms.md). */
export const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/** How others refer to the heat map of this version. */
export const heatMapReference = (form: FormSource): PlacedReference => ({
  studyInstanceUid: form.source.studyInstanceUid,
  seriesInstanceUid: seriesUidOf(form, 'heat-map'),
  sopClassUid: SECONDARY_CAPTURE,
  sopInstanceUid: instanceUidOf(form.result, 'heat-map'),
});

/**
 * The heat map as Secondary Capture (PS3.3 §A.8.1): RGB, 8 bits, uncompressed, in a series of its own of the same study, derived
 * from the image that was assessed. What it is not stands in the picture, in its comment and in the name of its series.
 */
export function writeHeatMap(form: FormSource, { rows, columns, bytes }: Rgb): Uint8Array {
  const { source, research } = form;
  const common = commonElements(form, 'heat-map');
  return writeDicom({
    ...common,
    SOPClassUID: SECONDARY_CAPTURE,
    SeriesDescription: seriesDescription(form, ' heat map, not the disease'),
    ImageType: ['DERIVED', 'SECONDARY', 'OTHER'],
    ConversionType: 'WSD',
    Modality: 'OT',
    SecondaryCaptureDeviceManufacturer: MANUFACTURER,
    SecondaryCaptureDeviceManufacturerModelName: common.ManufacturerModelName,
    SecondaryCaptureDeviceSoftwareVersions: common.SoftwareVersions,
    DateOfSecondaryCapture: common.ContentDate,
    TimeOfSecondaryCapture: common.ContentTime,
    // The picture is a smaller one of the film, the right way up as the film is.
    PatientOrientation: source.patientOrientation.length === 2 ? source.patientOrientation : [],
    Laterality: source.laterality ?? '',
    ImageComments: [HEAT_MAP_TITLE.ru, HEAT_MAP_TITLE.en, caveats(research).ru, caveats(research).en].join('\n'),
    DerivationDescription: `Class activation map of the network laid over the film. ${HEAT_MAP_TITLE.en}`,
    DerivationCodeSequence: [codeElements(dcm('113085', 'Spatial resampling'))],
    SourceImageSequence: [
      {
        ReferencedSOPClassUID: source.sopClassUid,
        ReferencedSOPInstanceUID: { asSent: source.sopInstanceUid },
        PurposeOfReferenceCodeSequence: [codeElements(dcm('121322', 'Source image for image processing operation'))],
      },
    ],
    // Only the title is burnt in; nothing that names the patient.
    BurnedInAnnotation: 'NO',
    // What was lost by compression stays lost in what is derived (PS3.3 §C.7.6.1.1.5).
    ...(source.lossy ? { LossyImageCompression: '01' } : {}),
    SamplesPerPixel: 3,
    PhotometricInterpretation: 'RGB',
    PlanarConfiguration: 0,
    Rows: rows,
    Columns: columns,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    PixelData: bytes,
  });
}
