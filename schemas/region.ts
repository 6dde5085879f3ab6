import { z } from 'zod';
import { CodeMap, faultsBetween } from './codes/code-map.ts';
import { CriticalList } from './critical-list.ts';
import { CriticalLevel, DirectoryPerson, DutyShift, Gateway, LevelSettings } from './duty.ts';
import { dutyFaults } from './duty-faults.ts';
import { RegionModelDecision } from './governance.ts';
import { ClinicId } from './input.ts';
import { Bilingual } from './result.ts';
import { isZone } from './zone.ts';

export { CodeMap };

const Oid = z.string().regex(/^[0-2](\.(0|[1-9]\d*))+$/, 'an OID');
const Zone = z.string().refine(isZone, 'an IANA time zone');
/** Scheme, host and port of a web page, as browsers write it: no path, no star (RFC 6454 §6.1). */
const Origin = z
  .string()
  .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'an origin such as https://viewer.hospital.local');
/** A public JSON Web Key (RFC 7517); private members are refused. */
export const PublicJwk = z
  .looseObject({
    kty: z.enum(['EC', 'RSA', 'OKP']),
    kid: z.string().min(1),
    alg: z.enum(['ES256', 'ES384', 'RS384', 'EdDSA']),
  })
  .refine((key) => !('d' in key), 'a public key, without "d"');

/** An identifier domain (assigning authority): whose numbers these are. Written in PID-3.4 as namespace, OID or both. */
const IdentifierDomain = z.strictObject({ namespace: z.string().min(1), oid: Oid });

/** A system that sends for a clinic, recognised by MSH-3 and MSH-4 (`*` takes any). */
export const Sender = z.strictObject({
  application: z.string(),
  facility: z.string(),
  role: z.enum(['his', 'lis', 'ris', 'post']),
  charset: z.enum(['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866']).optional(),
  /** Which key names an order of this sender (contract 2). */
  orderKey: z.enum(['filler', 'placer', 'patient-service-time']),
  /** Domain of patient numbers that carry none. */
  defaultDomain: z.string().optional(),
  codeMap: z.string().optional(),
});
export type Sender = z.infer<typeof Sender>;

export const Clinic = z.strictObject({
  id: ClinicId,
  title: Bilingual,
  /** FRMO OID of the organisation. */
  oid: Oid,
  zone: Zone,
  /** Domains this clinic owns; records of these domains belong to it. */
  domains: z.array(IdentifierDomain),
  /** Domain (namespace) of patient ids in DICOM objects that name no issuer. */
  imageDomain: z.string().optional(),
  /** Character set of DICOM objects that name none, or Latin-1 as devices do by default. */
  imageCharset: z.enum(['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866']).optional(),
  senders: z.array(Sender),
  /** The record system that gets this clinic's results; a clinic without one publishes nothing. */
  ehr: z.string().optional(),
  /** Public keys of the clinic's edge; two slots for roll-over. */
  edgeKeys: z.array(PublicJwk).max(2).default([]),
});
export type Clinic = z.infer<typeof Clinic>;

/** Equal numbers of two clinics are two people (contract 2): so no two clinics, or domains, may go by one name. */
const namesTwice = (clinics: readonly Clinic[]): boolean => {
  const domains = clinics.flatMap((clinic) => clinic.domains);
  // A domain is found by its namespace or its OID, in any case: both stand in one list.
  const names = domains.flatMap(({ namespace, oid }) => [...new Set([namespace.trim().toLowerCase(), oid])]);
  return [names, clinics.map(({ id }) => id), clinics.map(({ oid }) => oid)].some(
    (list) => new Set(list).size < list.length,
  );
};

/**
 * A server that Oka reads on the word of a hook call. Nobody keeps records behind a link-local address (RFC 3927, RFC 4291):
 * there the credentials of cloud machines lie.
 */
const FhirBase = z.url({ protocol: /^https?$/ }).refine((text) => {
  const { username, password, search, hash, hostname } = new URL(text);
  return `${username}${password}${search}${hash}` === '' && !/^(169\.254\.|\[fe[89ab]|\[::ffff:a9fe:)/.test(hostname);
}, 'a base address without user, query and fragment, and no link-local one');

/** A party outside whose tokens are trusted. Edges are not here: their keys stand with the clinic. */
export const Issuer = z.strictObject({
  iss: z.string().min(1),
  kind: z.enum(['ehr', 'person', 'operator']),
  keys: z.array(PublicJwk).default([]),
  jwksUri: z.url({ protocol: /^https$/ }).optional(),
  /** For `ehr`: which record system. */
  ehr: z.string().optional(),
  /**
   * For `person`: the clinics of whose people it may speak; unless said, all of the region. The provider of one hospital gets
   * that hospital alone: a token says where its bearer works, and this who may say so.
   */
  clinics: z.array(ClinicId).min(1).optional(),
  /** For `ehr`: base addresses of its FHIR servers, the only ones that a hook call may have us read. */
  fhirServers: z.array(FhirBase).default([]),
  /** For `ehr`: origins of its pages in browsers that may call CDS Hooks: `https://mis.hospital.local`. */
  origins: z.array(Origin).default([]),
  /** For `ehr`: under which name its authorization server knows the desk (SMART App Launch 2.2); `oka-desk` unless said. */
  smartClientId: z.string().min(1).max(200).optional(),
  /** Local development only; a deployed stack refuses to synthesize with one. */
  development: z.literal(true).optional(),
});
export type Issuer = z.infer<typeof Issuer>;

/**
 * Where the region's people sign in at the desk (OpenID Connect, code flow with PKCE; a public client). `issuer` is the
 * `iss` of its tokens and one of "issuers".
 */
export const SignIn = z.strictObject({
  issuer: z.string().min(1),
  /** Address of the discovery document, where it does not lie below the issuer. */
  discovery: z.url({ protocol: /^https?$/ }).optional(),
  clientId: z.string().min(1).max(200).default('oka-desk'),
  scope: z
    .string()
    .regex(/^openid( [\w.:/-]+)*$/, 'scopes that begin with openid')
    .default('openid profile'),
  /** Origins of its endpoints, where they are others than that of the discovery document. */
  origins: z.array(Origin).default([]),
});
export type SignIn = z.infer<typeof SignIn>;

/**
 * A named clinician has read the page of this version of a rule (`oka rules book`) and answers for it here. `digest` is the
 * SHA-256 printed on the page that he read: another page, another signature.
 */
const Signature = z.strictObject({
  by: z.string().min(1),
  on: z.iso.date(),
  version: z.string().min(1),
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 that the page of the rule prints'),
});

/** What a region says of one rule. Its page is signed before it is switched on; `settings` choose between publications. */
const RuleDecision = z
  .strictObject({
    state: z.enum(['shadow', 'active']),
    decision: z.string(),
    signed: Signature.optional(),
    settings: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ state, signed }) => state === 'shadow' || signed !== undefined, 'an active rule needs "signed"');

/** How many images an examination has, by the code of its order. */
export const Examination = z.strictObject({ code: z.string().min(1), images: z.number().int().positive() });
export type Examination = z.infer<typeof Examination>;

/** When a study is complete where neither the modality nor its sender says so (domain/recognition/completeness.ts). */
export const StudySettings = z.strictObject({
  examinations: z.array(Examination).default([]),
  /** Without an order that is listed: so long after the last image. */
  quietSeconds: z.number().positive().default(120),
  /** What was announced and does not come is waited for so long; then it is said, marked as incomplete; never `absent`. */
  patienceSeconds: z.number().positive().default(3600),
});
export type StudySettings = z.infer<typeof StudySettings>;

/** What waits for a human (docs/reconcile.md): how long the oldest matter of a clinic may wait before the duty alarm sounds. */
export const ReconcileSettings = z.strictObject({
  alarmAfterSeconds: z
    .number()
    .int()
    .min(600)
    .default(24 * 3600),
});

/** What is critical in this region, and how soon a person must have taken note of it. */
const CriticalSettings = z.strictObject({
  /** Of the level red, unless "levels" says otherwise. */
  deadlineSeconds: z
    .number()
    .int()
    .positive()
    .default(15 * 60),
  levels: z
    .strictObject({
      red: LevelSettings.optional(),
      orange: LevelSettings.default({ deadlineSeconds: 3600, duty: 'duty' }),
      yellow: LevelSettings.default({ deadlineSeconds: 24 * 3600, duty: 'duty' }),
    })
    .prefault({}),
  /** The closed list of what is critical here; without one what the rules call critical is. */
  list: CriticalList.optional(),
  /** An alarm that somebody took sounds again when nobody has acknowledged for so long. */
  retakeSeconds: z.number().int().min(60).default(600),
  /** A notice of which nobody says what became of it counts as failed after this; the next channel is tried. */
  silentSeconds: z.number().int().min(30).default(120),
  /** Levels that are acknowledged only with read-back: year of birth and value, typed by whoever takes note. */
  readBack: z.array(CriticalLevel).default([]),
});

export const RegionFile = z
  .strictObject({
    id: ClinicId,
    title: Bilingual,
    zone: Zone,
    /** `aud` that every token must carry. */
    audience: z.string().min(1),
    clinics: z
      .array(Clinic)
      .min(1)
      .refine((clinics) => !namesTwice(clinics), 'each clinic id, clinic OID, domain namespace and domain OID once'),
    ehrs: z.array(
      z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/), title: Bilingual, replaces: z.boolean() }),
    ),
    issuers: z.array(Issuer).default([]),
    codeMaps: z.array(CodeMap).default([]),
    /** Numbers that stand for nobody here, as printed on samples or typed to fill a field: they never link or propose. */
    identity: z.strictObject({ stopNumbers: z.array(z.string()).default([]) }).prefault({}),
    /** Origins of the region's viewers in browsers (OHIF, say) that may ask DICOMweb: `https://viewer.hospital.local`. */
    viewers: z.strictObject({ origins: z.array(Origin).default([]) }).prefault({}),
    /**
     * Address of the desk's page, `https://…/v1/desk` (GET /desk, schemas/api/desk-page.ts): cards of CDS Hooks launch it (SMART
     * App Launch), and mails and SMS link to its page of a result.
     */
    desk: z.url({ protocol: /^https?$/ }).optional(),
    /** Absent: nobody can sign in at the desk. */
    signIn: SignIn.optional(),
    /** HL7 processing ids (MSH-11, table 0103) that may enter the charts: training and debugging only where charts are not real. */
    processing: z
      .array(z.enum(['P', 'T', 'D']))
      .min(1)
      .default(['P']),
    critical: CriticalSettings,
    reconcile: ReconcileSettings.prefault({}),
    /** Who works here, as the issuer, the record systems and the telephone know him. */
    people: z.array(DirectoryPerson).default([]),
    /** Who is on duty, by the week; the changes of the day are told through the API (docs/duty.md). */
    duty: z.array(DutyShift).default([]),
    /** The network's gateway for mail and SMS; without one there are the desk and the duty desk's list of calls. */
    gateway: Gateway.optional(),
    /** An edge of which nothing has been heard for so long is taken for offline: its critical results go round it. */
    offlineAfterSeconds: z.number().int().min(60).default(300),
    /** Whether findings carry a heat map: off unless the region wants it, for it is easily taken for the place of the disease. */
    heatMaps: z.boolean().default(false),
    studies: StudySettings.prefault({}),
    /** Rules and models run in shadow unless the region has switched them on, with who and why. */
    rules: z.record(z.string(), RuleDecision).default({}),
    models: z.record(z.string(), z.array(RegionModelDecision)).default({}),
    /** Nobody in this region is real: only then a decision may say so in place of a local acceptance. */
    invented: z.literal(true).optional(),
  })
  .superRefine(({ clinics, models, invented }, context) => {
    for (const [id, decisions] of Object.entries(models))
      for (const [place, { waiver, canary }] of decisions.entries()) {
        const path = ['models', id, place];
        if (waiver !== undefined && !invented)
          context.addIssue({
            code: 'custom',
            path: [...path, 'waiver'],
            message:
              'only a region of invented patients ("invented": true) does without local acceptance and legal basis',
          });
        for (const clinic of canary?.clinics ?? [])
          if (!clinics.some((one) => one.id === clinic))
            context.addIssue({ code: 'custom', path: [...path, 'canary'], message: `there is no clinic ${clinic}` });
      }
  })
  .superRefine(({ clinics, issuers }, context) => {
    for (const [place, issuer] of issuers.entries())
      for (const clinic of issuer.clinics ?? [])
        if (!clinics.some(({ id }) => id === clinic))
          context.addIssue({
            code: 'custom',
            path: ['issuers', place, 'clinics'],
            message: `there is no clinic ${clinic}`,
          });
  })
  .superRefine((region, context) => {
    for (const message of dutyFaults(region)) context.addIssue({ code: 'custom', path: ['duty'], message });
  })
  .superRefine(({ clinics, codeMaps }, context) => {
    for (const message of faultsBetween(
      codeMaps,
      clinics.flatMap(({ senders }) => senders),
    ))
      context.addIssue({ code: 'custom', path: ['codeMaps'], message });
  });
export type RegionFile = z.infer<typeof RegionFile>;
