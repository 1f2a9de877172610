// @ts-check
/**
 * Regular expressions of the program whose time could grow faster than the text that they look at: two repetitions
 * without a limit that can take the same characters, one inside another, or one that a search begins again at each
 * character. Ends with 1 and names them. Run with `--import ./bench/typescript.mjs`: expressions that are put together
 * from parts are those that the modules make when they are loaded.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RegExpParser } from '@eslint-community/regexpp';

/** @typedef {import('@eslint-community/regexpp').AST.Element} Element */
/** @typedef {import('@eslint-community/regexpp').AST.Alternative} Alternative */
/** @typedef {{ element: Element, chars: ReadonlySet<string>, isOptional: boolean, isEndless: boolean }} Part */

/** Expressions of others, which the rules below cannot judge, by file: what makes them harmless. */
const others = new Map([
  [
    'src/simulator/settings/workflow-inputs.ts',
    "the workflow's own expression, by whoever runs the embedded Alloy",
  ],
]);

/** A repetition of so many counts as one without a limit. */
const endless = 2000;
const mostSteps = 1e6;
/** One of each sort that classes tell apart. */
const alphabet = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...'\u00a0é٣٦中\u2028\u202e\ufeff\u00ad²',
];

/** @type {Map<string, ReadonlySet<string>>} */
const sets = new Map();

/**
 * The characters that a part may take.
 * @param {Element} element
 * @param {string} flags
 * @returns {ReadonlySet<string>}
 */
function readChars(element, flags) {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass': {
      const key = `${flags}/${element.raw}`;
      let found = sets.get(key);
      if (found === undefined) {
        const pattern = new RegExp(`^${element.raw}$`, flags.replace(/[gy]/g, ''));
        found = new Set(alphabet.filter((character) => pattern.test(character)));
        sets.set(key, found);
      }
      return found;
    }
    case 'Quantifier':
      return readChars(element.element, flags);
    case 'Group':
    case 'CapturingGroup':
      return new Set(
        element.alternatives.flatMap(({ elements }) =>
          elements.flatMap((each) => [...readChars(each, flags)]),
        ),
      );
    case 'Backreference':
      return new Set(alphabet);
    default:
      return new Set();
  }
}

/** @param {Element} element @returns {boolean} */
function isOptional(element) {
  switch (element.type) {
    case 'Quantifier':
      return element.min === 0 || isOptional(element.element);
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.some(({ elements }) => elements.every(isOptional));
    case 'Assertion':
    case 'Backreference':
      return true;
    default:
      return false;
  }
}

/** @param {Element} element @returns {readonly import('@eslint-community/regexpp').AST.Quantifier[]} */
function listQuantifiers(element) {
  switch (element.type) {
    case 'Quantifier':
      return [element, ...listQuantifiers(element.element)];
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.flatMap(({ elements }) => elements.flatMap(listQuantifiers));
    default:
      return [];
  }
}

const isEndless = (/** @type {{ max: number }} */ { max }) => max >= endless;

/** @param {ReadonlySet<string>} one @param {ReadonlySet<string>} other */
const meet = (one, other) => [...one].some((each) => other.has(each));

/**
 * Whether each turn of a repetition needs a character that what is repeated inside cannot take.
 * @param {Element} element
 * @param {ReadonlySet<string>} chars
 * @param {string} flags
 */
function isParted(element, chars, flags) {
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return false;
  return element.alternatives.every(({ elements }) =>
    elements.some((each) => !isOptional(each) && !meet(readChars(each, flags), chars)),
  );
}

/**
 * @param {string} source
 * @param {string} flags
 * @returns {readonly string[]} what is wrong with it
 */
export function checkPattern(source, flags) {
  const parser = new RegExpParser();
  const { alternatives } = parser.parsePattern(source, 0, source.length, { unicode: /[uv]/.test(flags) });
  /** @type {Set<string>} */
  const faults = new Set();
  for (const each of alternatives) checkSequence(each.elements, [], [], flags, faults);
  return [...faults];
}

/**
 * @param {readonly Element[]} elements
 * @param {readonly Element[]} before
 * @param {readonly Element[]} behind
 * @param {string} flags
 * @param {Set<string>} faults
 */
function checkSequence(elements, before, behind, flags, faults) {
  for (const [index, element] of elements.entries()) {
    const left = [...before, ...elements.slice(0, index)];
    const right = [...elements.slice(index + 1), ...behind];
    if (element.type === 'Quantifier') {
      checkNested(element, flags, faults);
      if (isEndless(element)) checkEndless(element, left, right, flags, faults);
      checkInside(element.element, left, right, flags, faults);
    } else {
      checkInside(element, left, right, flags, faults);
    }
  }
}

/**
 * @param {Element} element
 * @param {readonly Element[]} left
 * @param {readonly Element[]} right
 * @param {string} flags
 * @param {Set<string>} faults
 */
function checkInside(element, left, right, flags, faults) {
  if (element.type === 'Group' || element.type === 'CapturingGroup')
    for (const { elements } of element.alternatives) checkSequence(elements, left, right, flags, faults);
  if (element.type === 'Assertion' && (element.kind === 'lookahead' || element.kind === 'lookbehind'))
    for (const { elements } of element.alternatives)
      checkSequence(elements, element.kind === 'lookahead' ? left : [], [], flags, faults);
}

/**
 * @param {import('@eslint-community/regexpp').AST.Quantifier} outer
 * @param {string} flags
 * @param {Set<string>} faults
 */
function checkNested(outer, flags, faults) {
  if (outer.max < 2) return;
  for (const inner of listQuantifiers(outer.element)) {
    if (inner.min === inner.max || inner.max < 2) continue;
    const steps = isEndless(outer) || isEndless(inner) ? Number.POSITIVE_INFINITY : inner.max ** outer.max;
    if (steps > mostSteps && !isParted(outer.element, readChars(inner, flags), flags))
      faults.add(`${inner.raw} inside of ${outer.raw}`);
  }
}

/**
 * @param {import('@eslint-community/regexpp').AST.Quantifier} quantifier
 * @param {readonly Element[]} left
 * @param {readonly Element[]} right
 * @param {string} flags
 * @param {Set<string>} faults
 */
function checkEndless(quantifier, left, right, flags, faults) {
  const chars = readChars(quantifier, flags);
  for (const other of right) {
    if (reaches(other, chars, flags)) faults.add(`${quantifier.raw} before ${other.raw}`);
    if (!isOptional(other) && !meet(readChars(other, flags), chars)) break;
  }
  // A search tries each place: what was read from one is read again from the next, unless a place is told by what
  // stands before it. Where nothing can fail behind the repetition, there is no next.
  if (/y/.test(flags) || right.every(isHarmlessEnd)) return;
  if (left.some((each) => isPlace(each, chars, flags))) return;
  if (left.some((each) => !isOptional(each) && !meet(readChars(each, flags), chars))) return;
  faults.add(`${quantifier.raw} from each place anew`);
}

/**
 * Whether a part can come to a repetition without a limit on nothing but those characters.
 * @param {Element} element
 * @param {ReadonlySet<string>} chars
 * @param {string} flags
 * @returns {boolean}
 */
function reaches(element, chars, flags) {
  if (element.type === 'Quantifier')
    return (
      (isEndless(element) && begins(element.element, chars, flags)) || reaches(element.element, chars, flags)
    );
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return false;
  return element.alternatives.some(({ elements }) => {
    for (const each of elements) {
      if (reaches(each, chars, flags)) return true;
      if (!isOptional(each) && !meet(readChars(each, flags), chars)) return false;
    }
    return false;
  });
}

/** @param {Element} element @param {ReadonlySet<string>} chars @param {string} flags @returns {boolean} */
function begins(element, chars, flags) {
  if (element.type !== 'Group' && element.type !== 'CapturingGroup')
    return meet(readChars(element, flags), chars);
  return element.alternatives.some(({ elements }) =>
    elements.every((each) => isOptional(each) || meet(readChars(each, flags), chars)),
  );
}

/** @param {Element} element */
const isHarmlessEnd = (element) => element.type !== 'Assertion' && isOptional(element);

/**
 * The beginning, or behind no character of those.
 * @param {Element} element
 * @param {ReadonlySet<string>} chars
 * @param {string} flags
 */
function isPlace(element, chars, flags) {
  if (element.type !== 'Assertion') return false;
  if (element.kind === 'start') return !/m/.test(flags);
  if (element.kind !== 'lookbehind') return false;
  return element.negate
    ? element.alternatives.some(({ elements }) => {
        const [only] = elements;
        const taken = only === undefined || elements.length > 1 ? new Set() : readChars(only, flags);
        return [...chars].every((each) => taken.has(each));
      })
    : element.alternatives.every(({ elements }) =>
        elements.some((each) => !meet(readChars(each, flags), chars)),
      );
}

/**
 * The expressions that stand in a source. A slash begins one where no value ends.
 * @param {string} text
 * @returns {readonly { line: number, source: string, flags: string }[]}
 */
export function listLiterals(text) {
  const found = /** @type {{ line: number, source: string, flags: string }[]} */ ([]);
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/([dgimsuvy]*)(?!\w)|[\w$]+|[^\s\w$]/g;
  /** How many braces are open inside each template that is open. */
  const templates = /** @type {number[]} */ ([]);
  let last = '';
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [whole, flags = ''] = match;
    if (/^\/[/*]/.test(whole)) continue;
    const inside = templates.at(-1);
    if (whole === '{' && inside !== undefined) templates.push((templates.pop() ?? 0) + 1);
    if (whole === '}' && inside !== undefined && inside > 0) templates.push((templates.pop() ?? 0) - 1);
    else if (whole === '`' || (whole === '}' && inside === 0)) {
      if (whole === '}') templates.pop();
      const rest = /(?:[^\\`$]|\\[\s\S]|\$(?!\{))*(`|\$\{)/y;
      rest.lastIndex = token.lastIndex;
      if (rest.exec(text)?.[1] === '${') templates.push(0);
      token.lastIndex = rest.lastIndex;
      last =
        rest.lastIndex > 0 && templates.length > 0 && text.charAt(rest.lastIndex - 1) === '{' ? '{' : '`';
      continue;
    }
    if (whole.startsWith('/') && whole.length > 1) {
      if (/^(?:[\w$]+|[)\]}'"`])/.test(last) && !/^(?:return|typeof|case|of|in)$/.test(last)) {
        token.lastIndex = match.index + 1;
        last = '/';
        continue;
      }
      const source = whole.slice(1, whole.length - flags.length - 1);
      found.push({ line: text.slice(0, match.index).split('\n').length, source, flags });
    }
    last = whole;
  }
  return found;
}

/** @param {string} folder */
function listSources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** @typedef {{ file: string, line: number, source: string, flags: string }} Pattern */

/**
 * Those that modules make when they are loaded.
 * @param {readonly string[]} files
 * @returns {Promise<readonly Pattern[]>}
 */
async function listMade(files) {
  /** @type {Pattern[]} */
  const made = [];
  const root = process.cwd();
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, [source, flags]) {
      const pattern = new target(source, flags);
      const [, place = ''] = (new Error().stack ?? '')
        .split('\n')
        .slice(1)
        .filter((each) => !each.includes('check-patterns'))
        .slice(0, 1)
        .join('')
        .split(root);
      const [, file = '', line = '0'] =
        Original('^/((?:src|tools)/[^:]{1,200}):(\\d{1,6})').exec(place) ?? [];
      if (file !== '') made.push({ file, line: Number(line), source: pattern.source, flags: pattern.flags });
      return pattern;
    },
  });
  try {
    for (const file of files) await import(pathToFileURL(path.resolve(file)).href);
  } finally {
    globalThis.RegExp = Original;
  }
  return made;
}

async function run() {
  const files = [...listSources('src'), ...listSources('tools'), 'build.mjs', 'audit-dependencies.mjs'];
  const texts = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const makers = texts
    .filter(({ file, text }) => /new RegExp\(/.test(text) && !others.has(file))
    .map(({ file }) => file);
  const made = await listMade(makers);
  for (const file of makers)
    if (!made.some((each) => each.file === file))
      throw new Error(`${file} makes expressions that cannot be judged`);
  const written = texts.flatMap(({ file, text }) => listLiterals(text).map((each) => ({ file, ...each })));
  let isBad = false;
  for (const { file, line, source, flags } of [...written, ...made]) {
    for (const fault of checkPattern(source, flags)) {
      isBad = true;
      console.error(`${file}:${line}: /${source.slice(0, 80)}/${flags}: ${fault}`);
    }
  }
  console.log(`${written.length + made.length} regular expressions looked at`);
  if (isBad) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await run();
