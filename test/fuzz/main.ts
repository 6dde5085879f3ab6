// `npm run fuzz [-- hl7|dicom] [--count N --seed N --json]`: mutated inputs of one kind through everything that reads them.
const KINDS = ['hl7', 'dicom'] as const;

const [first = ''] = process.argv.slice(2);
const kind = KINDS.find((one) => one === first);
if (kind !== undefined) process.argv.splice(2, 1);
if (kind === undefined && first !== '' && !first.startsWith('-')) {
  process.stderr.write(`no inputs of the kind ${first}: there are ${KINDS.join(', ')}\n`);
  process.exitCode = 2;
} else if (kind === 'dicom') await import('./dicom.ts');
else await import('./hl7.ts');
