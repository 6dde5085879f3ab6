import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AS_OF, type Chart } from './charts.ts';
import { type Decisions, FIVE } from './five.ts';

type Translator = {
  ModelManager: new () => { modelInfoLoader: { registerModelInfoProvider(provider: unknown): void } };
  LibraryManager: new (models: unknown, options: undefined, cache: undefined, ucum: unknown) => unknown;
  CqlTranslator: { fromText(text: string, libraries: unknown): { toJson(): string } };
  createUcumService(...never: readonly ((...units: string[]) => unknown)[]): unknown;
  createModelInfoProvider(find: (id: string) => unknown): unknown;
  stringAsSource(text: string): unknown;
};
type PatientSource = { loadBundles(bundles: readonly fhir4.Bundle[]): void; reset(): void };
type Execution = {
  Library: new (elm: unknown) => unknown;
  Executor: new (
    library: unknown,
    codes: undefined,
    parameters: Record<string, unknown>,
  ) => {
    exec(
      source: PatientSource,
      at: unknown,
    ): Promise<{ patientResults: Record<string, Record<string, string | number | null>> }>;
  };
  DateTime: { parse(text: string): unknown };
};

/** Errors of the translator stand in the library it makes. */
function translated(elm: {
  library: { annotation?: readonly { errorSeverity?: string; message?: string }[] };
}): unknown {
  const [wrong] = (elm.library.annotation ?? []).filter(({ errorSeverity }) => errorSeverity === 'error');
  if (wrong) throw new Error(`five.cql: ${wrong.message}`);
  return elm;
}

/** five.cql, translated once and run by cql-execution over one PatientSource that is emptied between charts. */
export async function cqlEngine(load: NodeJS.Require): Promise<(chart: Chart) => Promise<Decisions>> {
  const fhirPackage = dirname(load.resolve('cql-exec-fhir/package.json'));
  const modelInfo: Readonly<Record<string, string>> = {
    System: join(import.meta.dirname, 'system-modelinfo.xml'),
    FHIR: join(fhirPackage, 'lib/modelInfos/fhir-modelinfo-4.0.1.xml'),
  };
  // Published as an ECMAScript module only: `require` cannot name it, its file can be imported.
  const translatorFile = join(fhirPackage, '../@cqframework/cql/cql-to-elm.mjs');
  const translator = (await import(pathToFileURL(translatorFile).href)) as Translator;
  const models = new translator.ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(
    translator.createModelInfoProvider((id) => {
      const file = modelInfo[id];
      return file && translator.stringAsSource(readFileSync(file, 'utf8'));
    }),
  );
  // The only quantities of five.cql are spans of time, which need no conversion.
  const refuse = (...units: string[]): never => {
    throw new Error(`five.cql converts no units, and was asked for ${units.join(', ')}`);
  };
  const ucum = translator.createUcumService(refuse, () => null, refuse, refuse);
  const libraries = new translator.LibraryManager(models, undefined, undefined, ucum);
  const text = readFileSync(join(import.meta.dirname, 'five.cql'), 'utf8');
  const elm = translated(JSON.parse(translator.CqlTranslator.fromText(text, libraries).toJson()));
  const { Library, Executor, DateTime } = load('cql-execution') as Execution;
  const { PatientSource } = load('cql-exec-fhir') as { PatientSource: { FHIRv401(): PatientSource } };
  const asOf = DateTime.parse(AS_OF);
  const executor = new Executor(new Library(elm), undefined, { 'As of': asOf });
  const source = PatientSource.FHIRv401();
  return async ({ id, resources }) => {
    source.reset();
    source.loadBundles([
      { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) },
    ]);
    const { patientResults } = await executor.exec(source, asOf);
    const said = patientResults[id] ?? {};
    return Object.fromEntries(FIVE.map((rule) => [rule, said[rule] ?? undefined])) as Decisions;
  };
}
