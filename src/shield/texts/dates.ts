/** Dates in the spellings of people and programs -> what they mean. Texts are readable ones (readable.ts). */

/** By month, in lower case: English, Spanish, French, German, Portuguese, Italian, Dutch. */
const monthNames = [
  'jan january enero ene janvier janv januar janner jaenner janeiro gennaio gen januari',
  'feb february febrero fevrier fevr fev februar fevereiro febbraio februari',
  'mar march marzo mars marz maerz mrz marco maart mrt',
  'apr april abril abr avril avr aprile',
  'may mayo mai maio maggio mag mei maj',
  'jun june junio juin juni junho giugno giu',
  'jul july julio juillet juil juli julho luglio lug',
  'aug august agosto ago aout augustus augusti',
  'sep sept september septiembre setiembre septembre setembro settembre set',
  'oct october octubre octobre oktober okt outubro out ottobre ott',
  'nov november noviembre novembre novembro',
  'dec december diciembre dic decembre dezember dez dezembro dicembre',
];

const months: ReadonlyMap<string, number> = new Map(
  monthNames.flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);

// Everything has a bound, so that it can be looked for in texts of any length.
const time =
  '(?:,?[T ] ?(?<time>\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?) ?(?:[ap]m)? ?(?:Z|UTC|GMT|[+-]\\d\\d:?\\d\\d)?)?';
const monthWord = '(?<word>[a-z]{3,11})\\.?';
const of = "(?: (?:of|de|del|do|der|van)(?= )| d'(?=[a-z]))?";
const between = '[-/., _]{0,2}';
const ordinal = '(?:st|nd|rd|th|er|re|[.oaº°])?';
const dayWord = `(?:the )?(?<day>\\d{1,2})${ordinal}${of}${between}${monthWord}${of}${between}`;
const shapes = [
  `(?<year>\\d{4}) ?(?<sign>[-/. _]) ?(?<month>\\d{1,2}) ?\\k<sign> ?(?<day>\\d{1,2})${time}`,
  `(?<first>\\d{1,2}) ?(?<sign>[-/. _]) ?(?<second>\\d{1,2}) ?\\k<sign> ?(?<year>\\d{4}|\\d{2})${time}`,
  `(?<packed>\\d{8})(?:T?0{6}Z?)?`,
  `${dayWord}(?<year>\\d{4}|'?\\d{2})${time}`,
  `${monthWord}${between}(?<day>\\d{1,2})${ordinal}${between}(?<year>\\d{4}|'\\d{2}|\\d{2})${time}`,
  `(?<year>\\d{4})${between}${monthWord}${between}(?<day>\\d{1,2})`,
  `(?<year>\\d{4}) ?[年년] ?(?<month>\\d{1,2}) ?[月월] ?(?<day>\\d{1,2}) ?[日일]`,
];
const wholes = shapes.map((shape) => new RegExp(`^(?:${shape})$`, 'i'));
const searches = shapes.map((shape) => new RegExp(`(?<![A-Za-z0-9])(?:${shape})(?![A-Za-z0-9])`, 'gi'));
const longest = 56;

export interface DateReading {
  /** 19850123. */
  readonly ymd: number;
  /** Of a moment that is no midnight in any time zone. */
  readonly isMoment: boolean;
}

export interface FoundDate {
  readonly start: number;
  readonly end: number;
  readonly readings: readonly DateReading[];
}

const none: readonly DateReading[] = [];

/** What a text that is a date may mean: `01/02/85` has several readings. None for any other text. */
export function readDates(text: string): readonly DateReading[] {
  if (text.length < 6 || text.length > longest) return none;
  for (const whole of wholes) {
    const groups = whole.exec(text)?.groups;
    const readings = groups === undefined ? none : readGroups(groups);
    if (readings.length > 0) return readings;
  }
  return none;
}

/** All dates of a text from left to right, none inside another. */
export function findDates(text: string): readonly FoundDate[] {
  const found: FoundDate[] = [];
  for (const search of searches) {
    search.lastIndex = 0;
    for (let match = search.exec(text); match !== null; match = search.exec(text)) {
      const readings = readGroups(match.groups ?? {});
      if (readings.length > 0)
        found.push({ start: match.index, end: match.index + match[0].length, readings });
      else search.lastIndex = match.index + 1;
    }
  }
  if (found.length < 2) return found;
  const kept: FoundDate[] = [];
  for (const each of found.sort((a, b) => a.start - b.start || b.end - a.end))
    if (each.start >= (kept.at(-1)?.end ?? 0)) kept.push(each);
  return kept;
}

/** The days at whose midnight a number of seconds, or of milliseconds, may be. */
export function readEpoch(value: number): readonly number[] {
  return [value, value / 1000].filter(isMidnight).map((seconds) => {
    const date = new Date(seconds * 1000);
    return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  });
}

const secondsOfDay = 86_400;
/** Of the year 2128. */
const lastSecond = 5e9;

function isMidnight(seconds: number): boolean {
  return seconds !== 0 && seconds % secondsOfDay === 0 && Math.abs(seconds) < lastSecond;
}

/** Whether somebody may be born then whom one asks about: not where it may be a moment of these years as well. */
export function mayBeBirth(readings: readonly DateReading[]): boolean {
  const thisYear = new Date().getFullYear();
  let isBirth = false;
  for (const { ymd, isMoment } of readings) {
    const year = Math.floor(ymd / 10_000);
    if (isMoment || (year > thisYear - youngest && year < thisYear + 10)) return false;
    isBirth ||= year >= 1900 && year <= thisYear - youngest;
  }
  return isBirth;
}

const youngest = 15;

type Groups = Readonly<Record<string, string | undefined>>;

function readGroups(groups: Groups): readonly DateReading[] {
  const { time: at, packed, first, second, word } = groups;
  const isMoment = at !== undefined && !/^\d{1,2}:00(?::00|$)/.test(at);
  const build = (ymds: readonly (number | undefined)[]) =>
    ymds.filter((ymd) => ymd !== undefined).map((ymd) => ({ ymd, isMoment }));
  if (packed !== undefined) {
    const [a, b, c] = [packed.slice(0, 2), packed.slice(2, 4), packed.slice(4)];
    const yearFirst = toYmd(packed.slice(0, 4), packed.slice(4, 6), packed.slice(6));
    return build(yearFirst === undefined ? [toYmd(c, a, b), toYmd(c, b, a)] : [yearFirst]);
  }
  const month = word === undefined ? groups['month'] : String(months.get(word.toLowerCase()) ?? '');
  const years = listYears(groups['year'] ?? '');
  return first === undefined || second === undefined
    ? build(years.map((year) => toYmd(year, month ?? '', groups['day'] ?? '')))
    : build(years.flatMap((year) => [toYmd(year, first, second), toYmd(year, second, first)]));
}

/** `85` is 1985, in a contract maybe 2085. */
function listYears(text: string): readonly string[] {
  const digits = text.replace("'", '');
  return digits.length === 4 ? [digits] : [`19${digits}`, `20${digits}`];
}

function toYmd(year: string, month: string, day: string): number | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  return y >= 1800 && y < 2200 && m >= 1 && m <= 12 && d >= 1 && d <= 31
    ? y * 10_000 + m * 100 + d
    : undefined;
}
