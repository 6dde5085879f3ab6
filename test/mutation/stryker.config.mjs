// `npm run mutation`: Stryker changes the rules on purpose, one small change at a time, and a test must notice.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

export default {
  // Everything but the tests, what only tests use, and the rule book (text, and fingerprints of it).
  mutate: ['domain/rules/**/*.ts', '!**/*.test.ts', '!domain/rules/{examples,ask,digests}.ts', '!domain/rules/book/**'],
  testRunner: 'rule-tests',
  plugins: [join(import.meta.dirname, 'runner.ts'), join(import.meta.dirname, 'people-text.ts')],
  // Text for people is not mutated: a test that repeats a sentence holds nothing but the sentence.
  ignorers: ['people-text'],
  coverageAnalysis: 'perTest',
  // Only what the rules' tests import is copied for the run.
  ignorePatterns: ['**', '!domain/**', '!schemas/**', '!samples/**', '!test/*.ts', '!package.json'],
  tempDirName: '.oka/mutation/sandbox',
  reporters: ['json', 'html', 'clear-text'],
  jsonReporter: { fileName: '.oka/mutation/report.json' },
  htmlReporter: { fileName: '.oka/mutation/report.html' },
  clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: true },
  thresholds: { high: 95, low: 90, break: 85 },
  concurrency: availableParallelism(),
  // Endless loops are known by their count of steps; the clock only stands in, and must not mistake a busy machine for one.
  timeoutMS: 60_000,
  warnings: { slow: false },
  allowConsoleColors: false,
};
