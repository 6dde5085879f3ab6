import { OkaError } from '../schemas/errors.ts';

type Keys = Readonly<Record<string, string | number | boolean | undefined>>;

const write = (level: 'INFO' | 'WARN' | 'ERROR', message: string, keys: Keys, fault?: object): void => {
  process.stdout.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), function: process.env.AWS_LAMBDA_FUNCTION_NAME, message, ...keys, ...fault })}\n`,
  );
};

/**
 * Names a fault without its text: messages of foreign libraries can quote the input, and the input is a patient's.
 * Only the catalogue's own sentences, the error's name and the stack's places are written.
 */
const faultOf = (cause: unknown): object => {
  if (cause instanceof OkaError) return { code: cause.code, detail: cause.detail, ...causeOf(cause.cause) };
  return causeOf(cause);
};

const causeOf = (cause: unknown): object =>
  cause instanceof Error
    ? {
        fault: cause.name,
        places: cause.stack
          ?.split('\n')
          .filter((line) => line.trimStart().startsWith('at '))
          .slice(0, 6),
      }
    : {};

/** JSON lines on stdout, as CloudWatch reads them. Keys and codes only, never patient data (contract 13). */
export const log = {
  info: (message: string, keys: Keys = {}): void => write('INFO', message, keys),
  warn: (message: string, keys: Keys = {}): void => write('WARN', message, keys),
  error: (message: string, keys: Keys = {}, cause?: unknown): void => write('ERROR', message, keys, faultOf(cause)),
};
