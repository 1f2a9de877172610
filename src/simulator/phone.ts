/** Phone numbers in E.164, as Alloy's formatter leaves them: ten digits and eleven that start with 1 are American. */
export function formatPhone(supplied: string): string {
  const digits = supplied.replaceAll(/\D/g, '');
  if (supplied.trim().startsWith('+')) return `+${digits}`;
  if (digits.length === 10) return `+1${digits}`;
  if (digits.length === 11 && digits.startsWith('1')) return `+${digits}`;
  return supplied;
}
