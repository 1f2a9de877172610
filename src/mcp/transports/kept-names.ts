import { isObject, readMembers } from '../../base/values.ts';

const unsafe = '__proto__';
const kept = `"${unsafe}"`;

/**
 * The SDK copies the arguments of a message into a new object, which loses a member named `__proto__` without a word.
 * In quotes it reaches the check of arguments, which refuses it by name. Changes the message.
 */
export function keepNames(message: unknown): void {
  const args = readMembers(readMembers(message)['params'])['arguments'];
  if (!isObject(args) || !Object.hasOwn(args, unsafe)) return;
  const value = Object.getOwnPropertyDescriptor(args, unsafe)?.value;
  Reflect.deleteProperty(args, unsafe);
  Reflect.set(args, kept, value);
}
