import { globSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { compileTests, type LoadedTest, loadTests, type TestFile } from './tests.ts';

/** What the mutated code and Stryker share (stryker-js, instrumenter: `__stryker__`). */
type Shared = {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: unknown;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
};
const world = globalThis as typeof globalThis & { __stryker__?: Shared };
world.__stryker__ ??= {};
const shared = world.__stryker__;

type MutantRun = {
  readonly activeMutant: { readonly id: string };
  readonly sandboxFileName: string;
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
};

/**
 * Runs the rules' tests in one process. Stryker's own runner for Jest starts Jest anew for each mutant, which takes two
 * seconds where a constant of a module changed; there are thousands of those. Here the module code is run anew as well,
 * nothing is kept from one mutant to the next, and it takes some tens of milliseconds.
 */
class RuleTestRunner {
  private readonly root = process.cwd();
  private files: TestFile[] = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const all = globSync('domain/rules/**/*.test.ts', { cwd: this.root }).map((path) => path.replaceAll('\\', '/'));
    // The rule book's tests hold a fingerprint of what every rule says: they notice any change and prove nothing of it.
    this.files = await compileTests(this.root, all.filter((path) => !path.includes('/book/')).sort());
  }

  /** All tests without a mutant: which of them reaches which mutant, and how long each takes. */
  async dryRun() {
    const tests = [];
    for (const file of this.files) {
      for (const one of loadTests(this.root, file)) {
        shared.currentTestId = one.id;
        const started = performance.now();
        const failure = await failureOf(one);
        const timeSpentMs = performance.now() - started;
        shared.currentTestId = undefined;
        const result = { id: one.id, name: one.name, fileName: `${this.root}/${file.path}`, timeSpentMs };
        tests.push(
          failure === undefined ? { ...result, status: 0 } : { ...result, status: 1, failureMessage: failure },
        );
      }
    }
    return { status: 'complete', tests, mutantCoverage: shared.mutantCoverage };
  }

  /** The tests that reach the mutant, until one fails. A file that cannot even be loaded proves nothing by itself. */
  async mutantRun({ activeMutant, sandboxFileName, testFilter, hitLimit }: MutantRun) {
    const wanted = testFilter && new Set(testFilter);
    shared.activeMutant = activeMutant.id;
    shared.hitLimit = hitLimit;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    let nrOfTests = 0;
    let crash: string | undefined;
    try {
      for (const file of this.related(relative(this.root, sandboxFileName))) {
        if (wanted && !testFilter?.some((id) => id.startsWith(`${file.path} `))) continue;
        let tests: LoadedTest[] = [];
        try {
          tests = loadTests(this.root, file);
        } catch (error) {
          crash = String(error);
        }
        for (const one of tests.filter(({ id }) => !wanted || wanted.has(id))) {
          nrOfTests += 1;
          const failureMessage = await failureOf(one);
          if (shared.hitCount !== undefined && shared.hitCount > (hitLimit ?? 0)) return { status: 'timeout' };
          if (failureMessage !== undefined) return { status: 'killed', killedBy: [one.id], failureMessage, nrOfTests };
        }
      }
    } finally {
      shared.activeMutant = undefined;
      shared.hitCount = undefined;
    }
    return crash === undefined ? { status: 'survived', nrOfTests } : { status: 'error', errorMessage: crash };
  }

  /** The files that import it, those that know most of it first: its own test, then those that name it. */
  private related(mutated: string): TestFile[] {
    const own = basename(mutated, '.ts');
    const rank = ({ path, text }: TestFile) => (basename(path, '.test.ts') === own ? 0 : text.includes(own) ? 1 : 2);
    return this.files.filter((file) => file.imports.has(mutated)).sort((a, b) => rank(a) - rank(b));
  }
}

async function failureOf({ run }: LoadedTest): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'rule-tests', injectableClass: Object.assign(RuleTestRunner, { inject: [] }) },
];
