import type { Opening, OpeningQuestion } from '#shared/contract/opening.ts';
import { openingQuestions, questionKey } from '#shared/contract/opening.ts';
import type { ReadDb } from './db/connection.ts';
import { getMeta } from './db/meta.ts';
import { sessionView } from './session-view.ts';
import { boardCounts, boardPage } from './tickets/board.ts';

const answerTo = (db: ReadDb, question: OpeningQuestion, device: string, hasToken: boolean, now: string): unknown => {
  switch (question.name) {
    case 'session.get':
      return sessionView(db, device, hasToken);
    case 'board.counts':
      return boardCounts(db, question.input.filter, now);
    case 'board.page':
      return boardPage(db, question.input.lane, question.input.offset, question.input.limit, question.input.filter, now);
  }
};

/**
 * Answers what a window asks first, from the database alone. No answers on a desk that nobody has used yet. What this file
 * imports is loaded before the first card is seen: neither schemas nor the query builder belong here.
 */
export const openingAnswers = (db: ReadDb, hasToken: boolean): Opening => {
  const device = getMeta(db, 'device');
  if (device === null || getMeta(db, 'user') === null) return { t: 'opening', answers: [] };
  const now = new Date().toISOString();
  return { t: 'opening', answers: openingQuestions.map((question) => ({ key: questionKey(question.name, question.input), value: answerTo(db, question, device, hasToken, now) })) };
};
