/** Routing numbers of the American Bankers Association: nine digits with a checksum. */
export function isRoutingNumber(digits: string): boolean {
  if (!/^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/.test(digits)) return false;
  const weights = [3, 7, 1];
  let sum = 0;
  for (let index = 0; index < 9; index += 1)
    sum += (digits.charCodeAt(index) - 48) * (weights[index % 3] ?? 0);
  return sum % 10 === 0;
}
