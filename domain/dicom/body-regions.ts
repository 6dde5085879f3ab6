/** Regions of the body as studies and orders name them, in Russian, English and Latin; word stems. */
const REGIONS: Readonly<Record<string, RegExp>> = {
  chest: /груд|легк|лёгк|огк|флюоро|chest|thora|lung|pulmo/iu,
  breast: /молочн|маммо|mammo|breast/iu,
  head: /голов|череп|мозг|пазух|head|skull|brain|cereb|sinus/iu,
  neck: /(^|\P{L})ше[яиейю]|щитовид|neck|thyro/iu,
  abdomen: /брюш|живот|печен|почк|обп|abdom|liver|kidney|renal/iu,
  pelvis: /таз|pelvi|hip(?!p)/iu,
  spine: /позвон|крест|поясн|spin|lumb|sacr|vertebr/iu,
  knee: /колен|knee|genu/iu,
  hand: /кист|запяст|пальц|hand|wrist|finger/iu,
  foot: /стоп|голеностоп|foot|ankle|toe/iu,
  shoulder: /плеч|ключиц|shoulder|clavic|humer/iu,
  heart: /сердц|эхокг|коронар|heart|card|corona/iu,
};

/** The regions that words speak of; none where they name none we know. */
export const regionsIn = (words: string): ReadonlySet<string> =>
  new Set(Object.keys(REGIONS).filter((region) => REGIONS[region]?.test(words)));
