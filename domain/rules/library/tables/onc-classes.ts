import type { Bilingual } from '../../../../schemas/result.ts';

/**
 * Classes of the ONC high-priority drug pairs (Phansalkar, JAMIA 2012;19:735, table 2) with their members as mapped by
 * dbmi-pitt/public-PDDI-analysis, each by INN with its ATC codes (WHO index; a code takes in all that begin with it, so
 * that fixed combinations are named apart). Members without an ATC code (benzfetamine, phendimetrazine) and zileuton,
 * which is not marketed in Russia, are known by name only.
 */
export type Member = readonly [inn: string, ...atc: string[]];
export type DrugClass = { readonly title: Bilingual; readonly members: readonly Member[] };

const words = (en: string, ru: string): Bilingual => ({ en, ru });

/** Packs against Helicobacter pylori (A02BD): a macrolide and an acid inhibitor under a code of neither. */
const kits = (...numbers: readonly string[]): readonly string[] => numbers.map((number) => `A02BD${number}`);
const CLARITHROMYCIN: Member = ['clarithromycin', 'J01FA09', ...kits('04', '05', '06', '07', '09', '11', '12', '14')];

const MAOI_A: readonly Member[] = [
  ['tranylcypromine', 'N06AF04'],
  ['phenelzine', 'N06AF03'],
  ['isocarboxazid', 'N06AF01'],
];
const PROTEASE_INHIBITORS: readonly Member[] = [
  ['saquinavir', 'J05AE01'],
  ['indinavir', 'J05AE02'],
  ['ritonavir', 'J05AE03', 'J05AE30'],
  ['nelfinavir', 'J05AE04'],
  ['amprenavir', 'J05AE05'],
  ['lopinavir', 'J05AE06', 'J05AR10'],
  ['fosamprenavir', 'J05AE07'],
  ['atazanavir', 'J05AE08', 'J05AR15', 'J05AR23'],
  ['tipranavir', 'J05AE09'],
  ['darunavir', 'J05AE10', 'J05AR14', 'J05AR22', 'J05AR26'],
];
const AZOLES_AND_MACROLIDES: readonly Member[] = [
  ['ketoconazole', 'J02AB02'],
  ['itraconazole', 'J02AC02'],
  CLARITHROMYCIN,
  ['erythromycin', 'J01FA01'],
  ['telithromycin', 'J01FA15'],
];
const OTHER_CYP3A4: readonly Member[] = [
  ['fluconazole', 'J02AC01'],
  ['nefazodone', 'N06AX06'],
  ['diltiazem', 'C08DB01'],
  ['verapamil', 'C08DA01'],
  ['amiodarone', 'C01BD01'],
];

export const CLASSES = {
  amphetamines: {
    title: words('amphetamine derivatives', 'производные амфетамина'),
    members: [
      ['amfetamine', 'N06BA01'],
      ['dexamfetamine', 'N06BA02'],
      ['metamfetamine', 'N06BA03'],
      ['methylphenidate', 'N06BA04'],
      ['atomoxetine', 'N06BA09'],
      ['dexmethylphenidate', 'N06BA11'],
      // A prodrug of dexamfetamine: of the class, though the mapped list leaves it out.
      ['lisdexamfetamine', 'N06BA12'],
      ['phentermine', 'A08AA01'],
      ['amfepramone', 'A08AA03'],
      ['pseudoephedrine', 'R01BA02', 'R01BA52'],
      ['benzfetamine'],
      ['phendimetrazine'],
    ],
  },
  maoi: {
    title: words('MAO inhibitors', 'ингибиторы МАО'),
    members: [...MAOI_A, ['procarbazine', 'L01XB01'], ['selegiline', 'N04BD01']],
  },
  /** Triptans are held against inhibitors of MAO-A alone. */
  maoiA: { title: words('MAO inhibitors', 'ингибиторы МАО'), members: MAOI_A },
  atazanavir: {
    title: words('atazanavir', 'атазанавир'),
    members: [['atazanavir', 'J05AE08', 'J05AR15', 'J05AR23']],
  },
  ppi: {
    title: words('proton pump inhibitors', 'ингибиторы протонной помпы'),
    members: [
      ['omeprazole', 'A02BC01', ...kits('01', '05', '16')],
      ['pantoprazole', 'A02BC02', ...kits('04', '11')],
      ['lansoprazole', 'A02BC03', ...kits('02', '03', '07', '09', '10')],
      ['rabeprazole', 'A02BC04', ...kits('12', '13')],
      ['esomeprazole', 'A02BC05', ...kits('06')],
      ['dexlansoprazole', 'A02BC06'],
    ],
  },
  febuxostat: { title: words('febuxostat', 'фебуксостат'), members: [['febuxostat', 'M04AA03']] },
  thiopurines: {
    title: words('azathioprine, mercaptopurine', 'азатиоприн, меркаптопурин'),
    members: [
      ['azathioprine', 'L04AX01'],
      ['mercaptopurine', 'L01BB02'],
    ],
  },
  serotonergic: {
    title: words('SSRIs and SNRIs', 'СИОЗС и СИОЗСН'),
    members: [
      ['fluoxetine', 'N06AB03', 'N06CA03'],
      ['citalopram', 'N06AB04'],
      ['paroxetine', 'N06AB05'],
      ['sertraline', 'N06AB06'],
      ['fluvoxamine', 'N06AB08'],
      ['escitalopram', 'N06AB10'],
      ['nefazodone', 'N06AX06'],
      ['venlafaxine', 'N06AX16'],
      ['milnacipran', 'N06AX17'],
      ['duloxetine', 'N06AX21'],
      ['desvenlafaxine', 'N06AX23'],
    ],
  },
  irinotecan: { title: words('irinotecan', 'иринотекан'), members: [['irinotecan', 'L01CE02']] },
  cyp3a4OfIrinotecan: {
    title: words('CYP3A4 inhibitors', 'ингибиторы CYP3A4'),
    members: [
      ...PROTEASE_INHIBITORS,
      ...AZOLES_AND_MACROLIDES,
      ...OTHER_CYP3A4,
      ['voriconazole', 'J02AC03'],
      ['aprepitant', 'A04AD12'],
      ['cimetidine', 'A02BA01'],
    ],
  },
  opioids: {
    title: words('opioid analgesics', 'опиоидные анальгетики'),
    members: [
      ['pethidine', 'N02AB02', 'N02AB52', 'N02AB72'],
      ['fentanyl', 'N02AB03', 'N01AH01', 'N01AH51'],
      ['tramadol', 'N02AX02', 'N02AJ13', 'N02AJ14', 'N02AJ15', 'N02AJ16'],
      ['tapentadol', 'N02AX06'],
      ['methadone', 'N07BC02'],
      ['dextromethorphan', 'R05DA09', 'N07XX59'],
    ],
  },
  tricyclics: {
    title: words('tricyclic antidepressants', 'трициклические антидепрессанты'),
    members: [
      ['desipramine', 'N06AA01'],
      ['imipramine', 'N06AA02'],
      ['clomipramine', 'N06AA04'],
      ['trimipramine', 'N06AA06'],
      ['amitriptyline', 'N06AA09', 'N06CA01'],
      ['nortriptyline', 'N06AA10'],
      ['protriptyline', 'N06AA11'],
      ['doxepin', 'N06AA12'],
    ],
  },
  qt: {
    title: words('QT-prolonging agents', 'препараты, удлиняющие QT'),
    members: [
      ['amiodarone', 'C01BD01'],
      ['anagrelide', 'L01XX35'],
      ['arsenic trioxide', 'L01XX27'],
      ['astemizole', 'R06AX11'],
      ['azithromycin', 'J01FA10'],
      ['bepridil', 'C08EA02'],
      ['chloroquine', 'P01BA01'],
      ['chlorpromazine', 'N05AA01'],
      ['cisapride', 'A03FA02'],
      ['citalopram', 'N06AB04'],
      CLARITHROMYCIN,
      ['cocaine', 'N01BC01'],
      ['disopyramide', 'C01BA03'],
      ['dofetilide', 'C01BD04'],
      ['domperidone', 'A03FA03'],
      ['dronedarone', 'C01BD07'],
      ['droperidol', 'N05AD08'],
      ['erythromycin', 'J01FA01'],
      ['escitalopram', 'N06AB10'],
      ['flecainide', 'C01BC04'],
      ['halofantrine', 'P01BX01'],
      ['haloperidol', 'N05AD01'],
      ['ibutilide', 'C01BD05'],
      ['levacetylmethadol', 'N07BC03'],
      ['mesoridazine', 'N05AC03'],
      ['methadone', 'N07BC02'],
      ['moxifloxacin', 'J01MA14'],
      ['ondansetron', 'A04AA01'],
      ['pentamidine', 'P01CX01'],
      ['pimozide', 'N05AG02'],
      ['probucol', 'C10AX02'],
      ['procainamide', 'C01BA02'],
      ['quinidine', 'C01BA01'],
      ['sevoflurane', 'N01AB08'],
      ['sotalol', 'C07AA07'],
      ['sparfloxacin', 'J01MA09'],
      ['sulpiride', 'N05AL01'],
      ['terfenadine', 'R06AX12'],
      ['thioridazine', 'N05AC02'],
      ['vandetanib', 'L01EX04'],
    ],
  },
  ramelteon: { title: words('ramelteon', 'рамелтеон'), members: [['ramelteon', 'N05CH02']] },
  cyp1a2OfRamelteon: {
    title: words('CYP1A2 inhibitors', 'ингибиторы CYP1A2'),
    members: [
      ['fluvoxamine', 'N06AB08'],
      ['ciprofloxacin', 'J01MA02'],
      ['amiodarone', 'C01BD01'],
      ['ticlopidine', 'B01AC05'],
    ],
  },
  proteaseInhibitors: {
    title: words('HIV protease inhibitors', 'ингибиторы протеазы ВИЧ'),
    members: PROTEASE_INHIBITORS,
  },
  cyp3a4Inducers: {
    title: words('strong CYP3A4 inducers', 'сильные индукторы CYP3A4'),
    members: [
      ['rifampicin', 'J04AB02'],
      ['rifabutin', 'J04AB04'],
      ['rifapentine', 'J04AB05'],
      ['carbamazepine', 'N03AF01'],
      ['bosentan', 'C02KX01'],
      // Of the class by the FDA table of inducers, though the mapped list leaves them out.
      ['phenytoin', 'N03AB02'],
      ["st john's wort", 'N06AX25'],
    ],
  },
  statins: {
    title: words('simvastatin, lovastatin', 'симвастатин, ловастатин'),
    members: [
      ['simvastatin', 'C10AA01', 'C10BA02', 'C10BA04', 'C10BX01', 'C10BX04'],
      ['lovastatin', 'C10AA02', 'C10BA01'],
    ],
  },
  cyp3a4OfStatins: {
    title: words('CYP3A4 or protease inhibitors', 'ингибиторы CYP3A4 или протеазы'),
    members: [...PROTEASE_INHIBITORS, ...AZOLES_AND_MACROLIDES, ...OTHER_CYP3A4],
  },
  ergots: {
    title: words('ergot alkaloids', 'алкалоиды спорыньи'),
    members: [
      ['ergotamine', 'N02CA02', 'N02CA52'],
      ['dihydroergotamine', 'N02CA01', 'N02CA51'],
      ['ergometrine', 'G02AB03'],
      ['methylergometrine', 'G02AB01'],
    ],
  },
  cyp3a4OfErgots: {
    title: words('CYP3A4 or protease inhibitors', 'ингибиторы CYP3A4 или протеазы'),
    members: [...PROTEASE_INHIBITORS, ...AZOLES_AND_MACROLIDES],
  },
  tizanidine: { title: words('tizanidine', 'тизанидин'), members: [['tizanidine', 'M03BX02']] },
  cyp1a2OfTizanidine: {
    title: words('CYP1A2 inhibitors', 'ингибиторы CYP1A2'),
    members: [
      ['fluvoxamine', 'N06AB08'],
      ['ciprofloxacin', 'J01MA02'],
      ['amiodarone', 'C01BD01'],
      ['propafenone', 'C01BC03'],
      ['mexiletine', 'C01BB02'],
      ['ticlopidine', 'B01AC05'],
      ['zileuton'],
    ],
  },
  tranylcypromine: { title: words('tranylcypromine', 'транилципромин'), members: [['tranylcypromine', 'N06AF04']] },
  procarbazine: { title: words('procarbazine', 'прокарбазин'), members: [['procarbazine', 'L01XB01']] },
  triptans: {
    title: words('triptans', 'триптаны'),
    members: [
      ['sumatriptan', 'N02CC01'],
      ['zolmitriptan', 'N02CC03'],
      ['rizatriptan', 'N02CC04'],
    ],
  },
} as const satisfies Record<string, DrugClass>;
export type ClassName = keyof typeof CLASSES;

/** Names under which lists give an ingredient → its INN. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  amphetamine: 'amfetamine',
  dextroamphetamine: 'dexamfetamine',
  methamphetamine: 'metamfetamine',
  diethylpropion: 'amfepramone',
  benzphetamine: 'benzfetamine',
  meperidine: 'pethidine',
  rifampin: 'rifampicin',
  ergonovine: 'ergometrine',
  methylergonovine: 'methylergometrine',
  'levomethadyl acetate': 'levacetylmethadol',
};
