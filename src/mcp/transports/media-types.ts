/** The Accept header: in which forms an answer may come. */

/** `either` is the server's choice: a stream where it has something to say before the answer. */
export type AnswerForm = 'json' | 'stream' | 'either';

const types = { json: 'application/json', stream: 'text/event-stream' } as const;

/**
 * What an Accept header leaves (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1); undefined when it is neither
 * form. A stream is for those who name it: who takes anything is no less served by JSON, which more programs read.
 */
export function chooseForm(accept: string | null): AnswerForm | undefined {
  const ranges = (accept ?? '').split(',').flatMap(readRange);
  if (ranges.length === 0) return accept === null || accept.trim() === '' ? 'json' : undefined;
  /** By the range that names the type most closely. */
  const weigh = (type: string) => {
    const family = type.replace(/\/.*/, '/*');
    const found = [type, family, '*/*'].map((name) => ranges.find((range) => range.name === name));
    return found.find((range) => range !== undefined)?.quality ?? 0;
  };
  const takesJson = weigh(types.json) > 0;
  const isNamed = ranges.some(({ name }) => name === types.stream || name === 'text/*');
  const namesStream = isNamed && weigh(types.stream) > 0;
  if (takesJson) return namesStream ? 'either' : 'json';
  return weigh(types.stream) > 0 ? 'stream' : undefined;
}

function readRange(text: string) {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  if (name === '') return [];
  const quality = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, '');
  const number = Number(quality ?? 1);
  // A bare star is what old clients write, like those of Java: https://bugs.openjdk.org/browse/JDK-8163921
  return [{ name: name === '*' ? '*/*' : name, quality: Number.isNaN(number) ? 1 : number }];
}
