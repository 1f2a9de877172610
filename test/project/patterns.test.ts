/** The check of regular expressions finds what it is for, and each expression's own worst texts cost it no more than their length. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPattern, listLiterals } from '../../check-patterns.mjs';
import { listSteep } from '../helpers/growth.ts';

describe('the check', () => {
  it.each([
    ['(a+)+$', ''],
    ['^(?:a|b+)*c', ''],
    [String.raw`\s+$`, ''],
    [String.raw`(?=[A-Z0-9-]*\d{3})x`, ''],
    [String.raw`(\\*["'])x`, ''],
    [String.raw`^\d+-?\d+$`, ''],
    ['^.*a.*b$', ''],
    ['^x(?:a{0,30}){1,6}$', ''],
    [String.raw`"[^"]*(?:\\.[^"]*)*"`, ''],
    ['(?<!b)a+c', ''],
  ])('refuses %s', (source, flags) => {
    expect(checkPattern(source, flags)).not.toEqual([]);
  });
  it.each([
    [String.raw`^\s+`, ''],
    ['(?<!a)a+$', ''],
    ['<[^<>]*>', 'g'],
    [String.raw`\w+`, 'g'],
    [String.raw`^\d+(?:\.\d+)?$`, ''],
    [String.raw`^(?: \d[\w-]*)*$`, ''],
    ['a+b', 'y'],
    [String.raw`\s{0,20}$`, ''],
  ])('takes %s', (source, flags) => {
    expect(checkPattern(source, flags)).toEqual([]);
  });
  it('tells expressions from divisions, texts and comments', () => {
    const text =
      "const a = b / c / d; // /x+$/\nconst e = '/y+$/'; const f = `/$" + '{g / 2}/h`; return /[/]z+$/g;';
    expect(listLiterals(text)).toEqual([{ line: 2, source: '[/]z+$', flags: 'g' }]);
  });
});

const files = ['src', 'tools'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name)),
);
const patterns = files.flatMap((file) =>
  listLiterals(readFileSync(file, 'utf8')).map((each) => ({ file, ...each })),
);

/** What an expression begins and goes on with, by its own letters, and one of each sort of sign. */
function listPieces(source: string): readonly string[] {
  const words = source.match(/[A-Za-z]{2,20}|[^\w\s\\]/g) ?? [];
  return [...new Set([...words, 'a', '1', 'A', ' ', '-', '\\', '"', 'a ', '1-', '"a', 'a_'])];
}

it('each expression takes as long as its text is, whatever repeats in it', () => {
  expect(patterns.length).toBeGreaterThan(400);
  const steep = patterns.flatMap(({ file, line, source, flags }) => {
    const pattern = new RegExp(source, flags.includes('g') || flags.includes('y') ? flags : `${flags}g`);
    const run = (text: string) => {
      pattern.lastIndex = 0;
      return text.replace(pattern, '');
    };
    return listSteep(listPieces(source), run, 3000).map((each) => `${file}:${line} ${each}`);
  });
  expect(steep).toEqual([]);
});
