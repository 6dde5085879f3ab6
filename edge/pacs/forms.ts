import { z } from 'zod';
import { Sha256 } from '../../schemas/input.ts';
import { FormKind } from './facts.ts';

/** Extension of an attachment that carries its SHA-256 (docs/ehr-contract.md). */
const SHA256_EXTENSION = 'https://oka.health/fhir/sha256';
const Oid = z.string().regex(/^urn:oid:[0-9.]{1,64}$/);
const plain = (urn: string): string => urn.slice('urn:oid:'.length);

const Form = z.looseObject({
  masterIdentifier: z.looseObject({ value: Oid }),
  type: z.looseObject({ coding: z.array(z.looseObject({ code: FormKind })).min(1) }),
  content: z
    .array(
      z.looseObject({
        attachment: z.looseObject({
          url: z.string().regex(/^Binary\/[A-Za-z0-9.-]{1,64}$/),
          size: z.number().int().positive(),
          extension: z.array(z.looseObject({ url: z.string(), valueString: z.string().optional() })),
        }),
        format: z.looseObject({ code: Oid }),
      }),
    )
    .min(1),
  context: z
    .looseObject({
      related: z
        .array(z.looseObject({ identifier: z.looseObject({ value: z.string().optional() }).optional() }))
        .optional(),
    })
    .optional(),
});
const Bundle = z.looseObject({
  entry: z.array(z.looseObject({ resource: z.looseObject({ resourceType: z.string() }) })).default([]),
});

/** A DICOM object of a finding as its Bundle names it. */
export type NamedForm = {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly studyInstanceUid: string | undefined;
  readonly kind: FormKind;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
};

/**
 * The DICOM objects of a Bundle (docs/ehr-contract.md, "DICOM objects of a finding"), in its order: the report before its
 * note. A Bundle without any is complete. `unreadable` counts documents that are not as the contract says.
 */
export function formsIn(bundle: unknown): { readonly forms: NamedForm[]; readonly unreadable: number } {
  const forms: NamedForm[] = [];
  let unreadable = 0;
  for (const { resource } of Bundle.safeParse(bundle).data?.entry ?? []) {
    if (resource.resourceType !== 'DocumentReference' || !isDicom(resource)) continue;
    const form = formOf(resource);
    if (form === undefined) unreadable += 1;
    else forms.push(form);
  }
  return { forms, unreadable };
}

const Attached = z.looseObject({
  content: z.array(z.looseObject({ attachment: z.looseObject({ contentType: z.string().optional() }) })),
});
/** A document of another kind is none of ours. */
const isDicom = (resource: object): boolean =>
  Attached.safeParse(resource).data?.content.some(
    ({ attachment }) => attachment.contentType === 'application/dicom',
  ) === true;

function formOf(resource: object): NamedForm | undefined {
  const form = Form.safeParse(resource).data;
  const content = form?.content[0];
  const kind = form?.type.coding[0]?.code;
  const sha256 = Sha256.safeParse(
    content?.attachment.extension.find(({ url }) => url === SHA256_EXTENSION)?.valueString,
  ).data;
  if (form === undefined || content === undefined || kind === undefined || sha256 === undefined) return undefined;
  const study = form.context?.related?.find(({ identifier }) => Oid.safeParse(identifier?.value).success);
  return {
    sopInstanceUid: plain(form.masterIdentifier.value),
    sopClassUid: plain(content.format.code),
    studyInstanceUid: study?.identifier?.value === undefined ? undefined : plain(study.identifier.value),
    kind,
    path: `/fhir/${content.attachment.url}`,
    sha256,
    bytes: content.attachment.size,
  };
}
