/** IBANs, by their country's length and the checksum of ISO 13616. */

// Payment cards. One number in ten passes Luhn's check by chance, so the first digits and the length have to be those
// of a card network too: then no moment in milliseconds (1...) is one.

/** Length and first digits of the networks: Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay, Maestro. */
const networks =
  /^(?:4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}(?:\d{3})?|62\d{14,17}|(?:50|5[6-8]|6[03-9])\d{14,17})$/;

export function isCardNumber(digits: string): boolean {
  return networks.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** From the registry of SWIFT: each length and the countries that have it. */
const lengths: ReadonlyMap<string, number> = new Map(
  `15 NO, 16 BE, 18 DK FI FK FO GL NL SD, 19 MK SI, 20 AT BA EE KZ LT LU MN XK, 21 CH HR LI LV, 22 BG BH CR
  DE GB GE IE ME RS VA, 23 AE GI IL IQ OM SO TL, 24 AD CZ ES MD PK RO SA SE SK TN VG, 25 LY PT ST, 26 IS
  TR, 27 BI DJ FR GR IT MC MR SM, 28 AL AZ BY CY DO GT HN HU LB NI PL SV, 29 BR EG PS QA UA, 30 JO KW MU
  YE, 31 MT SC, 32 LC, 33 RU`
    .split(',')
    .flatMap((row) => {
      const [length, ...countries] = row.trim().split(/\s+/);
      return countries.map((country) => [country, Number(length)] as const);
    }),
);

/** How many characters an IBAN that begins so has, if any does. */
export function ibanLength(start: string): number | undefined {
  return lengths.get(start.slice(0, 2).toUpperCase());
}

/** Without separators. */
export function isIban(text: string): boolean {
  if (text.length !== ibanLength(text) || !/^[A-Za-z]{2}\d{2}[A-Za-z0-9]+$/.test(text)) return false;
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Routing numbers of the American Bankers Association: nine digits with a checksum. */
export function isRoutingNumber(digits: string): boolean {
  if (!/^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/.test(digits)) return false;
  const weights = [3, 7, 1];
  let sum = 0;
  for (let index = 0; index < 9; index += 1)
    sum += (digits.charCodeAt(index) - 48) * (weights[index % 3] ?? 0);
  return sum % 10 === 0;
}
