/**
 * The out-of-wallet quiz that the persona Quiz has to pass. The questions are invented; the right answers are 4, 1, 3,
 * 2 and 5, and four of five are enough. Form: https://developer.alloy.com/public/reference/onboard-a-person-1
 */

import * as z from 'zod';
import { fieldError } from '../errors.ts';

interface Question {
  readonly question: string;
  readonly answers: readonly string[];
  /** Id of the right answer; ids count from 1. */
  readonly right: number;
}

const none = 'None Of The Above';
const quiz: readonly Question[] = [
  {
    question: 'In which state was your SSN issued?',
    answers: ['Arkansas', 'Alabama', 'West Virginia', 'Virginia', none],
    right: 4,
  },
  {
    question: 'Which of these streets have you lived on?',
    answers: ['Juniper Row', 'Harbor Lane', 'Old Mill Road', 'Cedar Crescent', none],
    right: 1,
  },
  {
    question: 'Which of these lenders holds your car loan?',
    answers: ['First Meadow Bank', 'Larch Credit', 'Union of Millers', 'Pinecrest Finance', none],
    right: 3,
  },
  {
    question: 'In which range is your monthly mortgage payment?',
    answers: ['$500 - $999', '$1,000 - $1,499', '$1,500 - $1,999', '$2,000 - $2,499', none],
    right: 2,
  },
  {
    question: 'Which of these people do you know?',
    answers: ['Odell Brannigan', 'Petra Vance', 'Silas Okoye', 'Wilma Trent', none],
    right: 5,
  },
];

export interface QuizResult {
  readonly score: number;
  readonly correct: number;
  readonly total: number;
  readonly passed: boolean;
}

const answerList = z.array(z.object({ question_id: z.int(), answer_id: z.int() }));
/** The template nests the list in an object of the same name; the bare list is taken too. */
const answersSchema = z.union([z.object({ answers: answerList }), answerList]);

/** What `required` and `prompts` of the waiting answer hold. */
export function buildQuizPrompt() {
  const template = quiz.map((_, index) => ({ question_id: index + 1, answer_id: 0 }));
  return {
    required: [
      {
        key: 'answers',
        type: 'object',
        description: 'Answers to the questions under prompts.answers',
        template: { answers: template },
      },
    ],
    optional: [],
    prompts: {
      answers: {
        questions: quiz.map(({ question, answers }, index) => ({
          id: index + 1,
          question,
          answers: answers.map((answer, position) => ({ id: position + 1, answer })),
        })),
      },
    },
  };
}

/** Undefined when no answers were sent; 400 / 4002 when they do not cover each question with one of its answers. */
export function parseQuizResult(supplied: unknown): QuizResult | undefined {
  if ((supplied ?? null) === null) return undefined;
  const parsed = answersSchema.safeParse(supplied);
  if (!parsed.success) throw refuse('must hold a list of question_id and answer_id');
  const given = Array.isArray(parsed.data) ? parsed.data : parsed.data.answers;
  const chosen = new Map(given.map(({ question_id, answer_id }) => [question_id, answer_id]));
  for (const [index, { answers }] of quiz.entries()) {
    const answer = chosen.get(index + 1);
    if (answer === undefined || answer < 1 || answer > answers.length)
      throw refuse(`must answer question ${index + 1} with the id of one of its answers`);
  }
  const correct = quiz.filter(({ right }, index) => chosen.get(index + 1) === right).length;
  return { score: correct / quiz.length, correct, total: quiz.length, passed: correct >= quiz.length - 1 };
}

function refuse(what: string) {
  return fieldError('answers', 'any.invalid', what);
}
