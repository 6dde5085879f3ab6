/** Small messages of every kind that is read, to begin from. Nobody in them lives. */
const head = (type: string): string =>
  `MSH|^~\\&|${type.startsWith('ORU') ? 'LIS' : 'HIS'}|LAB|OKA|REGION|20260110101500+0500||${type}|M-1|P|2.5.1||||||UNICODE UTF-8`;
const PID =
  'PID|1||70001^^^HOS^PI~112-233-445 95^^^SNILS^SS||Небылицын^Пётр^Фомич||19800512|M|||Ленина 1&Ленина&1^^Екатеринбург^^620000^RUS||+7 343 000-00-00';
const PV1 =
  'PV1|1|I|T1^101^1^HOS||||777^Врач^Иван|||CARD||||1|||777^Врач^Иван|IN|V-1|||||||||||||||||||||||||20260110101000';
const OBR =
  'OBR|1|P-1|F-1|BIO^Биохимия^L|||20260110090000|||||||20260110091500|BLD|777^Врач^Иван||A-1||||20260110101000||LAB|F';

const MESSAGES: readonly (readonly string[])[] = [
  [
    head('ADT^A01^ADT_A01'),
    'EVN|A01|20260110101500',
    PID,
    PV1,
    'AL1|1|DA|PEN^Пенициллин^L|SV|Сыпь',
    'DG1|1||I20.0^Стенокардия^I10||20260110|A',
  ],
  [head('ADT^A40^ADT_A39'), 'EVN|A40|20260110101500', PID, 'MRG|70002^^^HOS^PI'],
  [head('ADT^A11^ADT_A09'), 'EVN|A11|20260110101500', PID, PV1],
  [
    head('ORU^R01^ORU_R01'),
    PID,
    'ORC|RE|P-1|F-1||CM',
    OBR,
    'OBX|1|NM|КАЛИЙ^Калий^L||4,9|ммоль/л|3,5-5,1|N|||F|||20260110100500',
    'OBX|2|SN|HGB^Гемоглобин^L||>^200|г/л|||||C',
    'OBX|3|CE|ГР^Группа^L||A^A(II)^L||||||F',
    'OBX|4|FT|ТЕКСТ^Заключение^L||Строка 1\\.br\\строка 2 \\T\\ 3||||||F',
    'NTE|1|L|Гемолиз',
    'SPM|1|S-1||BLD^Blood^HL70487',
  ],
  [
    head('ORU^R01^ORU_R01'),
    PID,
    OBR,
    `OBX|1|ED|PDF^Отчёт^L||LAB^application^pdf^Base64^${Buffer.from('%PDF-1.4 '.repeat(40)).toString('base64')}||||||F`,
    'OBX|2|DT|ДАТА^Дата^L||20260110||||||F',
    'OBX|3|TM|ВРЕМЯ^Время^L||1015||||||D',
    'OBX|4|NA|РЯД^Ряд^L||1^2^3~4^5^6||||||P',
  ],
  [
    head('ORM^O01^ORM_O01'),
    PID,
    PV1,
    'ORC|NW|P-2|||SC',
    'OBR|1|P-2||РГ-ОГК^Рентгенография^L|||20260110110000||||||||||777^Врач^Иван||A-2',
  ],
  [head('OML^O21^OML_O21'), PID, 'ORC|NW|P-3', 'OBR|1|P-3||БАК^Посев^L', 'SPM|1|S-2||UR^Urine^HL70487'],
  [head('RDE^O11^RDE_O11'), PID, 'ORC|NW|P-4', 'RXE|1^QD|ВАРФ^Варфарин^L|5||мг', 'RXR|PO'],
  [head('SIU^S12^SIU_S12'), 'SCH|A-7||||||||30|min|^^^20260112090000^20260112093000', PID, 'AIL|1||T1^101'],
  [
    head('MDM^T02^MDM_T02'),
    'EVN|T02|20260110101500',
    PID,
    PV1,
    'TXA|1|DS|TX|20260110||||||||D-1|||||AU',
    'OBX|1|TX|ВЫП^Выписка^L||Выписан||||||F',
  ],
  [head('VXU^V04^VXU_V04'), PID, 'ORC|RE||I-1', 'RXA|0|1|20260110|20260110|141^Influenza^CVX|0.5|mL||00||||||L-1'],
  [head('PPR^PC1^PPR_PC1'), PID, 'PRB|AD|20260110|J45^Астма^I10|PR-1'],
  [
    'BHS|^~\\&|LIS',
    head('ADT^A31^ADT_A05'),
    'EVN|A31|20260110',
    PID,
    head('ADT^A08^ADT_A01'),
    'EVN|A08|20260110',
    PID,
    PV1,
    'BTS|2',
  ],
];

export const SEEDS: readonly Buffer[] = MESSAGES.map((segments) => Buffer.from(`${segments.join('\r')}\r`));
