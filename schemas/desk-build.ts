/** One file of the desk as synthesis made it: compressed twice, in Base64; uncompressed it is made of the first one. */
export type DeskFile = {
  readonly name: string;
  readonly type: string;
  readonly brotli: string;
  readonly gzip: string;
  /** Its name carries its hash: it never changes. */
  readonly immutable: boolean;
};

/** What `infra/constructs/desk.ts` builds and the box `desk-page` serves. */
export type DeskBuild = {
  readonly files: readonly DeskFile[];
  /** Of the page: its style, its script, and what that script loads with it. */
  readonly style: string;
  readonly script: string;
  readonly preload: readonly string[];
  /** Scripts and style of work list and study view together: what the budget of the page counts. */
  readonly opened: readonly string[];
  /** Files that are asked for by name (workers, WASM): name in the sources → name with its hash. */
  readonly named: Readonly<Record<string, string>>;
};

/** What the service worker is told when it is built: which files of this version it keeps. */
export type DeskShell = { readonly version: string; readonly files: readonly string[] };
