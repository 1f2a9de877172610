/** What somebody typed into a prompt's arguments -> one line of JSON that a model takes for data. Pure. */

/** Control, format and unassigned characters, and whatever else is not to be seen: it hides text from people. */
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;

const mark = ' [cut]';

export function quoteValues(values: Readonly<Record<string, { text: string; longest: number }>>): string {
  const cleaned = Object.entries(values).map(([name, { text, longest }]) => [name, clean(text, longest)]);
  // Nothing in it can end a code block, open a tag or look like one of the tools' names in backticks.
  return JSON.stringify(Object.fromEntries(cleaned)).replaceAll(
    /[`<>]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function clean(text: string, longest: number): string {
  const characters = [...text.replaceAll(/\s+/g, ' ').replaceAll(invisible, '').trim()];
  return characters.length <= longest ? characters.join('') : characters.slice(0, longest).join('') + mark;
}
