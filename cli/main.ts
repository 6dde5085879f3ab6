// `oka`: one command with a small table of sub-commands; each lives in its own file and answers --help itself.

type Command = { readonly what: string; readonly run: () => Promise<(args: string[]) => Promise<number>> };

const COMMANDS: Readonly<Record<string, Command>> = {
  read: { what: 'HL7 v2 files → FHIR R4 bundle, or the error code', run: async () => (await import('./read.ts')).read },
  see: { what: 'DICOM files → metadata, quality gate and findings', run: async () => (await import('./see.ts')).see },
  form: { what: 'what the models say of DICOM files, as DICOM SR', run: async () => (await import('./form.ts')).form },
  advise: { what: 'a FHIR bundle → the cards of the rules', run: async () => (await import('./advise.ts')).advise },
  score: { what: 'one rule on one input, or on a file of cases', run: async () => (await import('./score.ts')).score },
  rules: {
    what: 'the rules: list them, try one and see why, print their book',
    run: async () => (await import('./rules.ts')).rules,
  },
  appointments: {
    what: 'the day of a physician, a page for each patient',
    run: async () => (await import('./appointments.ts')).appointments,
  },
  send: { what: 'files → the region, as a clinic does', run: async () => (await import('./send.ts')).send },
  edge: {
    what: 'the clinic’s gateway: set it up, check it, run it, see what waits',
    run: async () => (await import('./edge.ts')).edge,
  },
  trust: {
    what: 'the region lets a clinic’s edge in, or no more',
    run: async () => (await import('./trust.ts')).trust,
  },
  trace: { what: 'the whole way of an input', run: async () => (await import('./trace.ts')).trace },
  replay: {
    what: 'run quarantined inputs again, or make a finding again',
    run: async () => (await import('./replay.ts')).replay,
  },
  codes: {
    what: 'codes without a map, and whether the rules work in a clinic',
    run: async () => (await import('./codes.ts')).codes,
  },
  identities: {
    what: 'records that share a SNILS or policy: list them, link them, keep them apart',
    run: async () => (await import('./identities.ts')).identities,
  },
  charsets: {
    what: 'character sets that were guessed: see, confirm or correct them',
    run: async () => (await import('./charsets.ts')).charsets,
  },
  model: {
    what: 'models: how good they are, who lets them speak, what is watched',
    run: async () => (await import('./model.ts')).model,
  },
};

const help = (): string =>
  [
    'oka: the tool of Oka’s engineers and operators',
    '',
    'usage: npx oka COMMAND … (each command has --help and --json)',
    '',
    ...Object.entries(COMMANDS).map(([name, { what }]) => `  ${name.padEnd(12)} ${what}`),
    '',
    'examples:',
    '  npx oka read message.hl7',
    '  npx oka send --clinic post scans/ --wait',
    '  npx oka edge --clinic district --host 10.20.0.5',
    '  npx oka trace image/post/3f0c…',
    '',
  ].join('\n');

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) {
    process.stdout.write(help());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`oka: there is no command “${name}”.\n\n${help()}`);
    return 2;
  }
  return (await command.run())(args);
}

// Who reads no further, as `oka read … | head`, has seen enough.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code !== 'EPIPE') throw cause;
  process.exit();
});
process.exitCode = await main(process.argv.slice(2));
