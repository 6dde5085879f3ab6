/**
 * Wild card matching (PS3.4 §C.2.2.2.4): `*` any sequence, `?` any one character; all else means itself. Never more
 * steps than pattern times text: no pattern that a caller sends can hold the edge up, as one of regular expressions could.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const wanted = [...pattern];
  return (text) => {
    const signs = [...text];
    let [at, place, star, mark] = [0, 0, -1, 0];
    while (at < signs.length) {
      const sign = wanted[place];
      if (sign === '*') {
        star = place;
        mark = at;
        place += 1;
      } else if (sign === '?' || sign === signs[at]) {
        at += 1;
        place += 1;
      } else if (star >= 0) {
        place = star + 1;
        mark += 1;
        at = mark;
      } else return false;
    }
    while (wanted[place] === '*') place += 1;
    return place === wanted.length;
  };
}
