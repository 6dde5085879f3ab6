import { z } from 'zod';
import { Instant } from '../../schemas/input.ts';
import type { Dataset, DatasetValue } from '../dicom/services.ts';

export const STATUSES = ['IN PROGRESS', 'COMPLETED', 'DISCONTINUED'] as const;
export type StepStatus = (typeof STATUSES)[number];

/** A data set as JSON keeps it: bytes of unknown attributes as base64. */
type Plain = string | number | readonly (string | number)[] | { readonly bytes: string } | readonly PlainSet[];
interface PlainSet {
  readonly [keyword: string]: Plain;
}
const PlainSet: z.ZodType<PlainSet> = z.record(
  z.string(),
  z.union([
    z.string(),
    z.number(),
    z.strictObject({ bytes: z.string() }),
    z.array(z.union([z.string(), z.number()])),
    z.array(z.lazy(() => PlainSet)),
  ]),
);

/** A performed procedure step as its modality has told it so far. */
export const StepFact = z.strictObject({
  dataset: PlainSet,
  callingAe: z.string(),
  address: z.string(),
  status: z.enum(STATUSES),
  createdAt: Instant,
  /** When its last change was accepted. */
  at: Instant,
  /** SHA-256 of the file in the spool, once the end of the step has gone there. */
  spooled: z.string().optional(),
});
export type StepFact = z.infer<typeof StepFact>;

const isItems = (value: unknown): value is readonly Dataset[] =>
  Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null;

export const plainOf = (dataset: Dataset): PlainSet =>
  Object.fromEntries(
    Object.entries(dataset).flatMap(([keyword, value]): [string, Plain][] => {
      if (value === undefined) return [];
      if (value instanceof Uint8Array) return [[keyword, { bytes: Buffer.from(value).toString('base64') }]];
      if (isItems(value)) return [[keyword, value.map(plainOf)]];
      return [[keyword, value as string | number | readonly (string | number)[]]];
    }),
  );

export const datasetOf = (plain: PlainSet): Dataset =>
  Object.fromEntries(
    Object.entries(plain).map(([keyword, value]): [string, DatasetValue] => {
      if (isItems(value)) return [keyword, (value as readonly PlainSet[]).map(datasetOf)];
      if (typeof value === 'object' && 'bytes' in value) return [keyword, Buffer.from(value.bytes, 'base64')];
      return [keyword, value as DatasetValue];
    }),
  );
