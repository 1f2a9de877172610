/**
 * Payment cards. One number in ten passes Luhn's check by chance, so the first digits and the length have to be those
 * of a card network too: then no moment in milliseconds (1...) is one.
 */

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
