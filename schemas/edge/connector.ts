import { z } from 'zod';
import { FilePath, Host, PeerTls, Port } from './terms.ts';

const Charset = z.enum(['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866']);

/** A system as HL7 names it in MSH: application and facility. */
const Party = z.strictObject({
  application: z.string().min(1).describe('Name of the application (MSH-3 or MSH-5).'),
  facility: z.string().describe('Name of the organisation (MSH-4 or MSH-6).'),
});

/** Only what is needed to tell a test patient of the record system from everybody else. */
const TestPatient = z.strictObject({
  number: z.string().min(1).describe('His number in the record system.'),
  domain: z.string().min(1).describe('OID of the domain of that number.'),
});

/** The way of results into the clinic's record system. */
export const ConnectorSettings = z
  .strictObject({
    ehr: z.string().min(1).describe('The record system by its id in the region file.'),
    replaces: z
      .boolean()
      .default(false)
      .describe(
        'As the region file says: the same result twice is shown once, and a newer version in place of the older. Only then is repeated what was not answered; else it goes to the list for a human.',
      ),
    queue: z
      .url()
      .optional()
      .describe('Address of the queue of results (SQS FIFO) as the region gives it: …/records-<ehr>.fifo'),
    signsAs: z
      .strictObject({
        issuer: z.string().min(1).describe('The issuer of the record system in the region file ("iss").'),
        key: FilePath.describe('Its private key (JWK); the public half stands with the issuer in the region file.'),
      })
      .optional()
      .describe(
        'Whose right it is to read results: needed for those larger than 200 KiB and for pictures and reports on their way to the PACS.',
      ),
    acknowledgements: z.url().optional().describe('Address of the queue that takes the answers: …/acknowledgements'),
    mllp: z
      .strictObject({
        host: Host.describe('Address of its HL7 listener.'),
        port: Port.describe('Port of its HL7 listener.'),
        tls: PeerTls.optional().describe('Only where it speaks TLS.'),
        charset: Charset.default('utf-8').describe('Character set that it reads.'),
        sender: Party.default({ application: 'OKA', facility: '' }).describe('How this edge is named there.'),
        receiver: Party.default({ application: 'EHR', facility: '' }).describe('How the record system names itself.'),
        answerSeconds: z.number().min(1).max(600).default(30).describe('So long an answer is waited for, in seconds.'),
        bundle: z
          .boolean()
          .default(false)
          .describe('Send the FHIR bundle along as one more OBX (ED), for systems that read both forms.'),
      })
      .optional()
      .describe('Results as ORU^R01 over MLLP.'),
    fhir: z
      .strictObject({
        url: z.url({ protocol: /^https?$/ }).describe('Base address of its FHIR R4 server.'),
        tokenFile: FilePath.optional().describe('File with the bearer token for it; read anew when it changes.'),
        reads: z
          .boolean()
          .default(true)
          .describe('We may search there: then what was not answered is looked up instead of guessed.'),
        answerSeconds: z.number().min(1).max(600).default(30).describe('So long an answer is waited for, in seconds.'),
      })
      .optional()
      .describe('Results as a FHIR transaction of conditional updates.'),
    perSecond: z
      .number()
      .min(0.1)
      .max(100)
      .default(10)
      .describe('So many results a second at most; after a silence slower at first.'),
    retrySeconds: z
      .number()
      .min(0.1)
      .max(300)
      .default(5)
      .describe('First pause after the record system did not take three results in a row; doubled up to 5 minutes.'),
    waitingMib: z
      .number()
      .min(1)
      .max(4096)
      .default(64)
      .describe('So much waits here at most, in MiB; the rest waits in the queue of the region.'),
    testPatient: TestPatient.optional().describe(
      'A patient of the record system who is nobody, on whom "oka edge check" may try a replacement.',
    ),
  })
  .refine(({ mllp, fhir }) => (mllp === undefined) !== (fhir === undefined), 'either "mllp" or "fhir"');
export type ConnectorSettings = z.infer<typeof ConnectorSettings>;
