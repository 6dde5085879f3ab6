import type { Bilingual } from './words/words.ts';

/** What the page is told with its HTML, so that no request is spent on it: nothing of a patient, nothing secret. */
export type DeskConfig = {
  readonly region: { readonly title: Bilingual; readonly zone: string };
  /** Where people sign in (OpenID Connect); absent: the region has not set it up. */
  readonly signIn?: {
    /** `iss` of its tokens. */
    readonly issuer: string;
    /** Address of its discovery document; default below the issuer (OpenID Connect Discovery 1.0 §4). */
    readonly discovery: string;
    readonly clientId: string;
    readonly scope: string;
  };
  /** Record systems that may open the desk (SMART App Launch): base address of their FHIR server. */
  readonly recordSystems: readonly { readonly iss: string; readonly title: Bilingual; readonly clientId: string }[];
  readonly clinics: readonly { readonly id: string; readonly title: Bilingual; readonly zone: string }[];
  /** Files that are asked for by name (workers, WASM): name in the sources → name with its hash. */
  readonly files: Readonly<Record<string, string>>;
};

export const CONFIG_ELEMENT = 'config';

/** Reads the configuration that stands in the HTML; throws where the page was not served by the desk. */
export function readConfig(): DeskConfig {
  const text = document.getElementById(CONFIG_ELEMENT)?.textContent;
  if (!text) throw new Error('the page carries no configuration');
  return JSON.parse(text) as DeskConfig;
}

let known: DeskConfig | undefined;
/** The configuration of this page, read once. */
export const config = (): DeskConfig => (known ??= readConfig());

/** The path before `/desk`: '' on one machine, `/v1` under a stage of API Gateway. */
export const prefixOf = (pathname: string): string => pathname.replace(/\/desk(\/.*)?$/, '');

/** Address of a file of the desk (a worker, WASM) by its name in the sources. */
export function fileUrl(name: string): string {
  const file = config().files[name];
  if (file === undefined) throw new Error(`the desk has no file ${name}`);
  return `${prefixOf(location.pathname)}/desk/${file}`;
}

export const zoneOf = (clinic: string | undefined): string =>
  config().clinics.find(({ id }) => id === clinic)?.zone ?? config().region.zone;

export const clinicTitle = (clinic: string): Bilingual =>
  config().clinics.find(({ id }) => id === clinic)?.title ?? { ru: clinic, en: clinic };
