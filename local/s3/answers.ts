/** A fault in the form S3 answers it: an XML body with a stable code. */
export class S3Fault extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'S3Fault';
    this.status = status;
    this.code = code;
  }
}

/** What Oka does not use is refused with a sentence, so that a missing part is seen and not guessed. */
export const notPlayed = (what: string): S3Fault =>
  new S3Fault(501, 'NotImplemented', `The local S3 does not play ${what}: Oka does not use it (local/s3/README.md).`);

const escapeXml = (text: string): string =>
  text.replace(/[<>&'"]|\p{Cc}/gu, (character) => `&#${character.charCodeAt(0)};`);

type Node = string | number | boolean | readonly Child[];
export type Child = readonly [name: string, value: Node];

const render = ([name, value]: Child): string =>
  `<${name}>${typeof value === 'object' ? value.map(render).join('') : escapeXml(String(value))}</${name}>`;

/** One XML document; children keep their order. */
export const xml = (root: Child): string => `<?xml version="1.0" encoding="UTF-8"?>\n${render(root)}`;

export const faultXml = (fault: S3Fault, resource: string): string =>
  xml([
    'Error',
    [
      ['Code', fault.code],
      ['Message', fault.message],
      ['Resource', resource],
    ],
  ]);
