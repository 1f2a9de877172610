/** The prompts that a surface can carry out. */
import type { Surface } from '../../registry/surface.ts';
import type { Prompt } from './prompt.ts';
import { prompts } from './prompts.ts';

export function findPrompts({ isVisible }: Surface): readonly Prompt[] {
  return prompts.filter(({ needs }) => needs.every(isVisible));
}
