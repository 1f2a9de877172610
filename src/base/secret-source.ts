/**
 * A secret that may change while the program runs: the file that holds it is read again. What is read lives in
 * closures alone, so that no dump of a configuration shows it.
 */

export interface SecretSource<T> {
  /** The value now. Files are looked at once a second at most. */
  current(): T;
  /** Looks at once, because the value was refused; whether there is another one now. */
  refresh(): boolean;
}

export function createFixedSource<T>(value: T): SecretSource<T> {
  return { current: () => value, refresh: () => false };
}

export interface FileSourceOptions<T> {
  readonly first: T;
  /** Reads the files and checks what they hold; what it throws says what is wrong, without the secret. */
  readonly read: () => T;
  /** Files that belong together are not replaced at one moment: a change counts when the next look finds the same. */
  readonly settle: boolean;
  /** Told once, until reading succeeds again. */
  readonly onFault: (message: string) => void;
  readonly now: () => number;
}

const lookEveryMs = 1000;

/** A file that is empty, unreadable or of no use meanwhile leaves the last good value in force. */
export function createFileSource<T>(options: FileSourceOptions<T>): SecretSource<T> {
  const { read, settle, onFault, now } = options;
  const write = (value: T) => JSON.stringify(value);
  let value = options.first;
  let text = write(value);
  let seen = text;
  let lookedAt = now();
  let fault: string | undefined;

  function look(hasToSettle: boolean): boolean {
    lookedAt = now();
    let found: T;
    try {
      found = read();
      fault = undefined;
    } catch (error) {
      const message = error instanceof Error ? error.message : 'unknown reason';
      if (message !== fault) onFault(message);
      fault = message;
      return false;
    }
    const foundText = write(found);
    const settled = !hasToSettle || foundText === seen;
    seen = foundText;
    if (foundText === text || !settled) return false;
    value = found;
    text = foundText;
    return true;
  }

  return {
    current() {
      const passed = now() - lookedAt;
      // A clock that was set back must not stop the looks.
      if (passed >= lookEveryMs || passed < 0) look(settle);
      return value;
    },
    refresh: () => look(false),
  };
}
