/** Messages to measure with, in plain ASCII so that no reader has a character set to decide. Nobody in them lives. */
const HEAD = 'MSH|^~\\&|LIS|LAB|OKA|REGION|20260110101500+0500||';
const PID =
  'PID|1||70001^^^HOS^PI~112-233-445 95^^^SNILS^SS||Nebylitsyn^Petr^Fomich^^^^L||19800512|M|||Lenina 1&Lenina&1^^Yekaterinburg^^620000^RUS^H||+7 343 000-00-00^PRN^PH|||M|||||||||||RUS';

const ADT = [
  `${HEAD}ADT^A01^ADT_A01|1|P|2.5.1`,
  'EVN|A01|20260110101500|||777^Vrach^Ivan^Ivanovich',
  PID,
  'NK1|1|Nebylitsyna^Anna^Petrovna|SPO^Spouse|Lenina 1^^Yekaterinburg^^620000|+7 343 000-00-01',
  'PV1|1|I|T1^101^1^HOS||||777^Vrach^Ivan^Ivanovich|778^Vracheva^Anna||CARD||||1|||777^Vrach^Ivan^Ivanovich|IN|V-1|||||||||||||||||||||||||20260110101000',
  'PV2|||I20.0^Unstable angina^I10|||||20260110|20260120|10|Chest pain \\T\\ dyspnoea',
  'OBX|1|NM|8867-4^Heart rate^LN||92|/min|60-90|H|||F',
  'AL1|1|DA|PEN^Penicillin^L|SV|Rash~Oedema|20100101',
  'DG1|1||I20.0^Unstable angina^I10||20260110|A',
  'IN1|1|OMS|1027739099772|Medstrakh|||||||||||||||||||||||||||||||||6655010000000012',
];

const ANALYTES = ['Potassium', 'Sodium', 'Glucose', 'Creatinine', 'C-reactive protein \\T\\ co'];
const ORU = [
  `${HEAD}ORU^R01^ORU_R01|2|P|2.5.1`,
  PID,
  'ORC|RE|P-1|F-1||CM',
  'OBR|1|P-1|F-1|BIO^Biochemistry^L|||20260110090000|||||||20260110091500|BLD&Blood&HL70487|777^Vrach^Ivan||||||20260110101000||LAB|F',
  ...Array.from(
    { length: 30 },
    (_, place) =>
      `OBX|${place + 1}|NM|${1000 + place}-1^${ANALYTES[place % 5]}^LN^L${place}^${ANALYTES[place % 5]}^L||${(place * 3.7).toFixed(1)}|mmol/L|${place}.0-${place + 4}.5|${place % 3 === 0 ? 'H' : 'N'}|||F|||20260110100500|LAB^Laboratory|777^Vrach^Ivan`,
  ),
];

/** 1 MiB of base64, as a PDF of 768 KiB becomes. */
const DOCUMENT = Buffer.from(
  Array.from({ length: 768 * 1024 }, (_, place) => (place * 7919 + (place >> 7) * 31) & 0xff),
);

const message = (segments: readonly string[]): Buffer => Buffer.from(`${segments.join('\r')}\r`);

export const MESSAGES: readonly { readonly name: string; readonly bytes: Buffer }[] = [
  { name: 'ADT^A01', bytes: message(ADT) },
  { name: 'ORU^R01 with 30 OBX', bytes: message(ORU) },
  {
    name: 'ORU^R01 with 1 MB of base64',
    bytes: message([
      ...ORU.slice(0, 4),
      `OBX|1|ED|18842-5^Discharge summary^LN||LAB^application^pdf^Base64^${DOCUMENT.toString('base64')}||||||F`,
    ]),
  },
];
