import { resolve } from 'node:path';
import { z } from 'zod';
import { OkaError } from '../schemas/errors.ts';

const Port = z.coerce.number().int().min(0).max(65535);
const Settings = z.object({
  OKA_DATA: z.string().min(1).default('.oka'),
  OKA_HTTP_PORT: Port.default(8080),
  OKA_S3_PORT: Port.default(4566),
  OKA_SQS_PORT: Port.default(9324),
  OKA_DYNAMODB_PORT: Port.default(8000),
  /** The HL7 listener of the edge that `npm start` runs for one clinic. */
  OKA_MLLP_PORT: Port.default(2575),
  /** DICOM (AE title OKA) and the own page of that edge. Where the API takes any free port, they do too. */
  OKA_DICOM_PORT: Port.optional(),
  OKA_EDGE_PAGE_PORT: Port.optional(),
  /** The development sign-in of the desk, and life of its tokens in seconds. */
  OKA_SIGN_IN_PORT: Port.optional(),
  /** Pages of the stand-in record systems, from which the desk is opened. */
  OKA_EHR_PORT: Port.optional(),
  OKA_SIGN_IN_SECONDS: z.coerce.number().int().min(10).max(43_200).default(3600),
  /** Seconds between two runs of what the template declares as `rate(1 minute)`. */
  OKA_DUE_SECONDS: z.coerce.number().positive().default(5),
});

export type Ports = { http: number; s3: number; sqs: number; dynamodb: number };
export type EdgeDoors = { mllp: number; dicom: number; page: number };
/** `edgePorts`: default any free ones. */
/** `signIn`: default any free port, tokens for an hour. */
export type LocalSettings = {
  dataFolder: string;
  ports: Ports;
  dueSeconds: number;
  edgePorts?: EdgeDoors;
  signIn?: { port: number; lifeSeconds: number };
  ehrPort?: number;
};

/** The settings of the local region from the environment, with their defaults. Errors: `configuration` with the name. */
export function localSettings(environment: NodeJS.ProcessEnv = process.env): LocalSettings {
  const parsed = Settings.safeParse(environment);
  if (!parsed.success) throw new OkaError('configuration', String(parsed.error.issues[0]?.path[0] ?? 'environment'));
  const { OKA_DATA, OKA_HTTP_PORT, OKA_S3_PORT, OKA_SQS_PORT, OKA_DYNAMODB_PORT, OKA_MLLP_PORT, OKA_DUE_SECONDS } =
    parsed.data;
  const { OKA_DICOM_PORT, OKA_EDGE_PAGE_PORT, OKA_SIGN_IN_PORT, OKA_SIGN_IN_SECONDS, OKA_EHR_PORT } = parsed.data;
  // Who asks for any free port for the API runs beside another region: nothing may lie on a fixed one.
  const orAny = (port: number): number => (OKA_HTTP_PORT === 0 ? 0 : port);
  return {
    dataFolder: resolve(OKA_DATA),
    ports: { http: OKA_HTTP_PORT, s3: OKA_S3_PORT, sqs: OKA_SQS_PORT, dynamodb: OKA_DYNAMODB_PORT },
    dueSeconds: OKA_DUE_SECONDS,
    edgePorts: {
      mllp: OKA_MLLP_PORT,
      dicom: OKA_DICOM_PORT ?? orAny(11_112),
      page: OKA_EDGE_PAGE_PORT ?? orAny(8090),
    },
    ehrPort: OKA_EHR_PORT ?? orAny(8092),
    signIn: { port: OKA_SIGN_IN_PORT ?? orAny(8091), lifeSeconds: OKA_SIGN_IN_SECONDS },
  };
}
