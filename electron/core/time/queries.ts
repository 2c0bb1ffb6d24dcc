import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { entriesBetween, runningEntry } from './entry-view.ts';

export const timeQueries = (spine: Spine): Part<'timer.get' | 'time.list'> => ({
  'timer.get': () => runningEntry(spine.db, spine.actor().id),
  'time.list': ({ from, to, everybody }) => entriesBetween(spine.db, from, to, everybody ? null : spine.actor().id),
});
